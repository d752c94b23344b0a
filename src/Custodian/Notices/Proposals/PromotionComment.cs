using System.Text;
using Custodian.Forges;
using Custodian.Rules;

namespace Custodian.Notices.Proposals;

/// <summary>The one comment below a candidate's pull request: what matters most comes first, since the forge cuts what is too long.</summary>
internal static class PromotionComment
{
    // Of one list of files; the whole comment may have 65,536 characters.
    private const int MostLetters = 15_000;

    public static string Of(Proposal proposal)
    {
        var open = proposal.State == ProposalState.Open;
        string?[] sections =
        [
            Standing(proposal),
            open && proposal.Told is { } told ? ShortestWay(told.Unblock) : null,
            proposal.Told is { Parts: var parts } ? $"### What the gate asks\n\n{Tree(parts, 0)}" : null,
            open && proposal.Difference is { } difference ? Changes(difference) : null,
            proposal.Page is { } page ? $"[{(proposal.State == ProposalState.Gold ? "The record of this promotion" : "Everything about this commit")}]({page})" : null,
        ];
        return string.Join("\n\n", sections.OfType<string>());
    }

    private static string Standing(Proposal proposal) => (proposal.State, proposal.Told?.Verdict) switch
    {
        (ProposalState.Gold, _) => "### This is gold\n\nEvery custodian has approved this very commit, and gold stands at it or has passed it.",
        (ProposalState.Passed, _) => "### Gold contains this commit already\n\nNobody has to act.",
        (ProposalState.LeftSource, _) => "### No watched branch contains this commit any more\n\nWhoever wants it pushes it to one again; then it is asked for again.",
        (ProposalState.GaveWay, _) => $"### A newer commit of this branch is asked for instead: {proposal.Newer}\n\nNobody had approved this one. It is asked for again once somebody does.",
        (_, null) => "### Not judged yet\n\nThe gate judges this commit by itself. Nobody has to act.",
        (_, Verdict.Promote) => "### Approved: gold moves here next\n\nNothing is missing. The gate moves gold by itself.",
        (_, Verdict.Hold hold) => $"### {CommitNotices.Waiting(hold.Reasons)}\n\n{CommitNotices.Reasons(hold.Reasons)}",
        (_, Verdict.Reject reject) => $"### Something speaks against this commit\n\n{CommitNotices.Reasons(reject.Reasons)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string? ShortestWay(Unblock unblock)
    {
        List<string> lines = [.. unblock.Impossible, .. unblock.Acts.Select(act => act.ToString())];
        var text = new StringBuilder();
        if (lines.Count > 0) text.Append("### The shortest way to gold\n\n").AppendJoin('\n', lines.Select(line => $"- {Foreign.Code(line)}"));
        if (unblock.Waits.Count > 0) text.Append(text.Length > 0 ? "\n\n" : "").Append("What comes by itself:\n\n").AppendJoin('\n', unblock.Waits.Select(wait => $"- {Foreign.Code(wait)}"));
        return text.Length > 0 ? text.ToString() : null;
    }

    private static string Tree(IEnumerable<RuleNode> parts, int depth) => string.Join('\n', parts.Select(part => Line(part, depth)));

    private static string Line(RuleNode part, int depth)
    {
        var line = $"{new string(' ', 2 * depth)}- **{Word(part.State)}:** {Foreign.Code(part.Rule)}";
        if (part.By.Count > 0) line += $": {string.Join(", ", part.By.Select(Foreign.Code))}";
        return part.Parts.Count == 0 ? line : $"{line}\n{Tree(part.Parts, depth + 1)}";
    }

    private static string Word(RuleState state) => state switch
    {
        RuleState.Met => "Met",
        RuleState.Excused => "Excused",
        RuleState.Deferred => "Put off",
        RuleState.Awaited => "Awaited",
        RuleState.Against => "Against it",
        RuleState.NotAsked => "Not asked",
        RuleState.Shown => "Shown only",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Changes(GoldDifference difference)
    {
        var commits = difference.Commits;
        var authors = commits.Select(one => one.Author).Distinct(StringComparer.Ordinal).Count();
        var text = new StringBuilder($"### What it would bring to gold (at {difference.Gold.Abbreviated})\n\n");
        text.Append(difference.MoreCommits ? $"More than {commits.Count} commits" : Count(commits.Count, "commit", "commits"))
            .Append(difference.MoreCommits ? "" : $" by {Count(authors, "author", "authors")}")
            .Append($", {Count(difference.Written.Count, "file", "files")} changed")
            .Append(difference.Generated.Count > 0 ? $" and {Count(difference.Generated.Count, "generated one", "generated ones")}.\n\n" : ".\n\n")
            .AppendJoin('\n', commits.Select(one => $"- {one.Commit.Abbreviated} {Foreign.Code(one.Subject)} by {Foreign.Code(one.Author)}"));
        if (difference.MoreCommits) text.Append("\n- and older ones");
        Fold(text, "Changed files", difference.Written);
        Fold(text, "Generated files", difference.Generated);
        return text.ToString();
    }

    private static void Fold(StringBuilder text, string what, FileList files)
    {
        if (files.Count == 0) return;

        text.Append($"\n\n<details><summary>{what}: {files.Count}</summary>\n");
        var (told, letters) = (0, 0);
        foreach (var line in files.First.Select(path => $"\n- {Foreign.Code(path)}").TakeWhile(line => (letters += line.Length) <= MostLetters))
        {
            text.Append(line);
            told++;
        }

        if (told < files.Count) text.Append($"\n- and {files.Count - told} more");
        text.Append("\n\n</details>");
    }

    private static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";
}
