using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>Every path of a commit, and what was found there.</summary>
/// <param name="Files">In git's order: by the bytes of their paths.</param>
/// <param name="Read">How many blobs had to be read for it: those that were not known.</param>
internal sealed record ScannedCommit(CommitSha Commit, IReadOnlyList<ScannedFile> Files, int Read);
