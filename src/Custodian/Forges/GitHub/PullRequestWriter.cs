using Custodian.Rules;
using Octokit;

namespace Custodian.Forges.GitHub;

/// <summary>Opens, updates and closes pull requests, of which GitHub takes one open one from a branch to a branch.</summary>
internal sealed class PullRequestWriter(GitHubApi api, Rounds rounds)
{
    /// <exception cref="ForgeException">GitHub refused, or cannot be reached.</exception>
    public Task<long> PutAsync(GitHubPlace place, ForgePullRequestDraft draft, CancellationToken stop)
    {
        var fitting = draft with { Title = GitHubTexts.PullRequestTitle(draft.Title), Body = GitHubTexts.Body(draft.Body) };
        return rounds.RunAsync($"write pull requests in {place.FullName}", once => RoundAsync(place, fitting, once), stop);
    }

    /// <exception cref="ForgeException">GitHub refused, or cannot be reached.</exception>
    public Task CloseAsync(GitHubPlace place, long number, CancellationToken stop) => rounds.RunAsync(
        $"close pull request #{number} of {place.FullName}",
        async once =>
        {
            var there = await api.FindAsync<PullRequestAnswer>(place.Identity, place.At($"pulls/{number}"), once) ?? throw NotThere(place, number);
            if (there.IsOpen) await PatchAsync(place, number, new() { State = ItemState.Closed }, once);
            return number;
        },
        stop);

    public static ForgeException NotThere(GitHubPlace place, long number) =>
        ForgeException.Lasting($"There is no pull request #{number} in {place.FullName}, or it is not visible to us. An owner of the organisation can add the repository to the App's installation.", Actor.Operator);

    private async Task<long> RoundAsync(GitHubPlace place, ForgePullRequestDraft draft, CancellationToken stop)
    {
        if (await FindAsync(place, draft, stop) is not { } there) return await OpenAsync(place, draft, stop);

        var same = GitHubTexts.Same(there.Title, draft.Title) && GitHubTexts.Same(there.Body, draft.Body);
        if (!same) await PatchAsync(place, there.Number, new() { Title = draft.Title, Body = draft.Body }, stop);
        return there.Number;
    }

    // Not by GitHub's own filter for the head: that goes by the owner's name, which may have changed since we heard it.
    private async Task<PullRequestAnswer?> FindAsync(GitHubPlace place, ForgePullRequestDraft draft, CancellationToken stop) =>
        await api.ListAsync<PullRequestAnswer>(place.Identity, place.At($"pulls?state=open&base={Uri.EscapeDataString(draft.BaseBranch)}&per_page=100"), stop)
            .FirstOrDefaultAsync(one => one is { Number: > 0, IsOpen: true } && one.Head?.Repo?.Id == place.Id && one.Head.Ref == draft.HeadBranch && one.Base?.Ref == draft.BaseBranch, stop);

    private async Task<long> OpenAsync(GitHubPlace place, ForgePullRequestDraft draft, CancellationToken stop)
    {
        try
        {
            var asked = new NewPullRequest(draft.Title, draft.HeadBranch, draft.BaseBranch) { Body = draft.Body };
            var opened = (await api.As(place.Identity, stop).Connection.Post<PullRequestAnswer>(place.At("pulls"), asked, accepts: null, contentType: null, parameters: null, stop)).Body;
            return opened is { Number: > 0 } ? opened.Number : throw GitHubTroubles.Strange();
        }
        catch (ApiValidationException refusal) when (GitHubTroubles.Says(refusal, "already exists"))
        {
            throw ForgeException.Passing($"GitHub has a pull request from {draft.HeadBranch} to {draft.BaseBranch} in {place.FullName} already and did not tell us of it yet; it is asked again.", inner: refusal);
        }
    }

    private async Task PatchAsync(GitHubPlace place, long number, PullRequestUpdate change, CancellationToken stop) =>
        await api.As(place.Identity, stop).Connection.Patch<PullRequestAnswer>(place.At($"pulls/{number}"), change);
}
