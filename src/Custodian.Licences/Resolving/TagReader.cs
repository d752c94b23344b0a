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
    private static readonly byte[] Identifier = "SPDX-License-Identifier"u8.ToArray();

    public void Read(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var starts = words.Starts;
        for (var at = 0; at + 2 < starts.Length; at++)
        {
            var start = starts[at];
            if (start + Identifier.Length > text.Length || (text[start] | 0x20) != 's') continue;
            if (!Ascii.EqualsIgnoreCase(text.Slice(start, Identifier.Length), Identifier)) continue;

            var line = text.Slice(start, Math.Min(LongestTag, text.Length - start));
            var end = line.IndexOfAny((byte)'\n', (byte)'\r');
            if (end >= 0) line = line[..end];
            if (Expression(Encoding.Latin1.GetString(line[Identifier.Length..])) is not { } expression) continue;
            var last = at;
            while (last < starts.Length && starts[last] < start + line.Length) last++;
            claims.Add(new Claim(at, last, expression, FindingKind.Tag, PhraseNeeds.Nothing));
        }
    }

    // What is no expression may still begin with one: "MIT */", "MIT for all of it".
    private string? Expression(string line)
    {
        if (Tag().Match(line) is not { Success: true } match) return null;
        for (var text = match.Groups[1].Value.Trim(); text.Length > 0; text = text[..Math.Max(0, text.LastIndexOf(' '))].TrimEnd())
        {
            if (SpdxParser.TryParse(text, out var expression, out _)) return ids.Current(expression).ToString();
        }

        return null;
    }

    [GeneratedRegex(@"^\W{0,6}?([A-Za-z0-9(][A-Za-z0-9.+():\- ]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
