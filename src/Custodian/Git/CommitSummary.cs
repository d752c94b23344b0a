using Custodian.Rules;

namespace Custodian.Git;

/// <summary>A commit in one line.</summary>
/// <param name="Subject">The first line of its message, at most <see cref="LongestSubject"/> characters of it.</param>
/// <param name="Author">The name that its author gave.</param>
/// <param name="At">When it was committed, as the committer's clock said.</param>
internal sealed record CommitSummary(CommitSha Commit, string Subject, string Author, DateTimeOffset At)
{
    public const int LongestSubject = 200;

    public static string Shorten(string text) => text.Length <= LongestSubject ? text : text[..LongestSubject] + "…";
}
