using System.Text;
using Custodian.Licences.Expressions;
using Xunit;

namespace Custodian.Licences.Tests.Fuzzing;

/// <summary>What holds of every file, whatever it is.</summary>
internal sealed class Soundness
{
    private const long MostSteps = 300;
    private const long MostAnyway = 500_000;

    private readonly LicenceScanner scanner = Samples.Scanner();
    private readonly LicenceScanner remembering = new(LicenceIndex.Shipped, new LicenceMemo());

    /// <summary>Scans it, three times over, and says what it is like: class, kinds, licences and how much work it was, roughly.</summary>
    public string Check(byte[] bytes)
    {
        var scan = scanner.Scan(bytes);
        var steps = scanner.Steps;
        Assert.True(steps <= MostAnyway + (bytes.Length * MostSteps), $"{steps} steps for {bytes.Length} bytes");
        Assert.Equal(scan.Class == FileClass.Unreadable, scan.Trouble is not null);
        Assert.Equal(scan.Class == FileClass.Licensed, scan.Licences().Count > 0);
        Assert.Equal(scan.Class is FileClass.None or FileClass.Binary or FileClass.Unreadable, scan.Findings.Count == 0);

        var lines = bytes.Count(one => one is (byte)'\n' or (byte)'\r') + 1;
        Assert.All(scan.Findings, finding => Assert.True(finding.StartLine >= 1 && finding.StartLine <= finding.EndLine && finding.EndLine <= lines, $"{finding} in {lines} lines"));
        Assert.All(scan.Findings, finding => Assert.InRange(finding.Score, double.Epsilon, 1));
        Assert.Equal(scan.Findings.Select(finding => finding.StartLine).Order(), scan.Findings.Select(finding => finding.StartLine));
        if (scan.Expression() is { Length: > 0 } expression) Assert.True(SpdxParser.TryParse(expression, out _, out var refusal), $"{expression}: {refusal}");

        var told = Told(scan);
        Assert.Equal(told, Told(scanner.Scan(bytes)));
        Assert.Equal(told, Told(remembering.Scan(bytes)));
        Assert.Equal(told, Told(remembering.Scan(bytes)));
        return Like(scan, steps, bytes.Length);
    }

    private static string Like(FileScan scan, long steps, int length) =>
        $"{scan.Class} {string.Join(',', scan.Findings.Select(finding => finding.Kind).Distinct().Order())} {Math.Min(scan.Licences().Count, 4)} {(scan.Findings.Any(finding => finding.Differences.Count > 0) ? "differs" : "")} {(int)Math.Log2(1 + (steps / (1 + length)))}";

    private static string Told(FileScan scan)
    {
        var told = new StringBuilder($"{scan.Class} {scan.Trouble}");
        foreach (var finding in scan.Findings) told.Append($" | {finding.StartLine}-{finding.EndLine} {finding.Expression} {finding.Kind} {finding.Score:R} {string.Join(';', finding.Differences)}");
        return told.ToString();
    }
}
