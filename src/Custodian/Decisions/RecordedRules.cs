using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>The policy that was in force, as the store itself tells it: no configuration has to be at hand, and another one may run.</summary>
/// <param name="Policy">What its document says; null: the document is not there, or this version cannot keep what it says.</param>
internal sealed record RecordedRules(string Digest, int Number, Configuration? Policy)
{
    /// <param name="end">Place of the first fact that is not looked at.</param>
    /// <returns>Null where no policy was in force.</returns>
    public static RecordedRules? InForce(FactReader reader, long end, AdoptedPolicies policies) =>
        reader.Every<PolicyAdopted>().LastOrDefault(adopted => adopted.Seq < end) is { Body: { } adopted }
            ? new(adopted.Digest, adopted.Number, policies.Find(reader, adopted.Digest))
            : null;

    /// <summary>What is asked of one candidate.</summary>
    /// <returns>Null where the policy does not name its repository.</returns>
    public Policy? PolicyFor(FactReader reader, CandidateId candidate)
    {
        if (Policy?.FindRepository(candidate.Repository) is not { } entry) return null;

        var urgent = reader.About<CandidateSeen>(candidate.Repository, candidate.Commit) is [.., var seen] && entry.IsUrgent(seen.Body.Ref);
        // What it was judged by, with custodians in the order of the file: a document has them in the order of their ids.
        return RecordedGit.Last(reader, candidate)?.Policy is { } judged && judged.Digest == Digest && judged.Urgent == urgent ? judged : Policy.PolicyFor(entry, urgent);
    }

    /// <summary>The gate that asks it of the candidate.</summary>
    /// <param name="policy">From <see cref="PolicyFor"/>. Judged and stored long ago, it names no gate.</param>
    public GateDefinition GateOf(CandidateId candidate, Policy policy)
    {
        var entry = Policy!.FindRepository(candidate.Repository)!;
        return Policy.Gates[policy.Urgent ? entry.Urgent!.Gate : entry.Gate];
    }
}
