using System.Runtime.CompilerServices;

namespace Custodian.Licences.Words;

/// <summary>
/// Cuts a text into words as SPDX's matching guidelines (annex B) compare them: letter case, punctuation, white space, comment
/// marks, list bullets and mark-up are nothing; spellings that mean the same are one word.
/// </summary>
/// <remarks>Licences' texts, phrases and files are all cut by this one reader, so that they agree.</remarks>
internal sealed class WordReader(WordTable table, bool adding = false)
{
    private static readonly Spellings Same = new();

    // A word that is longer says nothing about a licence.
    private const int Longest = 64;
    private const int LongestMarkUp = 300;

    /// <summary>Adds the words of a text to a list.</summary>
    /// <param name="text">UTF-8 or Latin-1.</param>
    /// <param name="line">The number of its first line.</param>
    /// <param name="offset">Added to where each word starts.</param>
    // Hot from the first file on: a command is over before the runtime has found that out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<byte> text, WordList words, int line = 1, int offset = 0)
    {
        var atLineStart = true;
        for (var at = 0; at < text.Length;)
        {
            var letter = text[at];
            if (letter == '\n' || (letter == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                line++;
                atLineStart = true;
                at++;
            }
            else if (!Letters.IsWord(letter) || PunctuationLength(text, at) > 0)
            {
                at += NotAWord(text, at, words, line, offset);
            }
            else
            {
                var end = WordEnd(text, at);
                if (!(atLineStart && IsMark(text, at, end))) Add(text, at, end, words, line, offset);
                atLineStart = false;
                at = end;
            }
        }
    }

    /// <summary>The word that begins here, in lower case.</summary>
    public static string WordAt(ReadOnlySpan<byte> text, int start) =>
        System.Text.Encoding.UTF8.GetString(text[start..(Letters.IsWord(text[start]) ? WordEnd(text, start) : start + 1)]).ToLowerInvariant();

    private void Add(ReadOnlySpan<byte> text, int start, int end, WordList words, int line, int offset)
    {
        var word = text[start..end];
        if (word.Length > Longest)
        {
            words.Add(0, offset + start, line);
            return;
        }

        word = Same.Of(word);
        if (word.IsEmpty) return;
        // "sub-license" and "non-commercial" are written as one word, too.
        if (words.Count > 0 && start > 0 && text[start - 1] == '-' && Joined(text, start, word) is { } joined)
        {
            words.ReplaceLast(Number(joined));
            return;
        }

        words.Add(Number(word), offset + start, line);
        if (end < text.Length && text[end] == '+' && (end + 1 == text.Length || text[end + 1] != '+')) words.Add(Number("+"u8), offset + end, line);
    }

    private int Number(ReadOnlySpan<byte> word) => adding ? table.Add(word) : table.Find(word);

    private static byte[]? Joined(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> word)
    {
        foreach (var first in Spellings.Prefixes)
        {
            var from = start - 1 - first.Length;
            if (from < 0 || (from > 0 && Letters.IsWord(text[from - 1]))) continue;
            var same = true;
            for (var i = 0; same && i < first.Length; i++) same = Letters.Lower(text[from + i]) == first[i];
            if (same) return [.. first, .. word];
        }

        return null;
    }

    // From a byte that begins no word: how many bytes to pass.
    private int NotAWord(ReadOnlySpan<byte> text, int at, WordList words, int line, int offset)
    {
        switch (text[at])
        {
            case (byte)'(' when at + 2 < text.Length && (text[at + 1] | 0x20) == 'c' && text[at + 2] == ')':
                words.Add(Number("(c)"u8), offset + at, line);
                return 3;
            case 0xA9:
                words.Add(Number("(c)"u8), offset + at, line);
                return 1;
            case 0xC2 when text[at + 1] == 0xA9:
                words.Add(Number("(c)"u8), offset + at, line);
                return 2;
            case (byte)'<':
                return MarkUp(text, at);
            // "GPL (>= 2)" says "or later".
            case (byte)'>' when at + 1 < text.Length && text[at + 1] == '=':
                words.Add(Number(">="u8), offset + at, line);
                return 2;
            case (byte)'&':
                return Entity(text, at, words, line, offset);
            // "\n" within a program's text.
            case (byte)'\\' when at + 2 < text.Length && text[at + 1] is (byte)'n' or (byte)'t' or (byte)'r' && !Letters.IsWord(text[at + 2]) | char.IsAsciiLetterUpper((char)text[at + 2]):
                return 2;
            default:
                return Math.Max(1, PunctuationLength(text, at));
        }
    }

    // Typographic quotes, dashes and spaces of UTF-8, and a lone copyright sign of Latin-1, are punctuation.
    private static int PunctuationLength(ReadOnlySpan<byte> text, int at) => text[at] switch
    {
        0xE2 when at + 2 < text.Length && text[at + 1] is 0x80 or 0x81 => 3,
        0xC2 when at + 1 < text.Length && text[at + 1] is >= 0xA0 and <= 0xBF => 2,
        0xEF when at + 2 < text.Length && text[at + 1] == 0xBB && text[at + 2] == 0xBF => 3,
        0xA9 when at == 0 || text[at - 1] < 0x80 => 1,
        0x91 or 0x92 or 0x93 or 0x94 or 0x96 or 0x97 or 0xA0 or 0xAB or 0xBB when (at == 0 || text[at - 1] < 0x80) && (at + 1 == text.Length || text[at + 1] < 0x80) => 1,
        _ => 0,
    };

    private static int WordEnd(ReadOnlySpan<byte> text, int at)
    {
        // Chinese and Japanese leave no space between words: each character is one.
        if (text[at] is >= 0xE3 and <= 0xE9 && at + 2 < text.Length && text[at + 1] is >= 0x80 and <= 0xBF) return at + 3;
        var end = at + 1;
        for (; end < text.Length; end++)
        {
            var letter = text[end];
            if (Letters.IsWord(letter))
            {
                if (letter >= 0x80 && (PunctuationLength(text, end) > 0 || IsEastAsian(text, end))) break;
                continue;
            }

            // "2.0" is one word; the end of a sentence is none.
            if (letter == '.' && Letters.IsDigit(text[end - 1]) && end + 1 < text.Length && Letters.IsDigit(text[end + 1])) continue;
            break;
        }

        return end;
    }

    // "GPLv3许可证", "AGPL-3.0ライセンス", "GPLv3라이선스": three bytes of UTF-8, which no Latin-1 text has.
    private static bool IsEastAsian(ReadOnlySpan<byte> text, int at) =>
        text[at] is >= 0xE3 and <= 0xED && char.IsAsciiLetterOrDigit((char)text[at - 1]) && at + 2 < text.Length && text[at + 1] is >= 0x80 and <= 0xBF && text[at + 2] is >= 0x80 and <= 0xBF;

    // A bullet of a list, or a word that some languages begin a comment with.
    private static bool IsMark(ReadOnlySpan<byte> text, int start, int end)
    {
        var word = text[start..end];
        if (word.Length > 5) return false;
        var next = end < text.Length ? text[end] : (byte)'\n';
        var spaced = end + 1 >= text.Length || text[end + 1] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';
        if (next is (byte)'.' or (byte)')' && spaced && IsBullet(word)) return !(next == ')' && start > 0 && text[start - 1] == '(' && (word[0] | 0x20) == 'c');
        if (word.Length == 1) return (word[0] | 0x20) == 'c' && next is (byte)' ' or (byte)'\t' && (start == 0 || text[start - 1] == '\n');
        return Spellings.IsCommentMark(word);
    }

    private static bool IsBullet(ReadOnlySpan<byte> word)
    {
        if (word.Length == 1) return Letters.IsWord(word[0]);
        if (word.Length == 2 && Letters.IsDigit(word[0]) && Letters.IsDigit(word[1])) return true;
        foreach (var letter in word)
        {
            if ((letter | 0x20) is not ('i' or 'v' or 'x')) return false;
        }

        return word.Length <= 4;
    }

    // A tag of HTML or XML is passed over where it is one that marks text up; any other "<…>" holds words.
    private static int MarkUp(ReadOnlySpan<byte> text, int at)
    {
        var name = at + 1;
        if (name < text.Length && text[name] == '/') name++;
        var end = name;
        while (end < text.Length && end - name <= 12 && Letters.IsWord(text[end])) end++;
        if (!Spellings.IsMarkUp(text[name..end])) return 1;
        // An address within a link is worth reading.
        if (end - name == 1 && (text[name] | 0x20) == 'a') return end - at;
        var close = text[end..Math.Min(text.Length, end + LongestMarkUp)].IndexOfAny((byte)'>', (byte)'<');
        return close < 0 || text[end + close] == '<' || text[end..(end + close)].Contains((byte)'\n') ? end - at : end + close + 1 - at;
    }

    private int Entity(ReadOnlySpan<byte> text, int at, WordList words, int line, int offset)
    {
        var length = text[at..Math.Min(text.Length, at + 9)].IndexOf((byte)';');
        if (length < 2) return 1;
        var name = text.Slice(at + 1, length - 1);
        foreach (var letter in name)
        {
            if (!Letters.IsWord(letter) && letter != '#') return 1;
        }

        if (name.SequenceEqual("copy"u8) || name.SequenceEqual("#169"u8)) words.Add(Number("(c)"u8), offset + at, line);
        return length + 1;
    }
}
