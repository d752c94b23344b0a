using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>The votes on one motion.</summary>
internal static class Votes
{
    public static IReadOnlyList<MotionVote> On(FactReader reader, string repository, string kind, string digest) =>
    [
        .. from fact in reader.In<SignOffGiven>(repository)
           where fact.Body.SubjectKind == kind && fact.Body.Subject == digest && fact.Body.Role == Motion.Role
           select new MotionVote(fact.Seq, fact.Body.Person, fact.Body.Decision),
    ];
}
