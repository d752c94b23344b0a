using Octokit;
using Polly;
using Polly.Retry;

namespace Custodian.Forges.GitHub;

/// <summary>
/// Puts check runs so that a lost answer costs nothing: before anything is written a second time, GitHub is asked what it has.
/// Annotations are added to those that are there, at most fifty a request, so their number says which are missing.
/// </summary>
internal sealed class CheckRunWriter(GitHubApi api, TimeProvider clock)
{
    private readonly ResiliencePipeline rounds = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            // What GitHub gave a time for is the caller's to wait for.
            ShouldHandle = new PredicateBuilder().Handle<ForgeException>(trouble => trouble is { Passes: true, PassesAt: null }),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromSeconds(2),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <param name="known">GitHub's number of it, from an earlier call; null: it is looked for.</param>
    /// <exception cref="ForgeException">GitHub refused, or cannot be reached.</exception>
    public async Task<long> PutAsync(GitHubPlace place, ForgeCheckRun run, long? known, CancellationToken stop)
    {
        try
        {
            return await rounds.ExecuteAsync(async once => await RoundAsync(place, run, known, once), stop);
        }
        catch (ApiException refusal)
        {
            throw GitHubTroubles.Of(refusal, What(place));
        }
    }

    private async Task<long> RoundAsync(GitHubPlace place, ForgeCheckRun run, long? known, CancellationToken stop)
    {
        try
        {
            var there = known is { } number ? await GetAsync(place, run, number, stop) : null;
            there ??= await FindAsync(place, run, stop);
            var first = there is null;
            there ??= await Client(place, stop).Create(place.Owner, place.Name, CheckRunTexts.New(run));
            // Octokit counts in longs.
            var have = (int)(first ? Math.Min(CheckRunTexts.MostAnnotations, run.Annotations.Count) : Math.Min(there.Output?.AnnotationsCount ?? 0, run.Annotations.Count));

            // One that was there says what it said; one that was made says all but the rest of the annotations.
            if (!first && have == run.Annotations.Count) await UpdateAsync(place, there.Id, run, have, stop);
            for (; have < run.Annotations.Count; have = Math.Min(have + CheckRunTexts.MostAnnotations, run.Annotations.Count))
            {
                await UpdateAsync(place, there.Id, run, have, stop);
            }

            return there.Id;
        }
        catch (ApiException down) when ((int)down.StatusCode >= 500)
        {
            throw GitHubTroubles.Of(down, What(place));
        }
    }

    private async Task<CheckRun?> GetAsync(GitHubPlace place, ForgeCheckRun run, long number, CancellationToken stop)
    {
        try
        {
            var found = await Client(place, stop).Get(place.Owner, place.Name, number);
            return IsIt(found, run) ? found : null;
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private async Task<CheckRun?> FindAsync(GitHubPlace place, ForgeCheckRun run, CancellationToken stop)
    {
        var all = await Client(place, stop).GetAllForReference(
            place.Owner, place.Name, run.Commit.ToString(), new() { CheckName = run.Name, Filter = CheckRunCompletedAtFilter.All }, new() { PageSize = 100 });
        return all.CheckRuns.Where(found => IsIt(found, run)).MinBy(found => found.Id);
    }

    // Another App may use any name and any external id.
    private bool IsIt(CheckRun found, ForgeCheckRun run) =>
        found.ExternalId == run.ExternalId && found.HeadSha == run.Commit.ToString() && (found.App is null || found.App.Id == api.AppId);

    private Task<CheckRun> UpdateAsync(GitHubPlace place, long number, ForgeCheckRun run, int from, CancellationToken stop) =>
        Client(place, stop, repeatable: from == run.Annotations.Count).Update(place.Owner, place.Name, number, CheckRunTexts.Update(run, from));

    private ICheckRunsClient Client(GitHubPlace place, CancellationToken stop, bool repeatable = false) => api.As(place.Identity, stop, repeatable).Check.Run;

    private static string What(GitHubPlace place) => $"write check runs in {place.Owner}/{place.Name}";
}
