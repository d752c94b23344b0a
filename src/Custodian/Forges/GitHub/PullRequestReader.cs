namespace Custodian.Forges.GitHub;

/// <summary>Pull requests, and what people said there.</summary>
internal sealed class PullRequestReader(GitHubApi api)
{
    public Task<IReadOnlyList<ForgePullRequest>> RecentAsync(GitHubPlace place, DateTimeOffset since, CancellationToken stop) => GitHubTroubles.ToldAsync<IReadOnlyList<ForgePullRequest>>(
        $"see the pull requests of {place.FullName}",
        // One that is touched meanwhile is read a second time, or comes first the next time.
        async () => [.. (await api.ListAsync<PullRequestAnswer>(place.Identity, place.At("pulls?state=all&sort=updated&direction=desc&per_page=100"), stop)
            .Select(one => one.ToForge()).TakeWhile(one => one.UpdatedAt >= since).ToListAsync(stop)).DistinctBy(one => one.Number)]);

    public Task<ForgePullRequest?> FindAsync(GitHubPlace place, long number, CancellationToken stop) => GitHubTroubles.ToldAsync(
        $"see pull request #{number} of {place.FullName}",
        async () => (await api.FindAsync<PullRequestAnswer>(place.Identity, place.At($"pulls/{number}"), stop))?.ToForge());

    public Task<IReadOnlyList<ForgeReview>> ReviewsAsync(GitHubPlace place, long number, CancellationToken stop) => GitHubTroubles.ToldAsync<IReadOnlyList<ForgeReview>>(
        $"see the reviews of #{number} in {place.FullName}",
        async () => [.. (await AllAsync<ReviewAnswer>(place, $"pulls/{number}/reviews?per_page=100", stop)).Where(one => !one.IsPending).Select(one => one.ToForge())]);

    public Task<IReadOnlyList<ForgeComment>> CommentsAsync(GitHubPlace place, long number, CancellationToken stop) => GitHubTroubles.ToldAsync<IReadOnlyList<ForgeComment>>(
        $"see the comments on #{number} in {place.FullName}",
        async () => [.. (await AllAsync<CommentAnswer>(place, $"issues/{number}/comments?per_page=100", stop)).Select(one => one.ToForge())]);

    private ValueTask<List<T>> AllAsync<T>(GitHubPlace place, string first, CancellationToken stop) => api.ListAsync<T>(place.Identity, place.At(first), stop).ToListAsync(stop);
}
