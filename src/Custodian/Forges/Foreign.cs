using System.Globalization;
using System.Text;

namespace Custodian.Forges;

/// <summary>Text that others had a hand in, within Markdown: names of tests, of branches, of people.</summary>
internal static class Foreign
{
    private const int Longest = 1000;

    /// <summary>As a span of code, in which nothing is a link, a picture, a mention or a heading (CommonMark 6.1); on one line, without what nobody sees.</summary>
    public static string Code(string text)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= Longest) break;
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate) continue;
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)) plain.Append(' ');
            else plain.Append(rune.ToString());
        }

        var line = string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (line.Length == 0) return "(nothing)";

        // A fence longer than any run of backticks within.
        var (run, longest) = (0, 0);
        foreach (var letter in line)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        return longest == 0 ? $"`{line}`" : $"{fence} {line} {fence}";
    }
}
