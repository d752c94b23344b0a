using Custodian.Rules;
using Octokit;

namespace Custodian.Forges.GitHub;

/// <summary>GitHub, through Octokit.</summary>
internal sealed class GitHubForge(GitHubApi api, TimeProvider clock) : IForge
{
    private readonly CheckRunWriter checkRuns = new(api, clock);

    public async Task<ForgeRepository?> FindAsync(string fullName, CancellationToken stop)
    {
        var (owner, name) = Split(fullName);
        try
        {
            var installation = api.AppId is null ? null : await api.As(GitHubIdentity.App, stop).GitHubApps.GetRepositoryInstallationForCurrent(owner, name);
            if (installation?.SuspendedAt is not null) throw GitHubTroubles.Suspended();

            var identity = installation is null ? GitHubIdentity.Plain : GitHubIdentity.Of(installation.Id);
            var found = await api.As(identity, stop).Repository.Get(owner, name);
            if (found is not { Id: > 0, FullName: { Length: > 0 } now }) throw GitHubTroubles.Strange();
            return new(found.Id, now, installation?.Id, found.Archived);
        }
        catch (NotFoundException)
        {
            return null;
        }
        catch (ApiException refusal)
        {
            throw GitHubTroubles.Of(refusal, $"see {fullName}");
        }
    }

    public async Task<long> PutCheckRunAsync(ForgeRepository repository, ForgeCheckRun run, long? known, CancellationToken stop)
    {
        if (repository.InstallationId is not { } installation)
        {
            throw ForgeException.Lasting("GitHub takes check runs from Apps alone: write 'app' and 'private-key' under service: github:, and install the App on the repository.", Actor.Operator);
        }

        var (owner, name) = Split(repository.FullName);
        return await checkRuns.PutAsync(new(owner, name, GitHubIdentity.Of(installation)), run, known, stop);
    }

    private static (string Owner, string Name) Split(string fullName) =>
        fullName.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } name] ? (owner, name) : throw new ArgumentException($"{fullName} is no OWNER/NAME.", nameof(fullName));
}
