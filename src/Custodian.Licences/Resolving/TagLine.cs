using System.Text;
using System.Text.RegularExpressions;

namespace Custodian.Licences.Resolving;

/// <summary>What belongs to a tag: its line, and those below that go on with it.</summary>
internal static partial class TagLine
{
    private const int Longest = 4000;
    private const int MostLines = 8;

    /// <param name="text">From where the tag begins.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(Longest, text.Length)];
        // Another tag says for itself what it says.
        if (text[1..].IndexOf("SPDX-License-Identifier"u8) is >= 0 and var next) text = text[..(next + 1)];
        var from = 0;
        for (var line = 1; ; line++)
        {
            var length = text[from..].IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0) return text;
            if (line == MostLines || !(IsOpen(text[..(from + length)]) || GoesOn(text[(from + length)..]))) return text[..(from + length)];
            from += length + 1;
        }
    }

    /// <summary>Line ends and the comment marks behind them become as many blanks.</summary>
    public static string OnOne(string text) => LineEnd().Replace(text, end => new string(' ', end.Length));

    // It ends with an operator, with nothing at all, or within brackets.
    private static bool IsOpen(ReadOnlySpan<byte> tag)
    {
        tag = tag.TrimEnd(" \t\\"u8);
        return EndsWith(tag, " and"u8) || EndsWith(tag, " or"u8) || EndsWith(tag, " with"u8) || EndsWith(tag, "identifier:"u8) || tag.EndsWith(","u8) || tag.Count((byte)'(') > tag.Count((byte)')');
    }

    // "//   AND LicenseRef-Acme": an operator and one id in a comment, and nothing more, so that neither SQL's WITH nor a sentence is taken for it.
    private static bool GoesOn(ReadOnlySpan<byte> below)
    {
        below = below[(below is [(byte)'\r', (byte)'\n', ..] ? 2 : 1)..];
        var length = below.IndexOfAny((byte)'\n', (byte)'\r');
        return Further().IsMatch(Encoding.Latin1.GetString(length < 0 ? below : below[..length]));
    }

    private static bool EndsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) => text.Length >= end.Length && Ascii.EqualsIgnoreCase(text[^end.Length..], end);

    [GeneratedRegex(@"^[ \t]{0,40}[*#/;%!-]{1,4}[ \t]{0,40}(AND|OR|WITH)[ (]{1,4}[A-Za-z0-9][A-Za-z0-9.+-]{0,80}[ )]{0,4}(\*/|-->)?[ \t]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Further();

    [GeneratedRegex(@"[\r\n]+[ \t]*[*#/;%!-]*", RegexOptions.CultureInvariant)]
    private static partial Regex LineEnd();
}
