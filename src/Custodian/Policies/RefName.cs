namespace Custodian.Policies;

/// <summary>Full branch names after git's own rules (git-check-ref-format).</summary>
internal static class RefName
{
    private const string Branches = "refs/heads/";
    private const int Longest = 200;

    /// <summary>Why this is no full branch name, with the mend; null: it is one.</summary>
    public static string? WhyNotBranch(string text) =>
        text.Contains('*') ? "must name one branch, without '*'" : WhyNotBranches(text);

    /// <summary>The same, where one <c>*</c> may stand for any part of the name.</summary>
    public static string? WhyNotBranches(string text)
    {
        if (!text.StartsWith(Branches, StringComparison.Ordinal))
        {
            return $"must be a full branch name: write {Quote.Of(Branches + (text.StartsWith("refs/", StringComparison.Ordinal) ? "…" : text))}";
        }

        if (text.Count(character => character == '*') > 1) return "has more than one '*': name the branches one by one, or use one '*'";
        if (text.Length > Longest) return $"is longer than {Longest} characters: choose a shorter branch name";
        return IsWellFormed(text) ? null
            : "is no branch name that git accepts: no blanks, no '..', '//', '@{', none of ~ ^ : ? [ \\, no part that begins with '.' or ends with '.lock', no '/' or '.' at the end";
    }

    /// <summary>True when <paramref name="pattern"/>, perhaps with a <c>*</c>, means <paramref name="branch"/>; as in a refspec, <c>*</c> spans slashes.</summary>
    public static bool Matches(string pattern, string branch)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? pattern == branch
            : branch.Length >= pattern.Length - 1
              && branch.StartsWith(pattern[..star], StringComparison.Ordinal)
              && branch.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal);
    }

    /// <summary>True when there could be a branch that both mean.</summary>
    public static bool Overlap(string one, string other)
    {
        var (star, otherStar) = (one.IndexOf('*', StringComparison.Ordinal), other.IndexOf('*', StringComparison.Ordinal));
        if (star < 0) return Matches(other, one);
        if (otherStar < 0) return Matches(one, other);

        return AgreeAtStart(one[..star], other[..otherStar]) && AgreeAtEnd(one[(star + 1)..], other[(otherStar + 1)..]);
    }

    private static bool AgreeAtStart(string one, string other) =>
        one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal);

    private static bool AgreeAtEnd(string one, string other) =>
        one.EndsWith(other, StringComparison.Ordinal) || other.EndsWith(one, StringComparison.Ordinal);

    private static bool IsWellFormed(string text) =>
        !text.Any(character => character <= ' ' || char.IsControl(character) || "~^:?[\\".Contains(character))
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.Contains("@{", StringComparison.Ordinal)
        && !text.EndsWith('.')
        && text.Split('/').All(part => part.Length > 0 && part[0] != '.' && !part.EndsWith(".lock", StringComparison.Ordinal));
}
