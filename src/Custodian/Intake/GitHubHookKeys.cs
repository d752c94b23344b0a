using System.Text;
using Custodian.Policies;

namespace Custodian.Intake;

/// <summary>What GitHub signs its hooks with, read once at the start so that a missing secret is found then. Two while it is being changed.</summary>
internal sealed class GitHubHookKeys
{
    // GitHub takes any text; what can be guessed proves nothing.
    private const int Shortest = 16;

    /// <exception cref="ConfigurationException">A secret cannot be read, or is too short.</exception>
    public GitHubHookKeys(Configuration configuration) => All = [.. configuration.Service.GitHub.HookSecrets.Select(Read)];

    /// <summary>None: no hook is taken.</summary>
    public IReadOnlyList<byte[]> All { get; }

    private static byte[] Read(SecretReference secret)
    {
        var key = Encoding.UTF8.GetBytes(secret.Read());
        return key.Length >= Shortest ? key : throw secret.Unusable($"GitHub's hook secret needs at least {Shortest} characters, made at random: openssl rand -hex 32");
    }
}
