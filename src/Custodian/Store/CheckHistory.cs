using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>What was run on one candidate and still says something, and what somebody asked to have run again; both in the order of the ledger.</summary>
internal sealed record CheckHistory(IReadOnlyList<CheckRun> Runs, IReadOnlyList<CheckRequested> Requests)
{
    public static CheckHistory Of(FactReader reader, CandidateId candidate)
    {
        var facts = reader.About(candidate.Repository, candidate.Commit, typeof(CheckRun), typeof(CheckRequested));
        return new([.. Comparison.Standing(reader, candidate, facts.Select(fact => fact.Body).OfType<CheckRun>(), run => run)], [.. facts.Select(fact => fact.Body).OfType<CheckRequested>()]);
    }

    /// <summary>How often each check was run in the definition in force; those that were never run are left out.</summary>
    public IReadOnlyList<CheckTally> Tally(IReadOnlyList<RequiredCheck> checks) =>
    [
        .. from check in checks
           let own = CheckRetry.Of(Runs, check)
           where own.Count > 0
           select new CheckTally(
               check.Name,
               own.Count,
               own.Count(run => run.Outcome is not (CheckOutcome.Passed or CheckOutcome.Errored)),
               own.Count(run => run.Outcome == CheckOutcome.Errored),
               CheckRetry.IsRequested(Runs, Requests, check)),
    ];
}

/// <summary>How often one check was run on one candidate: whoever runs a check until it passes does so in plain sight.</summary>
/// <param name="Failed">How many went against the candidate.</param>
/// <param name="CouldNotRun">How many could not be run at all.</param>
/// <param name="Requested">True while it is to be run again because somebody asked.</param>
internal sealed record CheckTally(string Check, int Runs, int Failed, int CouldNotRun, bool Requested)
{
    /// <summary><c>run 7 of it; 6 failed</c>; null: it was run once, and nobody waits for more.</summary>
    public string? Told()
    {
        if (Runs == 1 && !Requested) return null;

        IEnumerable<string> parts = [$"run {Runs} of it", .. Failed > 0 ? [$"{Failed} failed"] : (string[])[], .. CouldNotRun > 0 ? [$"{CouldNotRun} could not be run"] : (string[])[], .. Requested ? ["it is to be run again"] : (string[])[]];
        return string.Join("; ", parts);
    }
}
