using System.Text.RegularExpressions;
using Custodian.Licences.Phrases;
using Custodian.Licences.Texts;
using Custodian.Licences.Words;

namespace Custodian.Licences.Compiler;

/// <summary>The texts of SPDX's list as words to look for: without title and copyright lines, which SPDX's matching guidelines ignore, and with a hole for each name to fill in.</summary>
internal static partial class LicenceTexts
{
    private const int FewestWords = 8;
    private const int TitleLines = 12;
    private const int LongestTitle = 12;

    public static IReadOnlyList<TextRule> Of(IReadOnlyList<SpdxLicence> licences, IEnumerable<(PhraseRule Rule, string Text)> own, PartyNames names, WordTable table)
    {
        var texts = new List<TextRule>();
        var seen = new HashSet<string>();
        // Of ids with one text, the plainest stands for it: the text alone says neither "or later" nor more.
        foreach (var licence in licences.OrderBy(licence => Rank(licence.Id)).ThenBy(licence => licence.Id, StringComparer.Ordinal))
        {
            foreach (var body in Bodies(licence))
            {
                var rule = Rule(licence.Id, FindingKind.FullText, body, $"SPDX: {licence.Name}", table, names, licence.Name);
                if (rule.Words.Length >= FewestWords && rule.Words.Length <= ushort.MaxValue && seen.Add(string.Join(' ', rule.Words))) texts.Add(rule);
            }
        }

        texts.AddRange(own.Select(text => Own(text.Rule, text.Text, names, table)));
        return [.. texts.OrderBy(text => text.Expression, StringComparer.Ordinal).ThenBy(text => text.Source, StringComparer.Ordinal)];
    }

    // Half a licence must not hide a rare one that has the other half, too.
    private static TextRule Own(PhraseRule rule, string text, PartyNames names, WordTable table)
    {
        var own = Rule(rule.Expression, rule.Kind, text, rule.Source, table, names);
        return own with { Common = own.Common && (rule.Needs & PhraseNeeds.NoBetter) == 0 };
    }

    private static TextRule Rule(string expression, FindingKind kind, string text, string source, WordTable table, PartyNames names, string name = "")
    {
        var numbers = TextWords.Of(text, table, new WordList(), out var holes);
        var soft = names.In(numbers, text);
        for (var at = 0; at < numbers.Length; at++) soft[at] |= holes[at];

        return new TextRule(expression, kind, numbers, soft, names.Required(expression, $"{expression} {name}", text), names.Common.Contains(expression), source);
    }

    // SPDX gives some texts with more than people copy: the LGPL 3 with the GPL behind it, Unicode's with a page of notices before it.
    private static IEnumerable<string> Bodies(SpdxLicence licence)
    {
        var body = Body(licence);
        yield return body;
        if (Appended().Match(body) is { Success: true } appended) yield return body[..appended.Index];
        if (Preceded().Match(body) is { Success: true } preceded) yield return body[(preceded.Index + preceded.Length)..];
    }

    private static string Body(SpdxLicence licence)
    {
        var lines = licence.Text.ReplaceLineEndings("\n").Split('\n').ToList();
        var first = 0;
        for (var at = 0; at < Math.Min(TitleLines, lines.Count); at++)
        {
            var line = lines[at].Trim();
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            var title = words <= LongestTitle && (TitleWord().IsMatch(line) || line.Equals(licence.Name, StringComparison.OrdinalIgnoreCase)) && !Sentence().IsMatch(line);
            if (line.Length == 0 || title || Copyright().IsMatch(line)) first = at + 1;
            else break;
        }

        return string.Join('\n', TextWords.WithoutCopyright(lines.Skip(first)));
    }

    private static int Rank(string id) => id switch
    {
        _ when id.EndsWith("-only", StringComparison.Ordinal) && !id.Contains("invariants", StringComparison.Ordinal) => 0,
        _ when id.Contains("-or-later", StringComparison.Ordinal) || id.Contains("invariants", StringComparison.Ordinal) || id.Contains("RFN", StringComparison.Ordinal) => 2,
        _ => 1,
    };

    [GeneratedRegex(@"(?<=\n.*\n.*\n)[ \t]*GNU GENERAL PUBLIC LICENSE[ \t]*\n", RegexOptions.CultureInvariant)]
    private static partial Regex Appended();

    [GeneratedRegex(@"(?<=\n)[ \t]*COPYRIGHT AND PERMISSION NOTICE[ \t]*\n(\s*Copyright.*\n)*", RegexOptions.CultureInvariant)]
    private static partial Regex Preceded();

    [GeneratedRegex(@"\b(licen[cs]e|licence|version|copyright notice|disclaimer|v\d)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TitleWord();

    [GeneratedRegex(@"\b(granted|permi|you may|this (software|program|license is|file|work|package)|provided|redistribut|beer|is hereby|everyone)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^\W*(portions )?(copyright|©|\(c\)|all rights reserved)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Copyright();
}
