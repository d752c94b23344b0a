using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>Says of any commit what it waits for and who acts next, from the facts as they are now.</summary>
internal sealed class WhyNot(Estate estate, FactStore store, TimeProvider clock)
{
    public async Task<WhyDocument> ExplainAsync(WatchedRepository repository, CommitSha commit, CancellationToken stop)
    {
        var candidate = new CandidateId(repository.Name, commit);
        var (gold, isCandidate, gate) = await store.ReadAsync(
            reader => (reader.StateOf(repository.Name).Gold, reader.IsOpen(repository.Name, commit) is not null, repository.GateOf(reader, commit)), stop);
        var here = repository.Mirror.Exists && repository.Mirror.Has(commit);
        var passed = here && gold is { } at && repository.Mirror.Descends(at, commit);
        // Anybody may ask about any commit; only for a candidate is git asked everything.
        var git = here && isCandidate && !passed ? GitQuestions.Ask(estate, repository, gate, commit, gold) : GitFacts.Nothing(gold);
        return await store.ReadAsync(reader => Explain(reader, repository, candidate, git, here, passed), stop);
    }

    private WhyDocument Explain(FactReader reader, WatchedRepository repository, CandidateId candidate, GitFacts git, bool here, bool passed)
    {
        var now = clock.GetUtcNow();
        WhyDocument Answer(string state, params IReadOnlyList<WhyReason> reasons) =>
            new(repository.Name, candidate.Commit.ToString(), state, repository.Policy.Digest, now, reasons, []);

        if (reader.GoldAmong(repository.Name, [candidate.Commit]).Count > 0) return Answer("promoted");
        if (passed)
        {
            return Answer("superseded", new WhyReason("superseded", candidate.Commit.ToString(),
                $"Gold ({git.Gold?.Abbreviated}) contains this commit already.", [Actor.Gate.ToString()], null));
        }

        if (Gathering.Gather(reader, candidate, repository.GateOf(reader, candidate.Commit).Policy, git, now) is not { } facts) return NeverCandidate(reader, repository, candidate, Answer);
        if (!here)
        {
            return Answer("hold", new WhyReason("not-fetched", candidate.Commit.ToString(),
                $"The gate has to fetch this commit of {repository.Name} again, and judges it then.", [Actor.Gate.ToString()], null));
        }

        var told = Gate.Explain(facts);
        var since = Verdicts.Since(told.Verdict.Reasons, Verdicts.Latest(reader, candidate), now);
        IReadOnlyList<WhyReason> reasons = [.. told.Verdict.Reasons.Zip(since, (reason, stood) => Told(reason, stood, facts)), .. PushRefused(reader, candidate, told.Verdict)];
        return Answer(Verdicts.NameOf(told.Verdict), reasons) with
        {
            Unblock = [.. told.Unblock.Acts.Select(act => act.ToString())],
            Waits = told.Unblock.Waits,
            Impossible = told.Unblock.Impossible,
            Rules = told.Parts,
        };
    }

    private static WhyDocument NeverCandidate(FactReader reader, WatchedRepository repository, CandidateId candidate, Func<string, IReadOnlyList<WhyReason>, WhyDocument> answer)
    {
        if (reader.About<CandidateRefused>(repository.Name, candidate.Commit) is [.., var refused])
        {
            return answer("reject", [new(refused.Body.Code, refused.Body.Ref, refused.Body.Text, [Actor.Developer.ToString()], refused.Body.At)])
                with { Impossible = ["It needs a new commit, which is judged by itself."] };
        }

        if (reader.StateOf(repository.Name).FrozenSeq is { } seq && reader.Find<Frozen>(seq)?.Body is { } frozen && frozen.Found == candidate.Commit)
        {
            return answer("unknown", [new(ReasonCode.Frozen, repository.Name, $"The repository is frozen: {frozen.Why}", [.. repository.Policy.Custodians.Select(custodian => new Actor(custodian.Id, Motion.Role).ToString())], frozen.At)]);
        }

        return answer("unknown", [new("not-seen", candidate.Commit.ToString(),
            $"This commit has not been seen at the tip of a watched branch of {repository.Name}: {string.Join(", ", repository.Entry.AllSources)}.", [Actor.Developer.ToString()], null)]);
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
        new(reason.Code, reason.Subject, reason.Text, [.. reason.Who.Select(who => who.ToString())], stood.Since)
        {
            EscalatedTo = Escalation.Due(facts.Policy, stood.Since, facts.AsOf),
        };
}
