using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>When a check has to be run: once for a commit and a definition, and again where it could not be run at all, or where somebody asked.</summary>
internal static class CheckRetry
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    /// <param name="runs">Runs on this candidate, of any check, in the order of the ledger.</param>
    /// <param name="settled">Names of the candidate's checks that others wait for no more.</param>
    /// <param name="requests">Requests to run a check of this candidate again; null: there are none.</param>
    public static bool IsDue(
        IReadOnlyCollection<CheckRun> runs, RequiredCheck required, IReadOnlyCollection<string> settled, DateTimeOffset now, IReadOnlyCollection<CheckRequested>? requests = null)
    {
        // What only people can say is not run.
        if (required.Attested is not null) return false;
        if (required.After.Except(settled).Any()) return false;

        var own = Of(runs, required);
        if (own.Count == 0 || IsOld(required, own[^1], now) || (requests is not null && IsRequested(requests, required, own[^1]))) return true;

        return own[^1].Outcome switch
        {
            CheckOutcome.Passed => false,
            // An operator has to mend something first: asked again after 1, 2, 4, … minutes, at most 4 hours.
            CheckOutcome.Errored => now >= own[^1].At + (First * Math.Pow(2, Math.Min(own.AsEnumerable().Reverse().TakeWhile(run => run.Outcome == CheckOutcome.Errored).Count() - 1, 8))),
            _ => own.Count(run => run.Outcome is not (CheckOutcome.Passed or CheckOutcome.Errored)) <= required.Retries,
        };
    }

    /// <summary>True while somebody waits for this check to be run again.</summary>
    public static bool IsRequested(IReadOnlyCollection<CheckRun> runs, IReadOnlyCollection<CheckRequested> requests, RequiredCheck required) =>
        Of(runs, required) is [.., var last] && IsRequested(requests, required, last);

    /// <summary>Those of some runs that were of this very check, in their order.</summary>
    public static IReadOnlyList<CheckRun> Of(IEnumerable<CheckRun> runs, RequiredCheck required) =>
        [.. runs.Where(run => run.Check == required.Name && run.Definition == required.Definition)];

    // The next run answers it, whoever woke that.
    private static bool IsRequested(IReadOnlyCollection<CheckRequested> requests, RequiredCheck required, CheckRun last) =>
        requests.Any(request => request.Check == required.Name && request.Definition == required.Definition && request.Repeats == last.Run);

    private static bool IsOld(RequiredCheck check, CheckRun run, DateTimeOffset now) => check.GoodFor is { } good && run.At + good <= now;
}
