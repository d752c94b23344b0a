using System.Collections.Concurrent;
using Custodian.Rules;
using Octokit;

namespace Custodian.Forges.GitHub;

/// <summary>What git is let in with at GitHub: the token of our App's installation, or the person's.</summary>
internal sealed class GitHubPasswords(GitHubApi api)
{
    private readonly ConcurrentDictionary<string, long> installations = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="fullName"><c>OWNER/NAME</c>.</param>
    /// <param name="refused">One that git was refused with: that one is not given again.</param>
    /// <returns>Null: our App is not installed there, and only what is public is reached.</returns>
    /// <exception cref="ForgeException">GitHub gives none, or cannot be reached.</exception>
    public async Task<string?> OfAsync(string fullName, string? refused, CancellationToken stop)
    {
        if (api.AppId is null) return refused is null ? api.Token : throw ForgeException.Lasting("GitHub does not take the token under service: github:. Make another one, and start the service with it.", Actor.Operator);

        return await GitHubTroubles.ToldAsync($"let git into {fullName}", async () =>
        {
            // It may have been installed anew.
            if (refused is not null) installations.TryRemove(fullName, out _);
            if (await InstallationAsync(fullName, stop) is not { } installation) return null;

            return await api.TokenAsync(installation, refused, stop);
        });
    }

    private async Task<long?> InstallationAsync(string fullName, CancellationToken stop)
    {
        if (installations.TryGetValue(fullName, out var known)) return known;

        try
        {
            var parts = fullName.Split('/');
            var found = await api.As(GitHubIdentity.App, stop).GitHubApps.GetRepositoryInstallationForCurrent(parts[0], parts[1]);
            return installations[fullName] = found.Id;
        }
        catch (NotFoundException)
        {
            return null;
        }
    }
}
