using System.Text.RegularExpressions;

namespace Custodian.Policies;

/// <summary>A repository's name on GitHub: <c>OWNER/NAME</c>.</summary>
internal static partial class GitHubName
{
    /// <summary>Why it is none, with the mend; null: it is one.</summary>
    public static string? WhyNot(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains('@')) return "is an address: write the owner and the name alone, such as IMS-MAXIMS/openMAXIMS";
        if (!Pattern().IsMatch(text) || text.EndsWith("/.", StringComparison.Ordinal) || text.EndsWith("/..", StringComparison.Ordinal)) return "is no OWNER/NAME: write both as GitHub shows them, such as IMS-MAXIMS/openMAXIMS";
        return text.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? "ends in '.git', which is no part of the name: remove that" : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9._-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
