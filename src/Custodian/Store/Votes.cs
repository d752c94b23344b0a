using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>The votes on one motion.</summary>
internal static class Votes
{
    /// <param name="commit">The commit that the motion is about; null where it is about none.</param>
    /// <param name="rules">SHA-256 of the rules in force: who approved under others has to say so again; null: they are not known here.</param>
    /// <param name="since">The motion's own place in the ledger: what was said before is about something else.</param>
    public static IReadOnlyList<MotionVote> On(FactReader reader, string repository, CommitSha? commit, string kind, string digest, long since, string? rules)
    {
        var given = commit is { } about ? reader.About(repository, about, typeof(SignOffGiven)) : reader.AboutNone(repository, typeof(SignOffGiven));
        return
        [
            .. from fact in given
               let vote = (SignOffGiven)fact.Body
               where fact.Seq > since && vote.SubjectKind == kind && vote.Subject == digest && vote.Role == Motion.Role
               select new MotionVote(fact.Seq, vote.Person, vote.Custodian, vote.Decision == SignOffDecision.Approve && rules is not null && vote.Rules != rules ? SignOffDecision.Withdraw : vote.Decision, vote.Key),
        ];
    }
}
