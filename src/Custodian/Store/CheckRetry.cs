using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>When a check has to be run: once for a commit and a definition, and again only where it could not be run at all.</summary>
internal static class CheckRetry
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    /// <param name="runs">Runs on this candidate, in the order of the ledger.</param>
    public static bool IsDue(IEnumerable<CheckRun> runs, RequiredCheck required, DateTimeOffset now)
    {
        var own = runs.Where(run => run.Check == required.Name && run.Definition == required.Definition).ToList();
        if (own.Count == 0) return true;

        // An operator has to mend something first: asked again after 1, 2, 4, … minutes, at most 4 hours.
        return own[^1].Outcome == CheckOutcome.Errored && now >= own[^1].At + (First * Math.Pow(2, Math.Min(own.Count - 1, 8)));
    }
}
