using System.Text.RegularExpressions;
using Custodian.Rules;

namespace Custodian.SignOffs.Reviews;

/// <summary>What a comment asks the gate to do: its first line, and nothing that it merely says.</summary>
/// <param name="Verb">Null: it addresses the gate in words that are no command.</param>
/// <param name="Commit">Null: the pull request's head.</param>
/// <param name="Reason">What stands below; null: nothing.</param>
internal sealed partial record CommentCommand(CommentVerb? Verb, CommitSha? Commit, string? Reason)
{
    public const string Grammar = "`/custodian approve`, `reject`, `withdraw`, `why` or `recheck`, alone on the first line, each with or without a commit's full 40 digits behind it";

    /// <returns>Null: the comment is for people.</returns>
    public static CommentCommand? Of(string body)
    {
        var end = body.AsSpan().IndexOfAny('\r', '\n');
        var first = (end < 0 ? body : body[..end]).TrimEnd(' ', '\t');
        if (!Addressed().IsMatch(first)) return null;
        if (Command().Match(first) is not { Success: true } match || !Enum.TryParse<CommentVerb>(match.Groups["verb"].Value, ignoreCase: true, out var verb)) return new(null, null, null);

        var below = end < 0 ? "" : body[end..].Trim();
        return new(verb, match.Groups["sha"].Success ? new CommitSha(match.Groups["sha"].Value) : null, below.Length == 0 ? null : below);
    }

    [GeneratedRegex("^/custodian( |$)", RegexOptions.CultureInvariant)]
    private static partial Regex Addressed();

    [GeneratedRegex("^/custodian (?<verb>approve|reject|withdraw|why|recheck)( (?<sha>[0-9a-f]{40}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
