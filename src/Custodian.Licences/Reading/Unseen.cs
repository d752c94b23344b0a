using System.Buffers;
using System.Globalization;
using System.Text;

namespace Custodian.Licences.Reading;

/// <summary>
/// Takes out of a text what no reader sees and programs stumble over: marks without a width vanish, so that they cut no word in two; other blanks
/// and signs than ASCII's become blanks, so that they glue no words together; full-width letters become the plain ones.
/// </summary>
internal static class Unseen
{
    // Lead bytes of UTF-8 beyond ASCII.
    private static readonly SearchValues<byte> Leads = SearchValues.Create([.. Enumerable.Range(0xC2, 0xF5 - 0xC2).Select(one => (byte)one)]);

    private const int FullWidthColon = 0xFF1A;

    /// <returns>The text itself where there is nothing of the kind. Lines keep their numbers.</returns>
    public static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> text)
    {
        byte[]? copy = null;
        var (length, done) = (0, 0);
        for (var at = 0; at < text.Length;)
        {
            var next = text[at..].IndexOfAny(Leads);
            if (next < 0) break;

            at += next;
            if (Rune.DecodeFromUtf8(text[at..], out var rune, out var taken) == OperationStatus.Done && (Instead(rune) ?? BesideAscii(text, at, taken, rune)) is { } instead)
            {
                copy ??= new byte[text.Length];
                text[done..at].CopyTo(copy.AsSpan(length));
                length += at - done;
                if (instead != 0) copy[length++] = instead;
                // A sign takes as much room as before, so that words stay as near each other as they were.
                if (instead != 0 && !char.IsAsciiLetterOrDigit((char)instead))
                {
                    copy.AsSpan(length, taken - 1).Fill((byte)' ');
                    length += taken - 1;
                }

                done = at + taken;
            }

            at += taken;
        }

        if (copy is null) return text;

        text[done..].CopyTo(copy.AsSpan(length));
        return copy.AsSpan(0, length + text.Length - done);
    }

    // Chinese and Japanese signs stay where they are among their own, and end a word of ASCII: "AGPL-3.0，".
    private static byte? BesideAscii(ReadOnlySpan<byte> text, int at, int taken, Rune rune) =>
        rune.Value is (>= 0x3001 and <= 0x303F) or (>= 0xFF01 and <= 0xFF65) && ((at > 0 && char.IsAsciiLetterOrDigit((char)text[at - 1])) || (at + taken < text.Length && char.IsAsciiLetterOrDigit((char)text[at + taken])))
            ? (byte)' ' : null;

    /// <returns>0: nothing; null: it stays.</returns>
    private static byte? Instead(Rune rune)
    {
        // Quotes, dashes and the copyright sign are known to whoever reads words; Chinese and Japanese leave no blanks that a sign could fill.
        if (rune.Value is (>= 0x3001 and <= 0x303F) or >= 0xA1 and <= 0xBF and not 0xAD or >= 0x2010 and <= 0x2027 or >= 0x2030 and <= 0x205E) return null;
        if (rune.Value is >= 0xFF01 and <= 0xFF5E) return rune.Value == FullWidthColon || char.IsAsciiLetterOrDigit((char)(rune.Value - 0xFEE0)) ? (byte)(rune.Value - 0xFEE0) : null;
        if (rune.Value is 0x34F or 0x2065 or (>= 0x17B4 and <= 0x17B5) or (>= 0xFFF0 and <= 0xFFF8) or (>= 0x115F and <= 0x1160) or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF)) return 0;
        if (rune.Value is 0x85 or 0x2800 or 0x3164 or 0xFFA0) return (byte)' ';

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Format => 0,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Control
                or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
                or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation
                or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol => (byte)' ',
            _ => null,
        };
    }
}
