using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>Checks that urgent promotions did not wait for, and that have not passed since.</summary>
internal static class Deferrals
{
    /// <summary>Those of gold since its last adoption, oldest first; those whose time is over as well, until the repository was frozen for them.</summary>
    public static IReadOnlyList<Deferral> Open(FactReader reader, WatchedRepository repository)
    {
        if (repository.Urgent is not { Policy: var urgent } || urgent.Checks.All(check => check.DeferFor is null)) return [];

        var adopted = reader.In<Adopted>(repository.Name) is [.., var last] ? last.Seq : -1;
        var promoted = reader.In<Promoted>(repository.Name).Where(fact => fact.Seq > adopted).ToList();
        var frozen = reader.In<Frozen>(repository.Name).Select(fact => (fact.Body.Deferred, fact.Body.Commit)).ToHashSet();
        return
        [
            .. from at in Enumerable.Range(0, promoted.Count)
               let fact = promoted[at].Body
               where fact.Urgent == true
               from check in urgent.Checks
               where check.DeferFor is not null && !frozen.Contains((check.Name, fact.Commit))
               where !promoted.Skip(at).Any(later => IsMet(reader, repository, later.Body.Commit!.Value, check))
               select new Deferral(fact.Commit!.Value, check, fact.At + check.DeferFor!.Value),
        ];
    }

    // It passed there, or on a later gold, in whatever definition was in force then; or every custodian excused it.
    private static bool IsMet(FactReader reader, WatchedRepository repository, CommitSha commit, RequiredCheck check) =>
        reader.About<CheckRun>(repository.Name, commit).LastOrDefault(run => run.Body.Check == check.Name) is { Body.Outcome: CheckOutcome.Passed }
        || ExceptionStanding.In(reader, repository.Name).Any(one => one is { Granted: not null, Ended: null } && one.Proposal.Body.Check == check.Name
            && (one.Proposal.Body.Commit == commit || one.Proposal.Body.What == SubjectKind.Deviation));
}

/// <param name="Commit">The gold that the urgent gate let pass.</param>
/// <param name="Until">When the repository freezes.</param>
internal sealed record Deferral(CommitSha Commit, RequiredCheck Check, DateTimeOffset Until);
