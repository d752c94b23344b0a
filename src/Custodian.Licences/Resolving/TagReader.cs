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
    private const string Tagged = "SPDX-License-Identifier";
    private static readonly byte[] Identifier = Encoding.ASCII.GetBytes(Tagged);

    // "SPDX-License-Identifier: The MIT License", "Licensed under GPL-3.0": how a sentence begins, and nobody's id.
    private static readonly HashSet<string> Sentences = new(
        [
            "The", "A", "An", "This", "All", "Licensed", "License", "Licence", "Dual", "Dual-licensed", "Released", "Distributed", "Under", "See", "GNU", "Not", "No", "None", "NOASSERTION", "Copyright", "TODO", "TBD", "Unknown", "Various", "Multiple",
        ], StringComparer.OrdinalIgnoreCase);

    public void Read(ReadOnlySpan<byte> text, WordList words, List<Claim> claims, Effort effort)
    {
        var starts = words.Starts;
        for (var at = 0; at + 2 < starts.Length; at++)
        {
            var start = starts[at];
            if (start + Identifier.Length > text.Length || (text[start] | 0x20) != 's') continue;
            if (!Ascii.EqualsIgnoreCase(text.Slice(start, Identifier.Length), Identifier)) continue;

            var line = TagLine.Of(text[start..]);
            var own = TagLine.OnOne(UpToNext(Encoding.Latin1.GetString(line[Identifier.Length..])));
            effort.Spend(line.Length);
            foreach (var (from, to, expression, needs) in Expressions(own))
            {
                var (first, last) = (at, at + 1);
                while (from > 0 && first < starts.Length && starts[first] < start + Identifier.Length + from) first++;
                while (last < starts.Length && starts[last] < start + Identifier.Length + to) last++;
                if (first < last) claims.Add(new Claim(first, last, expression, expression.Length == 0 ? FindingKind.Unknown : FindingKind.Tag, needs));
            }
        }
    }

    // Another tag on the same line says for itself what it says.
    private static string UpToNext(string line) => line.IndexOf(Tagged, StringComparison.OrdinalIgnoreCase) is >= 0 and var next ? line[..next] : line;

    // What is no expression may still begin with one: "MIT */", "MIT for all of it". An id further on is asked for, too: whoever reads "MIT, AGPL-3.0-only" reads both.
    private IEnumerable<(int From, int To, string Expression, PhraseNeeds Needs)> Expressions(string line)
    {
        if (Tag().Match(MarkUp().Replace(line, mark => new string(' ', mark.Length))) is not { Success: true } match) yield break;

        var (at, written) = (match.Groups["text"].Index, match.Groups["text"].Value);
        var (length, expression, loose) = First(written[..Math.Min(LongestTag, written.Length)]);
        var rest = line[(at + length)..];
        if (expression is null)
        {
            // "MIT_NonCommercial" is no id of SPDX's, and no MIT.
            length = written.AsSpan().IndexOf(' ') is > 0 and var blank ? blank : written.Length;
            rest = line[(at + length)..];
            if (IsValue(match) && Unlisted(written[..length].Replace('_', '-')) is { } unlisted) yield return (at, at + length, unlisted, PhraseNeeds.Unlisted);
        }
        else if (loose)
        {
            yield return (at, at + length, ids.Current(expression).ToString(), PhraseNeeds.Unlisted);
        }
        else if (ids.Unknown(expression).Count == 0 || expression is not SpdxExpression.Id)
        {
            yield return (0, at + length, Doubted(ids.Current(expression).ToString(), Until(rest)), PhraseNeeds.Nothing);
        }
        else if (IsValue(match))
        {
            var sentence = Sentences.Contains(written[..length]);
            yield return (at, at + length, sentence ? "" : ids.Current(expression).ToString(), sentence ? PhraseNeeds.Nothing : PhraseNeeds.Unlisted);
        }
        else
        {
            yield break;
        }

        foreach (Match word in Id().Matches(Until(rest)))
        {
            var id = word.Groups["id"];
            if (!SpdxParser.TryParse(id.Value, out var other, out _)) continue;
            if (IsListed(id.Value)) yield return (at + length + id.Index, at + length + id.Index + id.Length, ids.Current(other).ToString(), PhraseNeeds.Nothing);
            else if (word.Groups["joined"].Success && !Sentences.Contains(id.Value) && IsValue(match))
                yield return (at + length + id.Index, at + length + id.Index + id.Length, ids.Current(other).ToString(), PhraseNeeds.Unlisted);
        }
    }

    // The longest expression that the words begin with. Of one with an operator in small letters and an id that nobody knows, as in "MIT or see below", the first id alone,
    // loosely: phrases may say better what was meant, as of "GPL-2.0 with the Classpath exception".
    private (int Length, SpdxExpression? Expression, bool Loose) First(string text)
    {
        text = text.TrimEnd(' ', '.');
        SpdxExpression? expression = null;
        while (text.Length > 0 && !SpdxParser.TryParse(text, out expression, out _)) text = text[..Math.Max(0, text.LastIndexOf(' '))].TrimEnd(' ', '.');
        if (expression is null or SpdxExpression.Id || ids.Unknown(expression).Count == 0) return (text.Length, expression, false);

        var first = text.Split(' ')[0].TrimStart('(');
        if (OrLater().Match(text) is { Success: true } later && ids.FindLicence(first) is { } listed && SpdxSuccessors.OrLater(listed) is { } widened && SpdxParser.TryParse(widened, out var wide, out _))
            return (later.Length, wide, true);
        if (!SmallOperator().IsMatch(text)) return (text.Length, expression, false);
        return SpdxParser.TryParse(first, out var one, out _) ? (text.IndexOf(first, StringComparison.Ordinal) + first.Length, one, true) : (text.Length, expression, false);
    }

    // To the end of the comment.
    private static string Until(string rest) => Closing().Match(rest) is { Success: true } closing ? rest[..closing.Index] : rest;

    // "MIT OR AGPL-3.0-only (both apply)": no choice.
    internal static string Doubted(string expression, string rest) => NoChoice().IsMatch(rest) ? expression.Replace(" OR ", " AND ", StringComparison.Ordinal) : expression;

    // Programs speak of tags: "the SPDX-License-Identifier tag", "SPDX-License-Identifier: %s". What nobody knows counts behind a colon, and as what it is.
    private static bool IsValue(Match match) => Value().IsMatch(match.Groups["mark"].Value);

    private static string? Unlisted(string id) => SpdxParser.TryParse(id, out var expression, out _) ? expression.ToString() : null;

    // Some ids are words of sentences, too: "MIT for Ruby".
    private bool IsListed(string id) => SpdxIds.IsReference(id) || ids.FindLicence(id.TrimEnd('+')) is not null && (id.Contains('-', StringComparison.Ordinal) || id is "MIT" or "ISC" or "Zlib" or "0BSD" or "Unlicense" or "WTFPL");

    [GeneratedRegex(@"</?[A-Za-z][A-Za-z0-9]{0,9}(\s[^<>]{0,300})?>", RegexOptions.CultureInvariant)]
    private static partial Regex MarkUp();

    [GeneratedRegex(@"^(?<mark>\W{0,3}?[ \t]*\W{0,3}?)(?<text>[A-Za-z0-9(][A-Za-z0-9.+():\-_ ]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\s*[""'`*]{0,3}\s*[:=]\s*[""'`*\[]{0,3}\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Value();

    [GeneratedRegex(" (and|or|with) ", RegexOptions.CultureInvariant)]
    private static partial Regex SmallOperator();

    [GeneratedRegex(@"^\S+ or (any )?(later|newer|higher|above|greater)( version)?", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OrLater();

    [GeneratedRegex(@"^\s*\?|\b(both|depending|depends|unclear|respectively|simultaneously|if|for|when|where|unless|only|until|customers?|commercial)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NoChoice();

    [GeneratedRegex(@"\*/|-->|\*\)|-\}", RegexOptions.CultureInvariant)]
    private static partial Regex Closing();

    // Behind an operator, or a mark that joins, anything is an id that is written like one.
    [GeneratedRegex(@"(?<joined>(?<=^|\s)(AND|OR|WITH)[\s(\[]+|(?<=^|\s)(and|with)\s+(?=[A-Z])|\G\s{0,9}[,/;&+]\s{0,9}(?=[A-Z]))?(?<id>[A-Za-z0-9][A-Za-z0-9.\-]*[A-Za-z0-9]\+?)", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
