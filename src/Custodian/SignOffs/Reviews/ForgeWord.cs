using Custodian.Rules;

namespace Custodian.SignOffs.Reviews;

/// <summary>What a person whom the policy names says of a commit on the forge.</summary>
/// <param name="Id">What it was said in, and how that stands; the same is taken once.</param>
/// <param name="At">When it was said, by the forge's clock; null: only now is it known.</param>
/// <param name="Of">Of a withdrawal: only approvals are meant that were said in what begins so; null: whatever they said.</param>
internal sealed record ForgeWord(string Id, Person Person, CommitSha Commit, SignOffDecision Decision, DateTimeOffset? At, string? Reason, string? Of = null);
