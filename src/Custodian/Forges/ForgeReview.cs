using Custodian.Rules;

namespace Custodian.Forges;

/// <param name="By">Null: that account is gone.</param>
/// <param name="Commit">What was looked at. Null: the forge has it no more.</param>
/// <param name="At">When it was sent in, by the forge's clock; null: it does not say.</param>
/// <param name="Body">As written; maybe nothing.</param>
internal sealed record ForgeReview(long Id, ForgeAccount? By, CommitSha? Commit, ForgeReviewState State, DateTimeOffset? At, string Body);
