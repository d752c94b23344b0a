using Custodian.EndToEnd.Forges;

namespace Custodian.EndToEnd.Estates;

/// <summary>What is particular about one estate.</summary>
internal sealed record EstatePlan
{
    public Transport Transport { get; init; } = Transport.File;

    /// <summary>Between two looks; far apart unless said otherwise, so that what happens does not happen by a look.</summary>
    public string Poll { get; init; } = "30m";

    /// <summary>Between two searches for what is undone; far apart unless said otherwise, so that no lost wake is covered up.</summary>
    public string Reconcile { get; init; } = "10m";

    /// <summary>Gold lives in a bare repository of its own, beside that of the source branches.</summary>
    public bool GoldElsewhere { get; init; }

    /// <summary>GitHub itself, with whom the repositories are: git reaches them with its tokens alone. Null: they are elsewhere.</summary>
    public GitHubPeer? Host { get; init; }

    /// <summary>What GitHub calls the repository, as OWNER/NAME; null: it is not there. Its hooks are signed with <see cref="TestEstate.GitHub"/>.</summary>
    public string? GitHub { get; init; }

    /// <summary>The numbers of people's accounts there.</summary>
    public IReadOnlyDictionary<string, long> GitHubAccounts { get; init; } = new Dictionary<string, long>();

    /// <summary>As whom the service speaks to GitHub: lines such as <c>app: 123456</c>.</summary>
    public IReadOnlyList<string> GitHubApp { get; init; } = ["api: https://api.github.com"];

    /// <summary>The service reaches an https remote through a proxy that can cut connections.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>The address at which the service listens; loopback unless that is what a test is about.</summary>
    public string Listen { get; init; } = "127.0.0.1";

    /// <summary>Kinds of further keys that the director of St Helens and Knowsley has, each named by its kind.</summary>
    public IReadOnlyList<string> MoreKeys { get; init; } = [];
}
