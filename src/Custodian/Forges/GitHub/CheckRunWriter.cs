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
    // Far above the thousand check suites of which GitHub tells at a commit.
    private const int MostPages = 100;

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
    public async Task<long> PutAsync(GitHubPlace place, ForgeCheckRun run, long? known, CancellationToken stop) =>
        await rounds.ExecuteAsync(async once => await RoundAsync(place, run, known, once), stop);

    private async Task<long> RoundAsync(GitHubPlace place, ForgeCheckRun run, long? known, CancellationToken stop)
    {
        try
        {
            var there = known is { } number ? await GetAsync(place, run, number, stop) : null;
            there ??= await FindAsync(place, run, stop);
            if (there is not null) return await UpdateAsync(place, there, run, stop);

            var made = (await api.As(place.Identity, stop).Connection.Post<CheckRunAnswer>(place.At("check-runs"), CheckRunTexts.New(run), accepts: null, contentType: null, parameters: null, stop)).Body;
            if (made is not { Id: > 0 }) throw GitHubTroubles.Strange();
            await AnnotateAsync(place, made.Id, run, CheckRunTexts.MostAnnotations, stop);
            return made.Id;
        }
        catch (ApiException refusal)
        {
            throw GitHubTroubles.Of(refusal, $"write check runs in {place.Owner}/{place.Name}");
        }
    }

    private async Task<long> UpdateAsync(GitHubPlace place, CheckRunAnswer there, ForgeCheckRun run, CancellationToken stop)
    {
        var have = there.Output?.AnnotationsCount ?? 0;
        // The state goes out with the first annotations that are missing, or alone; alone it may be sent twice.
        if (have < run.Annotations.Count) await AnnotateAsync(place, there.Id, run, have, stop);
        else await PatchAsync(place, there.Id, run, have, stop, repeatable: true);
        return there.Id;
    }

    private async Task AnnotateAsync(GitHubPlace place, long number, ForgeCheckRun run, int from, CancellationToken stop)
    {
        for (var have = from; have < run.Annotations.Count; have += CheckRunTexts.MostAnnotations) await PatchAsync(place, number, run, have, stop);
    }

    private async Task PatchAsync(GitHubPlace place, long number, ForgeCheckRun run, int from, CancellationToken stop, bool repeatable = false) =>
        await api.As(place.Identity, stop, repeatable).Connection.Patch<CheckRunAnswer>(place.At($"check-runs/{number}"), CheckRunTexts.Update(run, from));

    private async Task<CheckRunAnswer?> GetAsync(GitHubPlace place, ForgeCheckRun run, long number, CancellationToken stop)
    {
        try
        {
            var found = (await api.As(place.Identity, stop).Connection.Get<CheckRunAnswer>(place.At($"check-runs/{number}"), parameters: null, accepts: null, stop)).Body;
            return IsIt(found, run) || MayBecome(found, run) ? found : null;
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private async Task<CheckRunAnswer?> FindAsync(GitHubPlace place, ForgeCheckRun run, CancellationToken stop)
    {
        CheckRunAnswer? newest = null;
        // Octokit's own way through pages changes the addresses that GitHub gives for them.
        var next = place.At($"commits/{run.Commit}/check-runs?check_name={Uri.EscapeDataString(run.Name)}&filter=all&per_page=100");
        for (var page = 0; next is not null; page++)
        {
            if (page == MostPages) throw GitHubTroubles.Strange();

            var answer = await api.As(place.Identity, stop).Connection.Get<CheckRunPage>(next, parameters: null, accepts: null, stop);
            // There are two where GitHub did not yet tell of the first when it was looked for: the newest of a name is the one that it shows.
            newest = answer.Body.CheckRuns.Where(found => IsIt(found, run)).Append(newest).OfType<CheckRunAnswer>().MaxBy(found => found.Id);
            next = answer.HttpResponse.ApiInfo.GetNextPageUrl();
        }

        return newest;
    }

    // Another App may use any name and any external id.
    private bool IsIt(CheckRunAnswer found, ForgeCheckRun run) => found.ExternalId == run.ExternalId && IsOurs(found, run);

    // What stands beside the code can only be added to: one that says nothing there may say whatever comes next.
    private bool MayBecome(CheckRunAnswer found, ForgeCheckRun run) => found.Output is null or { AnnotationsCount: 0 } && IsOurs(found, run);

    private bool IsOurs(CheckRunAnswer found, ForgeCheckRun run) => found.HeadSha == run.Commit.ToString() && (found.App is null || found.App.Id == api.AppId);
}
