using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>Where one waiver or deviation stands.</summary>
/// <param name="Granted">Null: not every custodian has signed it yet.</param>
/// <param name="Ended">Who took their signature back; null: nobody.</param>
internal sealed record ExceptionStanding(StoredFact<ExceptionProposed> Proposal, StoredFact<ExceptionGranted>? Granted, StoredFact<ExceptionEnded>? Ended)
{
    /// <summary>Everything that was ever proposed in a repository, oldest first.</summary>
    public static IReadOnlyList<ExceptionStanding> In(FactReader reader, string repository)
    {
        var facts = reader.In(repository, typeof(ExceptionProposed), typeof(ExceptionGranted), typeof(ExceptionEnded));
        var granted = facts.Where(fact => fact.Body is ExceptionGranted).ToDictionary(fact => ((ExceptionGranted)fact.Body).Digest, fact => new StoredFact<ExceptionGranted>(fact.Seq, (ExceptionGranted)fact.Body));
        var ended = facts.Where(fact => fact.Body is ExceptionEnded).ToDictionary(fact => ((ExceptionEnded)fact.Body).Digest, fact => new StoredFact<ExceptionEnded>(fact.Seq, (ExceptionEnded)fact.Body));
        return
        [
            .. from fact in facts
               where fact.Body is ExceptionProposed
               let proposed = (ExceptionProposed)fact.Body
               select new ExceptionStanding(new(fact.Seq, proposed), granted.GetValueOrDefault(proposed.Digest), ended.GetValueOrDefault(proposed.Digest)),
        ];
    }

    public static ExceptionStanding? Of(FactReader reader, string repository, string digest) => In(reader, repository).FirstOrDefault(one => one.Proposal.Body.Digest == digest);

    /// <summary>Votes on it can still change something.</summary>
    public bool IsOpen(DateTimeOffset now) => Ended is null && now < Proposal.Body.Until;

    /// <summary><c>proposed</c>, <c>granted</c>, <c>expired</c> (granted once, or never) or <c>ended</c>.</summary>
    public string State(DateTimeOffset now) => Ended is not null ? "ended" : now >= Proposal.Body.Until ? "expired" : Granted is null ? "proposed" : "granted";

    /// <param name="rules">SHA-256 of the rules in force.</param>
    public IReadOnlyList<MotionVote> Votes(FactReader reader, string rules)
    {
        var proposed = Proposal.Body;
        return Store.Votes.On(reader, proposed.Repository!, proposed.Commit, proposed.What, proposed.Digest, Proposal.Seq, rules);
    }
}
