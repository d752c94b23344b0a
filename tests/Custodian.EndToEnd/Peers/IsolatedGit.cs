namespace Custodian.EndToEnd.Peers;

/// <summary>What keeps git from reading the configuration of this machine and its user, on either side of a connection.</summary>
internal static class IsolatedGit
{
    public static readonly IReadOnlyDictionary<string, string> Environment = new Dictionary<string, string>
    {
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_TERMINAL_PROMPT"] = "0",
    };
}
