using System.Globalization;
using System.Text;

namespace Custodian.Pages;

/// <summary>Text that others wrote (branch names, a remote's answers), so that people see everything that is in it.</summary>
internal static class Visible
{
    // Longer than any sentence of ours; a name or an answer that goes on for pages hides what stands around it.
    private const int Longest = 600;

    /// <summary>The text with whatever has no shape of its own written out: <c>⟨U+202E⟩</c>. It is not yet encoded for HTML.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > Longest) return shown.Append('…').ToString();
            if (rune.Value is '\n' or '\r' or '\t') shown.Append(' ');
            else if (IsHidden(rune)) shown.Append($"⟨U+{rune.Value:X4}⟩");
            else shown.Append(rune);
        }

        return shown.ToString();
    }

    /// <summary>The same of a path, in which a line break is no blank.</summary>
    public static string OfPath(string path) => Of(path.Replace("\n", "⟨U+000A⟩", StringComparison.Ordinal).Replace("\r", "⟨U+000D⟩", StringComparison.Ordinal).Replace("\t", "⟨U+0009⟩", StringComparison.Ordinal));

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        // Letters and marks that Unicode calls default-ignorable: fillers, joiners, variation selectors.
        _ => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF),
    };
}
