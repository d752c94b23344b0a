using System.Text;

namespace Custodian.Licences.Tests.Packs;

/// <summary>Rule packs of our own.</summary>
internal static class PackSamples
{
    public const string Trust = """
        # A trust's own licence, which SPDX does not list.
        == LicenseRef-Barts-Internal : notice
        for internal use within Barts Health [NHS Trust] under licence
        """;

    public const string Licence = """
        ---
        key: barts-internal
        short_name: Barts internal
        name: Barts Health internal licence
        category: Proprietary Free
        owner: Barts Health
        notes: This is long and goes on
          in another line, {{ with anything: in it
        spdx_license_key: LicenseRef-Barts-Internal
        text_urls:
          - https://example.nhs.uk/licence
        ignorable_copyrights: &a [*a, *a]
        ---

        Permission is given to the staff of Barts Health and to nobody else to read, run and mend this programme
        on machines that the trust owns. It may not leave these machines in any form. Whoever mends it
        sends what was mended to the department of informatics within a month. The licence ends with employment.
        """;

    public const string Body = """
        Permission is given to the staff of Barts Health and to nobody else to read, run and mend this programme
        on machines that the trust owns. It may not leave these machines in any form. Whoever mends it
        sends what was mended to the department of informatics within a month. The licence ends with employment.
        """;

    public static RulePack Pack(params (string Path, string Text)[] files) => Named("ours", files);

    public static RulePack Named(string name, params (string Path, string Text)[] files) => new(name, files.Select(file => new RulePackFile(file.Path, Encoding.UTF8.GetBytes(file.Text))));

    public static LicenceIndex Index(params RulePack[] packs) =>
        LicenceIndex.Shipped.TryWith(packs, out var index, out var mistakes) ? index : throw new InvalidOperationException(string.Join('\n', mistakes));

    public static LicenceIndex Index(params (string Path, string Text)[] files) => Index(Pack(files));

    public static IReadOnlyList<string> Mistakes(params (string Path, string Text)[] files)
    {
        Xunit.Assert.False(LicenceIndex.Shipped.TryWith([Pack(files)], out _, out var mistakes));
        return [.. mistakes.Select(mistake => mistake.ToString())];
    }

    public static FileScan Scan(LicenceIndex index, string text) => new LicenceScanner(index).Scan(Encoding.UTF8.GetBytes(text));

    public static string Rule(string head, string text) => $"---\n{head}\n---\n\n{text}\n";

    /// <summary>Everything that was found, as one text.</summary>
    public static string Told(FileScan scan) =>
        $"{scan.Class} {scan.Trouble} {string.Join(" | ", scan.Findings.Select(finding => $"{finding.StartLine}-{finding.EndLine} {finding.Expression} {finding.Kind} {finding.Score:R} {finding.Pack} {string.Join(';', finding.Differences)}"))}";
}
