using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>
/// Judges every past promotion and every open candidate by a proposed policy. What was signed under the rules in force then is taken as
/// signed under the proposed ones: otherwise everything would differ for that reason alone. Check runs count for the definition that was run.
/// </summary>
internal sealed class PolicyTrial(FactReader reader, Configuration proposed, GitProgram git, string dataFolder, IReadOnlyList<ICheckSchema> schemas, DateTimeOffset now)
{
    private const string Promotion = "promotion";
    private const string Candidate = "candidate";

    // What nobody can tell is no verdict of the proposed rules.
    private static readonly string[] Unknowable = [ReasonCode.CheckNotRun, ReasonCode.ChangesUnknown, ReasonCode.PusherUnknown];

    private readonly Dictionary<(string Repository, bool Urgent), TrialBench?> benches = [];
    private readonly TrialHomes homes = new(proposed, schemas, now);
    private readonly List<TrialCase> cases = [];
    private readonly Dictionary<(string Kind, string Outcome), int> counts = [];

    /// <exception cref="StoreException">No policy was ever adopted.</exception>
    public TrialDocument Run(CancellationToken stop)
    {
        if (RecordedRules.InForce(reader, reader.Size(), new(dataFolder, schemas)) is not { } rules) throw new StoreException($"{dataFolder} has no adopted policy: the service has not been started in it yet.");
        if (rules.Policy is not { } inForce) throw new StoreException($"The document of the policy in force (number {rules.Number}) is not in {dataFolder}, or this version cannot read it: 'custodian ledger verify' says more.");

        var promotions = reader.Every<Promoted>();
        foreach (var (_, promoted) in promotions)
        {
            stop.ThrowIfCancellationRequested();
            TryPromotion(promoted);
        }

        var candidates = 0;
        var repositories = new List<TrialRepository>();
        foreach (var name in inForce.Repositories.Select(entry => entry.Name).Union(proposed.Repositories.Select(entry => entry.Name)))
        {
            stop.ThrowIfCancellationRequested();
            repositories.Add(Compare(name, inForce));
            foreach (var commit in reader.OpenCandidates(name))
            {
                candidates++;
                TryCandidate(new(name, commit), rules);
            }
        }

        var differing = counts.Where(count => count.Key.Outcome != TrialOutcome.Same).Sum(count => count.Value) + repositories.Count(repository => repository.State != "kept");
        return new(rules.Digest, rules.Number, proposed.PolicyDigest, now, promotions.Count, candidates, differing)
        {
            Counts = [.. counts.OrderByDescending(count => count.Key.Kind, StringComparer.Ordinal).ThenByDescending(count => count.Value).Select(count => new TrialCount(count.Key.Kind, count.Key.Outcome, count.Value))],
            Repositories = repositories,
            Cases = cases,
            Notes = [.. Notes(repositories)],
        };
    }

    private void TryPromotion(Promoted promoted)
    {
        var (repository, commit) = (promoted.Repository!, promoted.Commit!.Value);
        void Add(string now, string outcome, params IReadOnlyList<WhyReason> reasons) => Count(new(Promotion, repository, commit.ToString(), promoted.At, "promote", now, outcome, reasons, []));

        if (reader.Find<PromotionIntended>(promoted.Intent)?.Body is not { Cause: PromotionIntended.Promotion } intent || Verdicts.FactsOf(reader, intent.FactsDigest) is not { } facts)
        {
            Add("unknown", TrialOutcome.NotKnown, NotKnown(commit, "facts-missing", "The facts that it was promoted on are not there, or were changed: 'ledger verify --replay' says more."));
            return;
        }

        if (BenchOf(repository, facts.Policy.Urgent) is not { } bench)
        {
            Add("unknown", TrialOutcome.Gone);
            return;
        }

        var verdict = Gate.Decide(bench.Under(facts));
        Add(Verdicts.NameOf(verdict), OutcomeOf("promote", verdict, [.. verdict.Reasons], []), [.. verdict.Reasons.Select(Told)]);
    }

    private void TryCandidate(CandidateId candidate, RecordedRules rules)
    {
        var commit = candidate.Commit;
        var seen = reader.About<CandidateSeen>(candidate.Repository, commit)[0].Body.At;
        void Add(string was, string now, string outcome, IReadOnlyList<WhyReason> reasons, IReadOnlyList<WhyReason> noLonger) =>
            Count(new(Candidate, candidate.Repository, commit.ToString(), seen, was, now, outcome, reasons, noLonger));

        if (rules.PolicyFor(reader, candidate) is not { } policy)
        {
            Add("unknown", "unknown", TrialOutcome.NotKnown, [NotKnown(commit, "rules-not-recorded", "The policy in force does not name its repository any more.")], []);
            return;
        }

        if (BenchOf(candidate.Repository, policy.Urgent) is not { } bench)
        {
            Add("unknown", "unknown", TrialOutcome.Gone, [], []);
            return;
        }

        var asked = RecordedGit.Ask(reader, candidate, policy, rules.GateOf(candidate, policy), bench.Mirror, past: false);
        if (!asked.Here || Gathering.Gather(reader, candidate, policy, asked.Git, now) is not { } facts)
        {
            Add("unknown", "unknown", TrialOutcome.NotKnown, [NotKnown(commit, "not-fetched", string.Join(' ', asked.NotKnown))], []);
            return;
        }

        var (brings, wouldBring) = homes.Next(reader, candidate, rules.Policy!, bench.Mirror);
        // The service may run with another policy just now; that is not what is asked.
        var before = Gate.Decide(facts with { PolicyAdopted = true, NextPolicy = brings });
        var after = Gate.Decide(bench.Under(facts with { NextPolicy = wouldBring }));
        var (added, removed) = (Without(after.Reasons, before.Reasons), Without(before.Reasons, after.Reasons));
        Add(Verdicts.NameOf(before), Verdicts.NameOf(after), OutcomeOf(Verdicts.NameOf(before), after, added, removed), [.. added.Select(Told)], [.. removed.Select(Told)]);
    }

