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
    private const string Tagged = "SPDX-License-Identifier";
    private static readonly byte[] Identifier = Encoding.ASCII.GetBytes(Tagged);

    // "SPDX-License-Identifier: The MIT License", "Licensed under GPL-3.0": how a sentence begins, and nobody's id.
    private static readonly HashSet<string> Sentences = new(["The", "A", "An", "This", "All", "Licensed", "License", "Licence", "Dual", "Dual-licensed", "Released", "Distributed", "Under", "See", "GNU"], StringComparer.OrdinalIgnoreCase);

    public void Read(ReadOnlySpan<byte> text, WordList words, List<Claim> claims, Effort effort)
    {
        var starts = words.Starts;
        for (var at = 0; at + 2 < starts.Length; at++)
        {
            var start = starts[at];
            if (start + Identifier.Length > text.Length || (text[start] | 0x20) != 's') continue;
            if (!Ascii.EqualsIgnoreCase(text.Slice(start, Identifier.Length), Identifier)) continue;

            var line = Line(text.Slice(start, Math.Min(LongestLine, text.Length - start)));
            var own = OnOneLine(UpToNext(Encoding.Latin1.GetString(line[Identifier.Length..])));
            effort.Spend(own.Length);
            foreach (var (from, to, expression, kind, needs) in Expressions(own))
            {
                var (first, last) = (at, at + 1);
                while (from > 0 && first < starts.Length && starts[first] < start + Identifier.Length + from) first++;
                while (last < starts.Length && starts[last] < start + Identifier.Length + to) last++;
                if (first < last) claims.Add(new Claim(first, last, expression, kind, needs));
            }
        }
    }

    // Another tag on the same line says for itself what it says.
    private static string UpToNext(string line) => line.IndexOf(Tagged, StringComparison.OrdinalIgnoreCase) is >= 0 and var next ? line[..next] : line;

    // Line ends and the comment marks behind them become as many blanks.
    private static string OnOneLine(string text) => LineEnd().Replace(text, end => new string(' ', end.Length));

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

    // What is no expression may still begin with one: "MIT */", "MIT for all of it". An id further on is asked for, too: whoever reads "MIT, AGPL-3.0-only" reads both.
    private IEnumerable<(int From, int To, string Expression, FindingKind Kind, PhraseNeeds Needs)> Expressions(string line)
    {
        if (Tag().Match(MarkUp().Replace(line, mark => new string(' ', mark.Length))) is not { Success: true } match) yield break;

        var (at, written) = (match.Groups[1].Index, match.Groups[1].Value);
        var text = written[..Math.Min(LongestTag, written.Length)].TrimEnd(' ', '.');
        SpdxExpression? expression = null;
        while (text.Length > 0 && !SpdxParser.TryParse(text, out expression, out _)) text = text[..Math.Max(0, text.LastIndexOf(' '))].TrimEnd(' ', '.');
        if (expression is null) yield break;

        if (ids.Unknown(expression).Count == 0 || !(expression is SpdxExpression.Id || OrLater().IsMatch(text))) yield return (0, at + text.Length, ids.Current(expression).ToString(), FindingKind.Tag, PhraseNeeds.Nothing);
        else if (Sentences.Contains(text)) yield return (at, at + text.Length, "", FindingKind.Unknown, PhraseNeeds.Nothing);
        else yield return (at, at + text.Length, ids.Current(expression).ToString(), FindingKind.Tag, PhraseNeeds.Unlisted);

        var rest = line[(at + text.Length)..];
        var end = Closing().Match(rest) is { Success: true } closing ? closing.Index : rest.Length;
        foreach (Match word in Id().Matches(rest[..end]))
        {
            var id = word.Groups["id"];
            if ((word.Groups["joined"].Success || IsListed(id.Value)) && SpdxParser.TryParse(id.Value, out var other, out _))
                yield return (at + text.Length + id.Index, at + text.Length + id.Index + id.Length, ids.Current(other).ToString(), FindingKind.Tag, PhraseNeeds.Nothing);
        }
    }

    // Some ids are words of sentences, too: "MIT for Ruby".
    private bool IsListed(string id) => SpdxIds.IsReference(id) || ids.FindLicence(id.TrimEnd('+')) is not null && (id.Contains('-', StringComparison.Ordinal) || id is "MIT" or "ISC" or "Zlib" or "0BSD" or "Unlicense" or "WTFPL");

    [GeneratedRegex(@"</?[A-Za-z][A-Za-z0-9]{0,9}(\s[^<>]{0,300})?>", RegexOptions.CultureInvariant)]
    private static partial Regex MarkUp();

    [GeneratedRegex(@"^\W{0,3}?[ \t]*\W{0,3}?([A-Za-z0-9(][A-Za-z0-9.+():\- ]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[\r\n]+[ \t]*[*#/;%!-]*", RegexOptions.CultureInvariant)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"\*/|-->|\*\)|-\}", RegexOptions.CultureInvariant)]
    private static partial Regex Closing();

    // "GPL-2.0 or later": no id, and no choice.
    [GeneratedRegex(@"^\S+ or later$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OrLater();

    // After "AND" at the very beginning anything is an id.
    [GeneratedRegex(@"(?<joined>^\s*(AND|OR|WITH)\W+)?(?<id>[A-Za-z0-9][A-Za-z0-9.\-]*[A-Za-z0-9]\+?)", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
