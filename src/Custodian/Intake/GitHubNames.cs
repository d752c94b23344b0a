using Custodian.Policies;

namespace Custodian.Intake;

/// <summary>Which repositories of GitHub a policy's entries mean, as OWNER/NAME.</summary>
internal sealed class GitHubNames(Estate estate)
{
    private readonly (string Entry, string Name)[] all =
    [
        .. from entry in estate.Configuration.Repositories
           from name in Of(entry, GitHubPlaces.Host(estate.Configuration.Service.GitHub.Api)).Distinct(StringComparer.OrdinalIgnoreCase)
           select (entry.Name, name),
    ];

    /// <summary>Every name, once.</summary>
    public IReadOnlyList<string> All => [.. all.Select(one => one.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The entries that mean one of these; a maintained line of the same repository is an entry of its own.</summary>
    public IReadOnlyList<string> Entries(IReadOnlyCollection<string> names) =>
        [.. all.Where(one => names.Contains(one.Name, StringComparer.OrdinalIgnoreCase)).Select(one => one.Entry).Distinct()];

    // As it says itself, and by where its branches and its gold live: gold elsewhere is looked at, too.
    private static IEnumerable<string> Of(RepositoryEntry entry, string host) =>
        new[] { entry.GitHub, GitHubPlaces.Of(entry.Url, host), GitHubPlaces.Of(entry.Gold.Url, host) }.OfType<string>();
}
