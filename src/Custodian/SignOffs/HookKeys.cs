using Custodian.Policies;

namespace Custodian.SignOffs;

/// <summary>Each custodian's hook secrets, read once at the start so that a missing one is found then.</summary>
internal sealed class HookKeys
{
    private readonly Dictionary<string, byte[][]> keys;

    /// <exception cref="ConfigurationException">A secret cannot be read.</exception>
    /// <exception cref="FormatException">A secret is not of the form of a hook secret.</exception>
    public HookKeys(Estate estate) =>
        keys = estate.Configuration.HookSecrets.ToDictionary(of => of.Key, of => of.Value.Select(secret => HookSignature.Key(secret.Read())).ToArray(), StringComparer.Ordinal);

    public IReadOnlyList<byte[]> Of(string custodian) => keys.GetValueOrDefault(custodian) ?? [];
}