    private static string OutcomeOf(string was, Verdict verdict, List<Reason> added, List<Reason> removed)
    {
        if (was == Verdicts.NameOf(verdict) && added.Count == 0 && removed.Count == 0) return TrialOutcome.Same;
        // Where the changes are not known, every rule that asks for them counts as asked.
        if (verdict is not Verdict.Reject && added.Count > 0 && (added.TrueForAll(reason => Unknowable.Contains(reason.Code)) || added.Exists(reason => reason.Code == ReasonCode.ChangesUnknown))) return TrialOutcome.NotKnown;
        if (was == Verdicts.NameOf(verdict)) return TrialOutcome.OtherReasons;
        return verdict switch
        {
            Verdict.Promote => TrialOutcome.Promoted,
            Verdict.Hold => TrialOutcome.Held,
            Verdict.Reject => TrialOutcome.Rejected,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // One by one: two open seats may be called the same. By their words: a longer soak is told, too.
    private static List<Reason> Without(IReadOnlyList<Reason> reasons, IReadOnlyList<Reason> others)
    {
        var left = reasons.ToList();
        foreach (var other in others)
        {
            var same = left.FindIndex(reason => reason.Code == other.Code && reason.Subject == other.Subject && reason.Text == other.Text);
            if (same >= 0) left.RemoveAt(same);
        }

        return left;
    }

    private static WhyReason Told(Reason reason) => WhyReason.Of(reason) with
    {
        Text = reason.Code switch
        {
            ReasonCode.CheckNotRun => $"{reason.Subject} was not run in this definition.",
            ReasonCode.ChangesUnknown => "What it changed was not recorded, and there is no mirror here that has it; a rule asks for that.",
            _ => reason.Text,
        },
    };

    private static WhyReason NotKnown(CommitSha commit, string code, string text) => new(code, commit.ToString(), text, [Actor.Operator.ToString()], null);

    private void Count(TrialCase one)
    {
        counts[(one.Kind, one.Outcome)] = counts.GetValueOrDefault((one.Kind, one.Outcome)) + 1;
        if (one.Outcome != TrialOutcome.Same) cases.Add(one);
    }

    private TrialBench? BenchOf(string repository, bool urgent)
    {
        if (benches.TryGetValue((repository, urgent), out var known)) return known;

        var bench = proposed.FindRepository(repository) is { } entry ? new TrialBench(proposed, entry, urgent && entry.Urgent is not null, new(git, Path.Combine(dataFolder, "mirrors", repository + ".git"))) : null;
        return benches[(repository, urgent)] = bench;
    }

    private TrialRepository Compare(string name, Configuration inForce)
    {
        if (proposed.FindRepository(name) is not { } entry) return new(name, "gone", RulesChange: true, [], [], []);

        var policy = proposed.PolicyFor(entry);
        var names = policy.Checks.Select(check => check.Name).ToList();
        if (inForce.FindRepository(name) is not { } old) return new(name, "new", RulesChange: true, names, [], []);

        var before = inForce.PolicyFor(old);
        var definitions = before.Checks.ToDictionary(check => check.Name, check => check.Definition);
        return new(
            name,
            "kept",
            !RulesOf(inForce, old).SequenceEqual(RulesOf(proposed, entry)),
            [.. names.Except(definitions.Keys)],
            [.. policy.Checks.Where(check => definitions.TryGetValue(check.Name, out var definition) && definition != check.Definition).Select(check => check.Name)],
            [.. definitions.Keys.Except(names)]);
    }

    // A sign-off names the rules of the gate that judges its commit.
    private static IReadOnlyList<string> RulesOf(Configuration policy, RepositoryEntry entry) =>
        [policy.PolicyFor(entry).Rules, .. entry.Urgent is null ? Array.Empty<string>() : [policy.PolicyFor(entry, urgent: true).Rules]];

    private static IEnumerable<string> Notes(IReadOnlyList<TrialRepository> repositories)
    {
        if (repositories.Where(repository => repository is { State: "kept", RulesChange: true }).Select(repository => repository.Name).ToList() is { Count: > 0 } changing)
        {
            yield return $"What was signed under the rules in force then is taken here as signed under the proposed ones. A real sign-off names its rules: once the proposed ones are adopted, every open candidate of {string.Join(", ", changing)} has to be signed anew.";
        }
    }
}
