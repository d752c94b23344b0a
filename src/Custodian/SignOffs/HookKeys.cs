using Custodian.Policies;

namespace Custodian.SignOffs;

/// <summary>Each custodian's hook secrets, read once at the start so that a missing one is found then.</summary>
internal sealed class HookKeys
{
    private readonly Dictionary<string, byte[][]> keys = new(StringComparer.Ordinal);

    /// <exception cref="ConfigurationException">A secret cannot be read, is no hook secret, or is another custodian's too.</exception>
    public HookKeys(Configuration configuration)
    {
        var owners = new Dictionary<string, (string Custodian, SecretReference Secret)>(StringComparer.Ordinal);
        var named = configuration.HookSecrets ?? throw new InvalidOperationException("A service runs with a file, which names its secrets.");
        foreach (var (custodian, secrets) in named)
        {
            keys[custodian] = [.. secrets.Select(secret => Read(custodian, secret))];
            foreach (var (key, secret) in keys[custodian].Zip(secrets))
            {
                var owner = owners.GetValueOrDefault(Convert.ToHexString(key), (Custodian: custodian, Secret: secret));
                if (owner.Custodian != custodian)
                {
                    throw secret.Unusable($"{custodian} and {owner.Custodian} ({owner.Secret}) have the same hook secret, and each could speak for the other; give each one of its own");
                }

                owners[Convert.ToHexString(key)] = owner;
            }
        }
    }

    public IReadOnlyList<byte[]> Of(string custodian) => keys.GetValueOrDefault(custodian) ?? [];

    private static byte[] Read(string custodian, SecretReference secret)
    {
        var text = secret.Read();
        try
        {
            return HookSignature.Key(text);
        }
        catch (FormatException wrong)
        {
            throw secret.Unusable($"{custodian}'s hook secret must be whsec_ followed by base64 of 24 to 64 random bytes", wrong);
        }
    }
}
