using System.Text;
using System.Text.RegularExpressions;
using Custodian.Licences.Expressions;
using Custodian.Licences.Phrases;
using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>
/// Reads the whole value of a package's field as the expression that it is: <c>"license": "MIT AND LicenseRef-Acme"</c>,
/// <c>&lt;PackageLicenseExpression&gt;BUSL-1.1&lt;/…&gt;</c>. Phrases see the licences that they know in it, and not what it says of others.
/// </summary>
internal sealed partial class FieldReader(SpdxIds ids)
{
    private const int Longest = 300;

    // Behind these stands an id of SPDX's, and nothing else.
    private static readonly byte[][] Strict = [.. new[] { "packagelicenseexpression", "licensedeclared", "licenseconcluded", "spdxlicense" }.Select(Encoding.ASCII.GetBytes)];
    private static readonly byte[][] Loose = [.. new[] { "license", "licenses", "licence" }.Select(Encoding.ASCII.GetBytes)];

    // What people write who let nobody use it.
    private static readonly HashSet<string> Closed = new(["UNLICENSED", "PROPRIETARY", "Proprietary", "COMMERCIAL", "Commercial"], StringComparer.Ordinal);

    public void Read(ReadOnlySpan<byte> text, WordList words, List<Claim> claims, Effort effort)
    {
        var starts = words.Starts;
        for (var at = 0; at < starts.Length; at++)
        {
            if ((text[starts[at]] | 0x20) is not ('l' or 's' or 'p')) continue;

            var strict = Name(text[starts[at]..], Strict);
            var name = strict > 0 ? strict : Name(text[starts[at]..], Loose);
            if (name == 0) continue;

            var behind = starts[at] + name;
            if (text[behind..].TrimStart("\"' \t"u8) is not [(byte)':' or (byte)'=' or (byte)'>', ..]) continue;

            var line = Encoding.Latin1.GetString(text.Slice(behind, Math.Min(Longest, text.Length - behind)));
            effort.Spend(Longest);
            if (Value().Match(line) is not { Success: true } match) continue;

            var value = match.Groups["value"];
            foreach (var (from, to, expression, needs) in Of(value.Value, strict > 0))
            {
                // The whole value is the field's, with what leads to it.
                var (first, last) = (at, at + 1);
                while (needs != PhraseNeeds.Nothing && first < starts.Length && starts[first] < behind + value.Index + from) first++;
                while (last < starts.Length && starts[last] < behind + value.Index + to) last++;
                if (first < last) claims.Add(new Claim(first, last, TagReader.Doubted(expression, line[match.Length..].Split('\n')[0]), FindingKind.Tag, needs));
            }
        }
    }

    // What is on SPDX's list, and joined by nothing, names and addresses tell as well, and what people call it.
    private IEnumerable<(int From, int To, string Expression, PhraseNeeds Needs)> Of(string value, bool strict)
    {
        var whole = true;
        if (!SpdxParser.TryParse(value, out var expression, out _))
        {
            whole = false;
            if (!SpdxParser.TryParse(Mark().Replace(value, " AND "), out expression, out _)) yield break;
        }

        var unknown = ids.Unknown(expression);
        if (expression is SpdxExpression.Id { Name: var name })
        {
            if (unknown.Count == 0 && (strict || SpdxIds.IsReference(name))) yield return (0, value.Length, ids.Current(expression).ToString(), PhraseNeeds.Nothing);
            else if (unknown.Count > 0 && (strict || Closed.Contains(name) || GoesOn(name))) yield return (0, value.Length, name, PhraseNeeds.Unlisted);
        }
        else if (unknown.Count == 0)
        {
            // In small letters it may be a sentence.
            if (whole && (strict || !SmallOperator().IsMatch(value))) yield return (0, value.Length, ids.Current(expression).ToString(), PhraseNeeds.Nothing);
        }
        else if (unknown.Count < expression.Terms().Count)
        {
            foreach (var id in unknown.Where(id => char.IsAsciiLetterUpper(id[0])))
            {
                var from = value.IndexOf(id, StringComparison.Ordinal);
                yield return (from, from + id.Length, id, PhraseNeeds.Unlisted);
            }
        }
    }

    // "MIT-NC" is no MIT.
    private bool GoesOn(string name)
    {
        // "MIT-License", "MIT-X11": called so.
        if (name.Split('-')[^1].ToUpperInvariant() is "LICENSE" or "LICENSED" or "LICENCE" or "STYLE" or "X11" or "EXPAT") return false;

        for (var at = name.LastIndexOf('-'); at > 0; at = name.LastIndexOf('-', at - 1))
        {
            if (ids.FindLicence(name[..at]) is not null) return true;
        }

        return false;
    }

    private static int Name(ReadOnlySpan<byte> text, byte[][] names)
    {
        foreach (var name in names)
        {
            if (text.Length > name.Length && !Letters.IsWord(text[name.Length]) && Ascii.EqualsIgnoreCase(text[..name.Length], name)) return name.Length;
        }

        return 0;
    }

    [GeneratedRegex("""^(["']?\s{0,9}(:|=>?)\s{0,9}\[?\s{0,9}(?<q>["'])(?<value>[^"'\r\n]{1,200})\k<q>|>\s{0,9}(?<value>[^<>\r\n]{1,200}?)\s{0,9}</)""", RegexOptions.CultureInvariant)]
    private static partial Regex Value();

    [GeneratedRegex(" (and|or|with) ", RegexOptions.CultureInvariant)]
    private static partial Regex SmallOperator();

    [GeneratedRegex(@"\s*[/,;&]\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
