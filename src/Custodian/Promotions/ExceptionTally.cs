using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Promotions;

/// <summary>Counts the votes on waivers and deviations: every custodian's grant one, a single director's word ends it.</summary>
internal static class ExceptionTally
{
    /// <summary>Appends what the votes say.</summary>
    /// <returns>The facts appended.</returns>
    public static IReadOnlyList<FactBody> Settle(Transaction transaction, WatchedRepository repository)
    {
        if (!transaction.IsAdopted(repository.Policy.Digest)) return [];

        var settled = new List<FactBody>();
        foreach (var standing in ExceptionStanding.In(transaction, repository.Name).Where(one => one.IsOpen(transaction.Now)))
        {
            if (Follows(transaction, repository, standing) is not { } fact) continue;

            transaction.Append(fact);
            settled.Add(fact);
        }

        return settled;
    }

    private static FactBody? Follows(Transaction transaction, WatchedRepository repository, ExceptionStanding standing)
    {
        var (proposed, votes) = (standing.Proposal.Body, standing.Votes(transaction));
        if (standing.Granted is { Seq: var since })
        {
            // Who leaves office takes nothing back by that; who says so does.
            return votes.FirstOrDefault(vote => vote.Seq > since && vote.Decision != SignOffDecision.Approve) is { } against
                ? new ExceptionEnded { At = transaction.Now, Repository = repository.Name, Commit = proposed.Commit, Digest = proposed.Digest, Person = against.Person }
                : null;
        }

        return Motion.AwaitedFrom(repository.Policy.Custodians, votes, transaction.Now).Count > 0 ? null : new ExceptionGranted
        {
            At = transaction.Now,
            Repository = repository.Name,
            Commit = proposed.Commit,
            What = proposed.What,
            Check = proposed.Check,
            Finding = proposed.Finding,
            Until = proposed.Until,
            Digest = proposed.Digest,
            Policy = repository.Policy.Digest,
        };
    }
}
