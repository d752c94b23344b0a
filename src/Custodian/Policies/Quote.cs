using System.Text;

namespace Custodian.Policies;

/// <summary>Text from the file, fit to be printed in a message: short, on one line, in quotes.</summary>
internal static class Quote
{
    private const int Longest = 80;

    public static string Of(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes().Take(Longest))
        {
            shown.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        }

        return shown.Append(text.Length > Longest ? "…'" : "'").ToString();
    }

    public static string All(IEnumerable<string> texts) => string.Join(", ", texts.Select(Of));
}
