using Custodian.Rules;

namespace Custodian.Notices.Proposals;

/// <summary>
/// Which open candidates people are asked for. A branch that is pushed to twenty times a day must not ask every director twenty times, and whoever may
/// push must not take away what a director is reading: the newest commit of a branch is asked for, an older one gives way to it only once the newer one
/// waits for people, too, and one that somebody has approved gives way to none.
/// </summary>
internal static class ProposalChoice
{
    /// <param name="contains">Whether the first contains the second.</param>
    /// <returns>Of each candidate that gives way: to which commit.</returns>
    public static IReadOnlyDictionary<CommitSha, CommitSha> GiveWay(IReadOnlyList<OpenCandidate> open, Func<CommitSha, CommitSha, bool> contains)
    {
        var ways = new Dictionary<CommitSha, CommitSha>();
        foreach (var one in open.Where(one => !one.Approved))
        {
            // Who gave way once does not come back each time a check of the newer one is run again.
            var newer = open.Where(other => other.Branch == one.Branch && other.SeenSeq > one.SeenSeq && (other.WaitsForPeople || one.IsAgainst || one.WasEnded))
                .OrderByDescending(other => other.SeenSeq)
                .FirstOrDefault(other => contains(other.Commit, one.Commit));
            if (newer is not null) ways.Add(one.Commit, newer.Commit);
        }

        return ways;
    }
}
