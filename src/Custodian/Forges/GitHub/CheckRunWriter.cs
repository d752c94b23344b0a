namespace Custodian.Forges.GitHub;

/// <summary>
/// Puts check runs so that a lost answer costs nothing: before anything is written a second time, GitHub is asked what it has.
/// Annotations are added to those that are there, at most fifty a request, so their number says which are missing.
/// </summary>
internal sealed class CheckRunWriter(GitHubApi api, Rounds rounds)
{
    /// <param name="known">GitHub's number of it, from an earlier call; null: it is looked for.</param>
    /// <exception cref="ForgeException">GitHub refused, or cannot be reached.</exception>
    public async Task<long> PutAsync(GitHubPlace place, ForgeCheckRun run, long? known, CancellationToken stop) =>
        await rounds.RunAsync($"write check runs in {place.FullName}", once => RoundAsync(place, run, known, once), stop);

    private async Task<long> RoundAsync(GitHubPlace place, ForgeCheckRun run, long? known, CancellationToken stop)
    {
        var there = known is { } number ? await GetAsync(place, run, number, stop) : null;
        there ??= await FindAsync(place, run, stop);
        if (there is not null) return await UpdateAsync(place, there, run, stop);

        var made = (await api.As(place.Identity, stop).Connection.Post<CheckRunAnswer>(place.At("check-runs"), CheckRunTexts.New(run), accepts: null, contentType: null, parameters: null, stop)).Body;
        if (made is not { Id: > 0 }) throw GitHubTroubles.Strange();
        await AnnotateAsync(place, made.Id, run, CheckRunTexts.MostAnnotations, stop);
        return made.Id;
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

    private async Task<CheckRunAnswer?> GetAsync(GitHubPlace place, ForgeCheckRun run, long number, CancellationToken stop) =>
        await api.FindAsync<CheckRunAnswer>(place.Identity, place.At($"check-runs/{number}"), stop) is { } found && (IsIt(found, run) || MayBecome(found, run)) ? found : null;

    private async Task<CheckRunAnswer?> FindAsync(GitHubPlace place, ForgeCheckRun run, CancellationToken stop)
    {
        CheckRunAnswer? newest = null;
        var all = place.At($"commits/{run.Commit}/check-runs?check_name={Uri.EscapeDataString(run.Name)}&filter=all&per_page=100");
        await foreach (var page in api.PagesAsync<CheckRunPage>(place.Identity, all, stop))
        {
            // There are two where GitHub did not yet tell of the first when it was looked for: the newest of a name is the one that it shows.
            newest = page.CheckRuns.Where(found => IsIt(found, run)).Append(newest).OfType<CheckRunAnswer>().MaxBy(found => found.Id);
        }

        return newest;
    }

    // Another App may use any name and any external id.
    private bool IsIt(CheckRunAnswer found, ForgeCheckRun run) => found.ExternalId == run.ExternalId && IsOurs(found, run);

    // What stands beside the code can only be added to: one that says nothing there may say whatever comes next.
    private bool MayBecome(CheckRunAnswer found, ForgeCheckRun run) => found.Output is null or { AnnotationsCount: 0 } && IsOurs(found, run);

    private bool IsOurs(CheckRunAnswer found, ForgeCheckRun run) => found.HeadSha == run.Commit.ToString() && (found.App is null || found.App.Id == api.AppId);
}
