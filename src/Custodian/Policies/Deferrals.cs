using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>
/// Checks that urgent promotions did not wait for, and that have not passed since. What was put off, and until when, the promotion itself says: no
/// change of the policy makes it forgotten, or puts it off further.
/// </summary>
internal static class Deferrals
{
    /// <summary>
    /// Those of gold since its last adoption, oldest first; those whose time is over as well, until the repository was frozen for them. What a
    /// waiver or a deviation excuses is open again when that ends.
    /// </summary>
    public static IReadOnlyList<Deferral> Open(FactReader reader, WatchedRepository repository, DateTimeOffset now)
    {
        if (!reader.MayHaveUrgent(repository.Name)) return [];

        var adopted = reader.In<Adopted>(repository.Name) is [.., var last] ? last.Seq : -1;
        var promoted = reader.In<Promoted>(repository.Name).Where(fact => fact.Seq > adopted).Select(fact => fact.Body).ToList();
        var frozen = reader.In<Frozen>(repository.Name).Select(fact => (fact.Body.Deferred, fact.Body.Commit)).ToHashSet();
        return
        [
            .. from at in Enumerable.Range(0, promoted.Count)
               let fact = promoted[at]
               where fact.Urgent == true
               from deferred in fact.Deferred ?? PutOff(reader, repository, fact.Intent, fact.At)
               where !frozen.Contains((deferred.Check, fact.Commit))
               let check = Asked(reader, repository, fact, deferred)
               where !promoted.Skip(at).Any(later => IsMet(reader, repository, later, check, now))
               select new Deferral(fact.Commit!.Value, check, deferred.Until),
        ];
    }

    /// <summary>What the urgent gate put off when it decided on an intent; never what the policy of another moment would.</summary>
    /// <param name="promoted">When gold came to stand there.</param>
    public static IReadOnlyList<DeferredCheck> PutOff(FactReader reader, WatchedRepository repository, long intent, DateTimeOffset promoted)
    {
        // What it rested on cannot be read: then whatever may be put off now may have been.
        var checks = Rested(reader, intent) is { } facts ? DeferredChecks.Of(facts) : repository.Urgent?.Policy.Checks.Where(check => check.DeferFor is not null) ?? [];
        return [.. checks.Select(check => new DeferredCheck(check.Name, check.Definition, promoted + check.DeferFor!.Value))];
    }

    /// <summary>The gate by which a check of a candidate is run: its own; or the main line's, where only that still asks for what an urgent promotion put off.</summary>
    public static GateInForce GateOf(FactReader reader, WatchedRepository repository, CommitSha candidate, string check, DateTimeOffset now) =>
        repository.GateOf(reader, candidate) is var own
        && Named(own, check) is null && Named(repository.Main, check) is not null && Open(reader, repository, now).Any(one => one.Commit == candidate && one.Check.Name == check)
            ? repository.Main : own;

    // As it is asked for now, since people attest under the rules in force; where nothing asks for it any more, as it was.
    private static RequiredCheck Asked(FactReader reader, WatchedRepository repository, Promoted promoted, DeferredCheck deferred) =>
        (repository.Urgent is { } urgent ? Named(urgent, deferred.Check) : null)
        ?? Named(repository.Main, deferred.Check)
        ?? Rested(reader, promoted.Intent)?.Policy.Checks.FirstOrDefault(check => check.Name == deferred.Check)
        ?? new(deferred.Check, deferred.Definition);

    private static RequiredCheck? Named(GateInForce gate, string check) => gate.Policy.Checks.FirstOrDefault(one => one.Name == check);

    // It passed there, or on a later gold, in whatever definition and under whatever rules were in force then; or every custodian excuses it now.
    private static bool IsMet(FactReader reader, WatchedRepository repository, Promoted promoted, RequiredCheck check, DateTimeOffset now)
    {
        var candidate = new CandidateId(repository.Name, promoted.Commit!.Value);
        var run = reader.About<CheckRun>(repository.Name, candidate.Commit).LastOrDefault(run => run.Body.Check == check.Name);
        var word = check.Attested is null ? null : reader.About<SignOffGiven>(repository.Name, candidate.Commit).LastOrDefault(word => word.Body is { SubjectKind: SubjectKind.Attestation } said && said.Check == check.Name);
        var asked = check with { Definition = run?.Body.Definition ?? check.Definition, DeferFor = null, GoodFor = null, Advisory = false };
        var gate = promoted.Urgent == true && repository.Urgent is { } urgent ? urgent : repository.Main;
        var policy = gate.Policy with { Checks = [asked], Rules = word?.Body.Rules ?? gate.Policy.Rules };
        if (Gathering.Gather(reader, candidate, policy, Written(reader, promoted), now) is not { } facts) return false;
        // Whose term of office ended since said it while they were in office. What is excused is so only as long as that is good.
        return SettledChecks.Of(facts).Count > 0 || (word is not null && SettledChecks.Of(facts with { AsOf = word.Body.At, Waivers = [], Deviations = [] }).Count > 0);
    }

    // Nobody attests what they wrote, also when it is gold.
    private static GitFacts Written(FactReader reader, Promoted promoted) => Rested(reader, promoted.Intent) is { } facts
        ? GitFacts.Nothing(null) with { Authors = facts.Authors ?? facts.Contributors, Committers = facts.Committers ?? facts.Contributors }
        : GitFacts.Nothing(null);

    private static Facts? Rested(FactReader reader, long intent) =>
        reader.Find<PromotionIntended>(intent) is { Body.FactsDigest: var digest } ? Verdicts.FactsOf(reader, digest) : null;
}

/// <param name="Commit">The gold that the urgent gate let pass.</param>
/// <param name="Until">When the repository freezes.</param>
internal sealed record Deferral(CommitSha Commit, RequiredCheck Check, DateTimeOffset Until);
