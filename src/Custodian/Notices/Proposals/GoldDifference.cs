using Custodian.Git;
using Custodian.Rules;

namespace Custodian.Notices.Proposals;

/// <summary>What a candidate would bring to gold.</summary>
/// <param name="Gold">Where gold stands.</param>
/// <param name="Commits">The newest first, as many as are told.</param>
/// <param name="MoreCommits">There are more than these.</param>
/// <param name="Written">Changed files that people write.</param>
/// <param name="Generated">Changed files that programs write, by the gate's own globs.</param>
internal sealed record GoldDifference(CommitSha Gold, IReadOnlyList<CommitSummary> Commits, bool MoreCommits, FileList Written, FileList Generated);

/// <param name="Count">How many there are.</param>
/// <param name="First">The first paths of them.</param>
internal sealed record FileList(int Count, IReadOnlyList<string> First);
