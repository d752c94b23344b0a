using System.Text;
using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>When a push that a remote refused is tried again: later each time, since somebody has to mend the remote first.</summary>
internal static class PushBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(20);

    /// <summary>The last refusal of this candidate's push, where it was the last thing that was tried.</summary>
    public static PromotionAbandoned? LastRefusal(FactReader reader, CandidateId candidate) =>
        reader.About<PromotionAbandoned>(candidate.Repository, candidate.Commit) is [.., { Body: { Refused: true } last }] ? last : null;

    /// <summary>What the remote said, unless that was erased.</summary>
    /// <param name="said">Its digest.</param>
    /// <param name="otherwise">What is said in its place.</param>
    public static string Said(FactReader reader, string? said, string otherwise) =>
        said is not null && reader.Personal(said) is { } text ? Encoding.UTF8.GetString(text) : otherwise;

    public static DateTimeOffset NotBefore(FactReader reader, CandidateId candidate)
    {
        var refusals = reader.About<PromotionAbandoned>(candidate.Repository, candidate.Commit).Where(fact => fact.Body.Refused).ToList();
        return refusals.Count == 0 ? DateTimeOffset.MinValue : After(refusals.Count, refusals[^1].Body.At);
    }

    /// <param name="refusals">How often in all, at least once.</param>
    /// <param name="last">When for the last time.</param>
    public static DateTimeOffset After(int refusals, DateTimeOffset last) => last + (First * Math.Pow(2, Math.Min(refusals - 1, 8)));
}
