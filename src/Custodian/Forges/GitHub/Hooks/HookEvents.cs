namespace Custodian.Forges.GitHub.Hooks;

/// <summary>Which events are of use here; any other is acknowledged and counted.</summary>
internal static class HookEvents
{
    /// <summary>They say that something about a repository may be different now: it is looked at.</summary>
    private static readonly HashSet<string> AboutRepositories = new(StringComparer.Ordinal)
    {
        "push", "pull_request", "pull_request_review", "check_run", "check_suite", "status", "issue_comment",
        "repository", "repository_ruleset", "branch_protection_rule",
    };

    /// <summary>They say what the App may reach, or that the hook works.</summary>
    private static readonly HashSet<string> AboutTheApp = new(StringComparer.Ordinal) { "installation", "installation_repositories", "ping" };

    /// <summary>What a check run or a check suite says when somebody asks for another run.</summary>
    public const string Rerequested = "rerequested";

    /// <summary>Somebody wants something run again.</summary>
    public static bool AsksForARun(string name, string? action) => action == Rerequested && name is ("check_run" or "check_suite");

    public static bool WakesALook(string name) => AboutRepositories.Contains(name);

    public static bool IsOfUse(string name) => AboutRepositories.Contains(name) || AboutTheApp.Contains(name);
}
