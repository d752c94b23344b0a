namespace Custodian.Forges.GitHub;

/// <summary>Texts within GitHub's limits, of which it refuses a longer one whole.</summary>
internal static class GitHubTexts
{
    /// <summary>Of a pull request or a comment.</summary>
    public const int LongestBody = 65_536;

    public const string Cut = "…";

    private const int LongestPullRequestTitle = 256;
    private const string BodyCut = "\n\n*This is cut here: GitHub takes no more.*";

    /// <summary>Markdown of a pull request or a comment.</summary>
    public static string Body(string text) => Shorten(text, LongestBody, BodyCut);

    public static string PullRequestTitle(string text) => Shorten(text, LongestPullRequestTitle, Cut);

    public static string Shorten(string text, int longest, string end)
    {
        if (text.Length <= longest) return text;

        var at = longest - end.Length;
        // Half a pair is no text.
        return text[..(char.IsHighSurrogate(text[at - 1]) ? at - 1 : at)] + end;
    }

    /// <summary>True where writing it would change nothing that anybody sees: GitHub may keep other line ends, and no blanks around.</summary>
    public static bool Same(string? there, string text) => Plain(there ?? "") == Plain(text);

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}
