using Custodian.Licences.Expressions;
using Custodian.Licences.Phrases;

namespace Custodian.Licences.Packs;

/// <summary>
/// Reads licences and rules as ScanCode documents them: <c>*.LICENSE</c> and <c>*.RULE</c>, keys and values between lines <c>---</c>, then the text. Licences come
/// first: rules name them by their keys.
/// </summary>
internal sealed class ScanCodeReader(string pack, SpdxIds ids, PackReferences references, PackMistakes mistakes)
{
    // What a rule says that it is, and what its finding then rests on.
    private static readonly (string Key, FindingKind Kind)[] Kinds =
    [
        ("is_license_text", FindingKind.FullText), ("is_license_notice", FindingKind.Notice), ("is_license_tag", FindingKind.Tag),
        ("is_license_reference", FindingKind.NameReference), ("is_required_phrase", FindingKind.NameReference),
    ];

    private readonly PackLicences licences = new(ids);

    // So few words are an ordinary word as often as a name.
    private const int BareWords = 2;

    /// <summary>In the order of the files.</summary>
    public List<PackRule> Rules { get; } = [];

    public void ReadLicence(string file, string text)
    {
        if (FrontMatter.Read(text, (line, what) => mistakes.Add(file, line, what)) is not { } front) return;
        if (front.Value("key") is not { } key)
        {
            mistakes.Add(file, 1, "the licence has no 'key': write the one by which rules name it.");
            return;
        }

        var isUnknown = front.Flag("is_unknown");
        var written = front.Value("spdx_license_key");
        string?[] names = [written, .. front.List("other_spdx_license_keys")];
        if (!licences.Add(key, names.OfType<string>(), isUnknown)) mistakes.Add(file, front.LineOf("key"), $"another licence has the key '{key}': correct one of them.");
        else if (licences.IdOf(key) is var id && references.Take(id, $"'{key}' in {pack}/{file}", written == id) is { } other)
            mistakes.Add(file, front.LineOf("key"), $"the key '{key}' becomes {id}, as does {other}: write another id as 'spdx_license_key', or this one in both.");
        else if (front.Text.Length == 0) mistakes.LeaveOut("have no text");
        else if (front.Flag("is_deprecated")) mistakes.LeaveOut("are deprecated");
        else Add(front, file, isUnknown ? "" : licences.IdOf(key), isUnknown ? FindingKind.Unknown : FindingKind.FullText, PhraseNeeds.Nothing);
    }

    public void ReadRule(string file, string text)
    {
        if (FrontMatter.Read(text, (line, what) => mistakes.Add(file, line, what)) is not { } front) return;
        if (front.Text.Length == 0)
        {
            mistakes.Add(file, front.TextLine, "the rule has no text: write the words to look for below the second line '---'.");
            return;
        }

        if (front.Flag("is_deprecated"))
        {
            mistakes.LeaveOut("are deprecated");
            return;
        }

        if (front.Flag("is_false_positive"))
        {
            Add(front, file, "", FindingKind.Unknown, PhraseNeeds.Ignored);
            return;
        }

        if (front.Flag("is_license_clue") || front.Flag("is_license_intro"))
        {
            mistakes.LeaveOut("are clues or introductions, which put nothing under a licence");
            return;
        }

        var kinds = Kinds.Where(kind => front.Flag(kind.Key)).ToList();
        if (kinds.Count == 0) mistakes.Add(file, 1, "the rule does not say what it is: write one of is_license_text, is_license_notice, is_license_reference, is_license_tag and is_false_positive, with yes.");
        else if (front.Value("license_expression") is not { } expression) mistakes.Add(file, 1, "the rule has no 'license_expression': write the key of its licence.");
        else if (!licences.TryRead(expression, out var spdx, out var why)) mistakes.Add(file, front.LineOf("license_expression"), $"'license_expression' cannot be used: {why}.");
        else Add(front, file, spdx, spdx.Length == 0 ? FindingKind.Unknown : Kind(kinds[0].Kind, front.Text), Needs(kinds[0].Kind, front.Text));
    }

    private void Add(FrontMatter front, string file, string expression, FindingKind kind, PhraseNeeds needs)
    {
        var least = front.Percent("minimum_coverage") ?? 0;
        // How much a rule is to be trusted is said by what it is; the number is looked at all the same.
        _ = front.Percent("relevance");
        var isExact = front.Flag("is_continuous") || least == 100 || needs.HasFlag(PhraseNeeds.Ignored);
        Rules.Add(new(new PhraseRule(expression, kind, needs, $"{file}:{front.TextLine}") { Pack = pack }, front.Text, least / 100.0, isExact));
    }

    private static FindingKind Kind(FindingKind kind, string text) =>
        kind == FindingKind.NameReference && text.TrimStart().StartsWith("http", StringComparison.OrdinalIgnoreCase) ? FindingKind.UrlReference : kind;

    private static PhraseNeeds Needs(FindingKind kind, string text) =>
        kind == FindingKind.NameReference && text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length <= BareWords && !text.Contains("licen", StringComparison.OrdinalIgnoreCase)
            ? PhraseNeeds.Context : PhraseNeeds.Nothing;
}
