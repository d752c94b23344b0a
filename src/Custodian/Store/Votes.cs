using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>The votes on one motion.</summary>
internal static class Votes
{
    /// <param name="commit">The commit that the motion is about; null where it is about none.</param>
    /// <param name="since">The motion's own place in the ledger: what was said before is about something else.</param>
    public static IReadOnlyList<MotionVote> On(FactReader reader, string repository, CommitSha? commit, string kind, string digest, long since)
    {
        var given = commit is { } about ? reader.About<SignOffGiven>(repository, about) : reader.In<SignOffGiven>(repository);
        return
        [
            .. from fact in given
               where fact.Seq > since && fact.Body.SubjectKind == kind && fact.Body.Subject == digest && fact.Body.Role == Motion.Role
               select new MotionVote(fact.Seq, fact.Body.Person, fact.Body.Custodian, fact.Body.Decision),
        ];
    }
}
