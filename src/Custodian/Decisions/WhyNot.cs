using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>Says of any commit what it waits for and who acts next, from the facts as they are now.</summary>
internal sealed class WhyNot(Estate estate, FactStore store, PolicyHome home, TimeProvider clock)
{
    /// <summary>What is told beside an answer about a time to come.</summary>
    public const string ToCome = "This is about a time to come: whatever is recorded until then may change it, and a check that has grown old by then is run again.";

    /// <summary>What is told beside acts that need not be the fewest.</summary>
    public const string PerhapsFewer = "These acts do it, but are perhaps not the fewest: there are too many ways to fill the seats to try them all.";

    /// <param name="asOf">An instant to come, by whose clock everything recorded until now is judged; null: now.</param>
    public async Task<WhyDocument> ExplainAsync(WatchedRepository repository, CommitSha commit, CancellationToken stop, DateTimeOffset? asOf = null)
    {
        var candidate = new CandidateId(repository.Name, commit);
        var (gold, isCandidate, gate) = await store.ReadAsync(
            reader => (reader.StateOf(repository.Name).Gold, reader.IsOpen(repository.Name, commit) is not null, repository.GateOf(reader, commit)), stop);
        var here = repository.Mirror.Exists && repository.Mirror.Has(commit);
        var passed = here && gold is { } at && repository.Mirror.Descends(at, commit);
        // Anybody may ask about any commit; only for a candidate is git asked everything.
        var git = here && isCandidate && !passed ? GitQuestions.Ask(estate, repository, gate, commit, gold) : GitFacts.Nothing(gold);
        var brought = here && isCandidate && !passed ? home.Read(repository.Name, repository.Mirror, commit) : null;
        NextPolicy? Next(FactReader reader) => brought is null ? null : home.Standing(reader, candidate, brought, asOf ?? clock.GetUtcNow());
        return await store.ReadAsync(
            reader => Explain(reader, new(repository.Name, repository.GateOf(reader, commit).Policy, repository.Entry.AllSources), candidate, git, here, passed, asOf ?? clock.GetUtcNow(), Next).Noting(asOf is null ? [] : [ToCome]),
            stop);
    }

    /// <param name="here">False: git cannot be asked about the commit.</param>
    /// <param name="passed">True: gold contains the commit.</param>
    /// <param name="now">The instant that is told about.</param>
    /// <param name="next">What the candidate makes of the policy itself; null: it is not asked.</param>
    public static WhyDocument Explain(
        FactReader reader, ExplainedRepository repository, CandidateId candidate, GitFacts git, bool here, bool passed, DateTimeOffset now, Func<FactReader, NextPolicy?>? next = null)
    {
        var history = CheckHistory.Of(reader, candidate);
        WhyDocument Answer(string state, params IReadOnlyList<WhyReason> reasons) =>
            new(repository.Name, candidate.Commit.ToString(), state, repository.Policy.Digest, now, reasons, []) { Runs = history.Tally(repository.Policy.Checks) };

        if (reader.GoldAmong(repository.Name, [candidate.Commit]).Count > 0) return Answer("promoted");
        if (passed)
        {
            return Answer("superseded", new WhyReason("superseded", candidate.Commit.ToString(),
                $"Gold ({git.Gold?.Abbreviated}) contains this commit already.", [Actor.Gate.ToString()], null));
        }

        if (Gathering.Gather(reader, candidate, repository.Policy, git, now) is not { } facts) return NeverCandidate(reader, repository, candidate, now, Answer);
        if (!here)
        {
            return Answer("hold", new WhyReason("not-fetched", candidate.Commit.ToString(),
                $"The gate has to fetch this commit of {repository.Name} again, and judges it then.", [Actor.Gate.ToString()], null));
        }

        var told = Gate.Explain(next is null ? facts : facts with { NextPolicy = next(reader) });
        var since = Verdicts.Since(told.Verdict.Reasons, Verdicts.Latest(reader, candidate), now);
        IReadOnlyList<WhyReason> reasons = [.. told.Verdict.Reasons.Zip(since, (reason, stood) => Told(reason, stood, facts)), .. PushRefused(reader, candidate, told.Verdict)];
        var answer = Answer(Verdicts.NameOf(told.Verdict), reasons);
        // What somebody has asked for already is nobody's next act.
        var acts = told.Unblock.Acts.ToLookup(act => act.Check is { } check && answer.Runs.Any(run => run.Requested && run.Check == check));
        return answer with
        {
            Notes = told.Unblock.MayBeFewer ? [PerhapsFewer] : [],
            Unblock = [.. acts[false].Select(act => act.ToString())],
            Waits = [.. told.Unblock.Waits, .. acts[true].Select(act => $"{act.Check} is run again, as somebody asked.")],
            Impossible = told.Unblock.Impossible,
            Strangers = WhyDocument.TellStrangers(git.Strangers, repository.Policy),
            Rules = told.Parts,
        };
    }

    private static WhyDocument NeverCandidate(FactReader reader, ExplainedRepository repository, CandidateId candidate, DateTimeOffset now, Func<string, IReadOnlyList<WhyReason>, WhyDocument> answer)
    {
        if (reader.About<CandidateRefused>(repository.Name, candidate.Commit) is [.., var refused])
        {
            return answer("reject", [new(refused.Body.Code, refused.Body.Ref, refused.Body.Text, [Actor.Developer.ToString()], refused.Body.At)])
                with { Impossible = ["It needs a new commit, which is judged by itself."] };
        }

        if (reader.StateOf(repository.Name).FrozenSeq is { } seq && reader.Find<Frozen>(seq)?.Body is { } frozen && frozen.Found == candidate.Commit)
        {
            var votes = Votes.On(reader, repository.Name, null, SubjectKind.Freeze, frozen.Digest, seq, repository.Policy.RulesOfVotes());
            return answer("unknown", [new(ReasonCode.Frozen, repository.Name, $"The repository is frozen: {frozen.Why}", [.. Motion.WhoActs(repository.Policy.Custodians, votes, now).Select(who => who.ToString())], frozen.At)]);
        }

        return answer("unknown", [new("not-seen", candidate.Commit.ToString(),
            $"This commit has not been seen at the tip of a watched branch of {repository.Name}: {string.Join(", ", repository.Source)}.", [Actor.Developer.ToString()], null)]);
    }

    private static IEnumerable<WhyReason> PushRefused(FactReader reader, CandidateId candidate, Verdict verdict)
    {
        if (verdict is Verdict.Promote && PushBackoff.LastRefusal(reader, candidate) is { } refusal)
        {
            yield return new("push-refused", candidate.Repository,
                $"The remote did not take the push that moves gold: {PushBackoff.Said(reader, refusal.Said, refusal.Why)}", [Actor.Operator.ToString()], refusal.At);
        }
    }

    private static WhyReason Told(Reason reason, GivenReason stood, Facts facts) =>
        WhyReason.Of(reason, stood.Since) with
        {
            EscalatedTo = Escalation.Due(facts.Policy, stood.Since, facts.AsOf),
            ToBeTold = Escalation.Told(facts.Policy, stood.Since, facts.AsOf),
        };
}

/// <summary>A repository as far as explaining goes.</summary>
/// <param name="Policy">What is asked of the candidate.</param>
/// <param name="Source">Branches that are watched.</param>
internal sealed record ExplainedRepository(string Name, Policy Policy, IReadOnlyList<string> Source);
