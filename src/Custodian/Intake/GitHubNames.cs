using Custodian.Policies;

namespace Custodian.Intake;

/// <summary>Which repositories of GitHub a policy's entries mean, as OWNER/NAME.</summary>
internal sealed class GitHubNames(Estate estate)
{
    private readonly (string Entry, string Name)[] all =
    [
        .. from entry in estate.Configuration.Repositories
           from name in Of(entry, Host(estate.Configuration.Service.GitHub.Api)).Distinct(StringComparer.OrdinalIgnoreCase)
           select (entry.Name, name),
    ];

    /// <summary>Every name, once.</summary>
    public IReadOnlyList<string> All => [.. all.Select(one => one.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The entries that mean one of these; a maintained line of the same repository is an entry of its own.</summary>
    public IReadOnlyList<string> Entries(IReadOnlyCollection<string> names) =>
        [.. all.Where(one => names.Contains(one.Name, StringComparer.OrdinalIgnoreCase)).Select(one => one.Entry).Distinct()];

    // As it says itself, and by where its branches and its gold live: gold elsewhere is looked at, too.
    private static IEnumerable<string> Of(RepositoryEntry entry, string host) =>
        new[] { entry.GitHub, Of(entry.Url, host), Of(entry.Gold.Url, host) }.OfType<string>();

    /// <summary>OWNER/NAME of an address at that host; null: it is no such address.</summary>
    internal static string? Of(RemoteUrl url, string host)
    {
        if (url.Kind == RemoteKind.File) return null;

        // USER@HOST:PATH is git's own way to write ssh://USER@HOST/PATH.
        var text = url.Value.Contains("://", StringComparison.Ordinal) ? url.Value : $"ssh://{url.Value.Replace(":", "/", StringComparison.Ordinal)}";
        // Where port 22 is closed, GitHub takes ssh at a name of its own.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Host != host && uri.Host != $"ssh.{host}")) return null;

        var path = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/');
        var name = path.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? path[..^4] : path;
        return name.Split('/') is [{ Length: > 0 }, { Length: > 0 }] ? name : null;
    }

    private static string Host(Uri api) => api.Host == "api.github.com" ? "github.com" : api.Host;
}
