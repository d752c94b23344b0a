using Custodian.Rules;
using Octokit;

namespace Custodian.Forges.GitHub;

/// <summary>GitHub, through Octokit.</summary>
internal sealed class GitHubForge : IForge
{
    private readonly GitHubApi api;
    private readonly CheckRunWriter checkRuns;
    private readonly BranchWriter branches;
    private readonly PullRequestReader pullRequests;
    private readonly PullRequestWriter ownPullRequests;
    private readonly ReviewRequester reviewers;
    private readonly CommentWriter comments;

    public GitHubForge(GitHubApi api, TimeProvider clock)
    {
        this.api = api;
        var rounds = new Rounds(clock);
        checkRuns = new(api, rounds);
        branches = new(api, rounds);
        pullRequests = new(api);
        ownPullRequests = new(api, rounds);
        reviewers = new(api, rounds);
        comments = new(api, rounds);
    }

    public async Task<ForgeRepository?> FindAsync(string fullName, CancellationToken stop)
    {
        var (owner, name) = Split(fullName);
        return await GitHubTroubles.ToldAsync($"see {fullName}", async () =>
        {
            try
            {
                var installation = api.AppId is null ? null : await api.As(GitHubIdentity.App, stop).GitHubApps.GetRepositoryInstallationForCurrent(owner, name);
                if (installation?.SuspendedAt is not null) throw GitHubTroubles.Suspended();

                var identity = installation is null ? GitHubIdentity.Plain : GitHubIdentity.Of(installation.Id);
                var found = await api.As(identity, stop).Repository.Get(owner, name);
                return found is { Id: > 0, FullName: { Length: > 0 } now } ? new ForgeRepository(found.Id, now, installation?.Id, found.Archived) : throw GitHubTroubles.Strange();
            }
            catch (NotFoundException)
            {
                return null;
            }
        });
    }

    public async Task<long> PutCheckRunAsync(ForgeRepository repository, ForgeCheckRun run, long? known, CancellationToken stop)
    {
        if (repository.InstallationId is null) throw ForgeException.Lasting("GitHub takes check runs from Apps alone: write 'app' and 'private-key' under service: github:, and install the App on the repository.", Actor.Operator);
        return await checkRuns.PutAsync(Place(repository), run, known, stop);
    }

    public Task<IReadOnlyList<ForgePullRequest>> RecentPullRequestsAsync(ForgeRepository repository, DateTimeOffset since, CancellationToken stop) => pullRequests.RecentAsync(Place(repository), since, stop);

    public Task<ForgePullRequest?> FindPullRequestAsync(ForgeRepository repository, long number, CancellationToken stop) => pullRequests.FindAsync(Place(repository), number, stop);

    public Task<IReadOnlyList<ForgeReview>> ReviewsAsync(ForgeRepository repository, long number, CancellationToken stop) => pullRequests.ReviewsAsync(Place(repository), number, stop);

    public Task<IReadOnlyList<ForgeComment>> CommentsAsync(ForgeRepository repository, long number, CancellationToken stop) => pullRequests.CommentsAsync(Place(repository), number, stop);

    public Task<ForgeAccount?> FindAccountAsync(ForgeRepository repository, long id, CancellationToken stop) => GitHubTroubles.ToldAsync(
        $"see account {id}",
        async () => AccountAnswer.Of(await api.FindAsync<AccountAnswer>(Place(repository).Identity, new($"user/{id}", UriKind.Relative), stop)));

    public Task PutBranchAsync(ForgeRepository repository, string branch, CommitSha commit, CancellationToken stop) => branches.PutAsync(Writable(repository), branch, commit, stop);

    public Task DeleteBranchAsync(ForgeRepository repository, string branch, CancellationToken stop) => branches.DeleteAsync(Writable(repository), branch, stop);

    public Task<long> PutPullRequestAsync(ForgeRepository repository, ForgePullRequestDraft draft, CancellationToken stop) => ownPullRequests.PutAsync(Writable(repository), draft, stop);

    public Task ClosePullRequestAsync(ForgeRepository repository, long number, CancellationToken stop) => ownPullRequests.CloseAsync(Writable(repository), number, stop);

    public Task<long> PutCommentAsync(ForgeRepository repository, long number, string marker, string body, long? known, CancellationToken stop) =>
        comments.PutAsync(Writable(repository), number, marker, body, known, stop);

    public Task RequestReviewsAsync(ForgeRepository repository, long number, IReadOnlyList<string> logins, CancellationToken stop) => reviewers.RequestAsync(Writable(repository), number, logins, stop);

    private GitHubPlace Writable(ForgeRepository repository) => repository.InstallationId is not null || api.Token is not null
        ? Place(repository)
        : throw ForgeException.Lasting("Nobody writes on GitHub without a name: write 'app' and 'private-key' (or 'token') under service: github:, and install the App on the repository.", Actor.Operator);

    private static GitHubPlace Place(ForgeRepository repository)
    {
        var (owner, name) = Split(repository.FullName);
        return new(repository.Id, owner, name, repository.InstallationId is { } installation ? GitHubIdentity.Of(installation) : GitHubIdentity.Plain);
    }

    private static (string Owner, string Name) Split(string fullName) =>
        fullName.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } name] ? (owner, name) : throw new ArgumentException($"{fullName} is no OWNER/NAME.", nameof(fullName));
}
