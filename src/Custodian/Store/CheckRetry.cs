using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>When a check has to be run: once for a commit and a definition, and again only where it could not be run at all.</summary>
internal static class CheckRetry
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    /// <param name="runs">Runs on this candidate, of any check, in the order of the ledger.</param>
    /// <param name="checks">Every check of the candidate's gate: what this one comes after has to have passed.</param>
    public static bool IsDue(IReadOnlyCollection<CheckRun> runs, RequiredCheck required, IReadOnlyList<RequiredCheck> checks, DateTimeOffset now)
    {
        // What only people can say is not run.
        if (required.Attested is not null) return false;
        if (!required.After.All(name => HasPassed(runs, checks.FirstOrDefault(check => check.Name == name), now))) return false;

        var own = Of(runs, required);
        if (own.Count == 0 || IsOld(required, own[^1], now)) return true;

        return own[^1].Outcome switch
        {
            CheckOutcome.Passed => false,
            // An operator has to mend something first: asked again after 1, 2, 4, … minutes, at most 4 hours.
            CheckOutcome.Errored => now >= own[^1].At + (First * Math.Pow(2, Math.Min(own.AsEnumerable().Reverse().TakeWhile(run => run.Outcome == CheckOutcome.Errored).Count() - 1, 8))),
            _ => own.Count(run => run.Outcome is not (CheckOutcome.Passed or CheckOutcome.Errored)) <= required.Retries,
        };
    }

    private static bool HasPassed(IReadOnlyCollection<CheckRun> runs, RequiredCheck? check, DateTimeOffset now) =>
        check is not null && Of(runs, check) is [.., { Outcome: CheckOutcome.Passed } last] && !IsOld(check, last, now);

    private static bool IsOld(RequiredCheck check, CheckRun run, DateTimeOffset now) => check.GoodFor is { } good && run.At + good <= now;

    private static List<CheckRun> Of(IReadOnlyCollection<CheckRun> runs, RequiredCheck required) =>
        [.. runs.Where(run => run.Check == required.Name && run.Definition == required.Definition)];
}
