using System.Text;
using CsCheck;
using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>What holds of every file.</summary>
public sealed class LicenceScannerProperties
{
    private static readonly string[] Texts = [.. Samples.SpdxTexts.Where(licence => licence.Value.Length is > 300 and < 6000).Select(licence => licence.Value)];
    private static readonly string[] Short = [.. Samples.SpdxTexts.Where(licence => licence.Value.Length is > 600 and < 3000).Select(licence => licence.Key)];
    private static readonly string[] Marks = ["", " * ", "# ", "// ", "dnl ", ".\\\" ", "<p>", "-- "];

    private static readonly Gen<string> Stretch = Gen.OneOf(
        One(Texts),
        One("int a = 1;\n", "Licensed under the MIT license.\n", "All rights reserved.\n", "GPL or MIT\n", "SPDX-License-Identifier: Zlib\n", "/*", "*/\n"),
        Gen.String[Gen.Char["abcdeLICENSE (c)\n\r\t<>\"'&;.+-\\%\u00e9\u201c"], 0, 200]);

    /// <summary>Two licences and more, cut and wrapped anew.</summary>
    private static readonly Gen<string> Mixed = Gen.Select(Stretch.Array[1, 5], Gen.Int[0, 400], Gen.Int[2, 20], One(Marks), (stretches, cut, width, mark) =>
    {
        var text = string.Join('\n', stretches);
        text = text[Math.Min(cut, text.Length)..];
        return string.Join('\n', text.Split(' ').Chunk(width).Select(words => mark + string.Join(' ', words)));
    });

    private static readonly LicenceScanner Scanner = Samples.Scanner();
    private static readonly LicenceScanner Remembering = new(LicenceIndex.Shipped, new LicenceMemo());

    [Fact]
    public void What_is_remembered_changes_no_answer() => Mixed.Sample(
        text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var plain = Told(Samples.Scan(bytes));
            Assert.Equal(plain, Told(Remembering.Scan(bytes)));
            Assert.Equal(plain, Told(Remembering.Scan(bytes)));
        },
        iter: 200, threads: 1);

    [Fact]
    public void Lines_lie_within_the_file_and_in_order() => Mixed.Sample(
        text =>
        {
            var scan = Scanner.Scan(Encoding.UTF8.GetBytes(text));
            var lines = text.Count(letter => letter == '\n') + text.Count(letter => letter == '\r') + 1;
            Assert.All(scan.Findings, finding => Assert.True(finding.StartLine >= 1 && finding.StartLine <= finding.EndLine && finding.EndLine <= lines, $"{finding}"));
            Assert.All(scan.Findings, finding => Assert.InRange(finding.Score, double.Epsilon, 1));
            Assert.Equal(scan.Findings.Select(finding => finding.StartLine).Order(), scan.Findings.Select(finding => finding.StartLine));
            Assert.Equal(scan.Class == FileClass.Licensed, scan.Licences().Count > 0);
        },
        iter: 300, threads: 1);

    [Fact]
    public void Line_ends_and_encoding_change_no_answer() => Mixed.Sample(
        text =>
        {
            var plain = text.Replace("\r", "", StringComparison.Ordinal);
            var expected = Ids(Encoding.UTF8.GetBytes(plain));
            Assert.Equal(expected, Ids(Encoding.UTF8.GetBytes(plain.Replace("\n", "\r\n", StringComparison.Ordinal))));
            Assert.Equal(expected, Ids([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(plain)]));
        },
        iter: 200, threads: 1);

    [Fact]
    public void A_licence_is_found_wherever_it_stands_among_code() => Gen.Select(One(Short), Gen.Int[0, 300], Gen.Int[0, 300]).Sample(
        (id, before, after) =>
        {
            static string Code(int lines) => string.Concat(Enumerable.Range(0, lines).Select(line => $"    total{line} += rows[{line}].Dose * factor;\n"));
            var alone = Full(Samples.SpdxTexts[id]);
            Assert.Equal(alone, Full($"{Code(before)}/*\n{Samples.SpdxTexts[id]}\n*/\n{Code(after)}"));
        },
        iter: 150, threads: 1);

    [Fact]
    public void Bytes_of_any_kind_are_answered() => Gen.Byte.Array[0, 4000].Sample(
        bytes =>
        {
            var scan = Scanner.Scan(bytes);
            Assert.Equal(Told(scan), Told(Scanner.Scan(bytes)));
        },
        iter: 2000, threads: 1);

    private static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static string Full(string text) => string.Join(',', Scanner.Scan(Encoding.UTF8.GetBytes(text)).Findings.Where(finding => finding.Kind == FindingKind.FullText).Select(finding => finding.Expression).Distinct());

    private static string Ids(byte[] bytes) => Scanner.Scan(bytes) is var scan ? $"{scan.Class} {string.Join(',', scan.Licences())}" : "";

    private static string Told(FileScan scan) =>
        $"{scan.Class} {string.Join(" | ", scan.Findings.Select(finding => $"{finding.StartLine}-{finding.EndLine} {finding.Expression} {finding.Kind} {finding.Score:R} {string.Join(';', finding.Differences)}"))}";
}
