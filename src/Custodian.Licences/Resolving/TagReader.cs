using System.Text;
using System.Text.RegularExpressions;
using Custodian.Licences.Expressions;
using Custodian.Licences.Phrases;
using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>Reads SPDX tags: <c>SPDX-License-Identifier: (MIT OR GPL-2.0+)</c>.</summary>
internal sealed partial class TagReader(SpdxIds ids)
{
    private const int LongestTag = 400;
    private const int LongestLine = 4000;
    private static readonly byte[] Identifier = "SPDX-License-Identifier"u8.ToArray();

    public void Read(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var starts = words.Starts;
        for (var at = 0; at + 2 < starts.Length; at++)
        {
            var start = starts[at];
            if (start + Identifier.Length > text.Length || (text[start] | 0x20) != 's') continue;
            if (!Ascii.EqualsIgnoreCase(text.Slice(start, Identifier.Length), Identifier)) continue;

            var line = Line(text.Slice(start, Math.Min(LongestLine, text.Length - start)));
            if (Expression(Encoding.Latin1.GetString(line[Identifier.Length..])) is not { } expression) continue;
            var last = at;
            while (last < starts.Length && starts[last] < start + line.Length) last++;
            claims.Add(new Claim(at, last, expression, FindingKind.Tag, PhraseNeeds.Nothing));
        }
    }

    // A line that ends with an operator goes on below.
    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text)
    {
        for (var from = 0; ;)
        {
            var length = text[from..].IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0) return text;

            var line = text[..(from + length)].TrimEnd(" \t\\"u8);
            if (!(line.EndsWith(" AND"u8) || line.EndsWith(" OR"u8) || line.EndsWith(" WITH"u8) || line.EndsWith("("u8) || line.EndsWith(","u8))) return text[..(from + length)];
            from += length + 1;
        }
    }

    // What is no expression may still begin with one: "MIT */", "MIT for all of it".
    private string? Expression(string line)
    {
        if (Tag().Match(line) is not { Success: true } match) return null;
        var written = match.Groups[1].Value;
        for (var text = written[..Math.Min(LongestTag, written.Length)].TrimEnd(' ', '.'); text.Length > 0; text = text[..Math.Max(0, text.LastIndexOf(' '))].TrimEnd(' ', '.'))
        {
            if (SpdxParser.TryParse(text, out var expression, out _)) return WithRest(expression, line[(match.Groups[1].Index + text.Length)..]).ToString();
        }

        return null;
    }

    // "MIT, AGPL-3.0-only": whoever reads the tag reads both, so both are asked for.
    private SpdxExpression WithRest(SpdxExpression expression, string rest)
    {
        var end = Closing().Match(rest) is { Success: true } closing ? closing.Index : rest.Length;
        var more = from Match word in Id().Matches(rest[..end])
                   where word.Groups["joined"].Success || IsListed(word.Groups["id"].Value)
                   select SpdxParser.TryParse(word.Groups["id"].Value, out var id, out _) ? id : null;
        var known = ids.Current(expression);
        return SpdxExpression.And([known, .. more.OfType<SpdxExpression>().Select(ids.Current)]);
    }

    // Some ids are words of sentences, too: "MIT for Ruby".
    private bool IsListed(string id) => ids.FindLicence(id.TrimEnd('+')) is not null && (id.Contains('-', StringComparison.Ordinal) || id is "MIT" or "ISC" or "Zlib" or "0BSD" or "Unlicense" or "WTFPL");

    [GeneratedRegex(@"^\W{0,3}?[ \t]*\W{0,3}?([A-Za-z0-9(][A-Za-z0-9.+():\- ]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\*/|-->|\*\)|-\}", RegexOptions.CultureInvariant)]
    private static partial Regex Closing();

    // After "AND" at the very beginning anything is an id.
    [GeneratedRegex(@"(?<joined>^\s*(AND|OR|WITH)\W+)?(?<id>[A-Za-z0-9][A-Za-z0-9.\-]*[A-Za-z0-9]\+?)", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
