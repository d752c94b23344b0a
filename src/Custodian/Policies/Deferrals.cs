using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>Checks that urgent promotions did not wait for, and that have not passed since.</summary>
internal static class Deferrals
{
    /// <summary>
    /// Those of gold since its last adoption, oldest first; those whose time is over as well, until the repository was frozen for them. What a
    /// waiver or a deviation excuses is open again when that ends.
    /// </summary>
    public static IReadOnlyList<Deferral> Open(FactReader reader, WatchedRepository repository, DateTimeOffset now)
    {
        if (repository.Urgent is not { Policy: var urgent } || urgent.Checks.All(check => check.DeferFor is null)) return [];

        var adopted = reader.In<Adopted>(repository.Name) is [.., var last] ? last.Seq : -1;
        var promoted = reader.In<Promoted>(repository.Name).Where(fact => fact.Seq > adopted).Select(fact => fact.Body).ToList();
        var frozen = reader.In<Frozen>(repository.Name).Select(fact => (fact.Body.Deferred, fact.Body.Commit)).ToHashSet();
        return
        [
            .. from at in Enumerable.Range(0, promoted.Count)
               let fact = promoted[at]
               where fact.Urgent == true
               from check in urgent.Checks
               where check.DeferFor is not null && !frozen.Contains((check.Name, fact.Commit))
               where !promoted.Skip(at).Any(later => IsMet(reader, repository, later, check, now))
               select new Deferral(fact.Commit!.Value, check, fact.At + check.DeferFor!.Value),
        ];
    }

    // It passed there, or on a later gold, in whatever definition was in force then; or people attested it, or every custodian excuses it now.
    private static bool IsMet(FactReader reader, WatchedRepository repository, Promoted promoted, RequiredCheck check, DateTimeOffset now)
    {
        var candidate = new CandidateId(repository.Name, promoted.Commit!.Value);
        var last = reader.About<CheckRun>(repository.Name, candidate.Commit).LastOrDefault(run => run.Body.Check == check.Name);
        var asked = check with { Definition = last?.Body.Definition ?? check.Definition, DeferFor = null, GoodFor = null, Advisory = false };
        var policy = (promoted.Urgent == true ? repository.Urgent! : repository.Main).Policy with { Checks = [asked] };
        return Gathering.Gather(reader, candidate, policy, Written(reader, promoted), now) is { } facts && SettledChecks.Of(facts).Count > 0;
    }

    // Nobody attests what they wrote, also when it is gold.
    private static GitFacts Written(FactReader reader, Promoted promoted) =>
        reader.Find<PromotionIntended>(promoted.Intent) is { Body.FactsDigest: var digest } && Verdicts.FactsOf(reader, digest) is { } facts
            ? GitFacts.Nothing(null) with { Authors = facts.Authors ?? facts.Contributors, Committers = facts.Committers ?? facts.Contributors }
            : GitFacts.Nothing(null);
}

/// <param name="Commit">The gold that the urgent gate let pass.</param>
/// <param name="Until">When the repository freezes.</param>
internal sealed record Deferral(CommitSha Commit, RequiredCheck Check, DateTimeOffset Until);
