namespace Custodian.Policies;

/// <summary>Where on GitHub the repositories of a policy are, as OWNER/NAME.</summary>
internal static class GitHubPlaces
{
    /// <summary>Where gold lives, and its pull requests are; null: not there.</summary>
    public static string? OfGold(RepositoryEntry entry, GitHubSettings settings) =>
        entry.GitHub is null ? null : entry.Gold.Elsewhere ? Of(entry.Gold.Url, Host(settings.Api)) : entry.GitHub;

    /// <summary>OWNER/NAME of an address at that host; null: it is no such address.</summary>
    public static string? Of(RemoteUrl url, string host)
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

    /// <summary>Where code is, of an API.</summary>
    public static string Host(Uri api) => api.Host == "api.github.com" ? "github.com" : api.Host;
}
