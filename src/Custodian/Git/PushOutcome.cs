using Custodian.Rules;

namespace Custodian.Git;

/// <summary>Where a ref was found after an attempt to move it, which is all that counts, and what git said.</summary>
/// <param name="Found">Where it stands; null: it does not exist.</param>
/// <param name="Unanswered">True when the remote did not answer the push, in time or at all: it may be at it still.</param>
internal sealed record PushOutcome(CommitSha? Found, string Said, bool Unanswered = false);
