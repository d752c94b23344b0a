using System.Globalization;
using Custodian.Checks;
using Custodian.Licences;

namespace Custodian.Pages;

/// <summary>Concerns as the page lists them, with what each rests on.</summary>
internal sealed class LicenceFindingsWriter(LicenceReport report, LicenceFiles files)
{
    private const int MostLines = 200;
    private const int MostKinds = 10;
    private const int MostPlaces = 5;
    private const int MostDifferences = 10;

    private readonly Dictionary<string, ReportedFile> byPath = report.Files.ToDictionary(file => file.File.Path, StringComparer.Ordinal);

    /// <summary>Those that the page was narrowed to.</summary>
    public LicenceFindings Write(IEnumerable<LicenceConcern> concerns)
    {
        LicenceConcern[] asked = [.. concerns.Where(concern => files.Asks(concern.Path, byPath.GetValueOrDefault(concern.Path)))];
        return new(asked.Length, [.. asked.Take(MostLines).Select(Line)]);
    }

    /// <summary>How many of them are about what.</summary>
    public static IReadOnlyList<LicenceCount> Kinds(IEnumerable<LicenceConcern> concerns) =>
        [.. concerns.GroupBy(concern => concern.What, StringComparer.Ordinal).OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key, StringComparer.Ordinal).Take(MostKinds).Select(kind => new LicenceCount(Words(kind.Key), kind.Count(), 0, null))];

    public static LicenceEvidence Evidence(Finding finding) => new(
        finding.Inside is { } inside ? $"{inside}, {Lines(finding)}" : Lines(finding),
        finding.Expression,
        SpdxReport.Words(finding.Kind),
        finding.Score >= 1 ? "exact" : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99, Math.Floor(finding.Score * 100)):0} % of the words"),
        finding.Scanner is { } scanner ? $"the scanner {scanner}" : finding.Pack is { } pack ? $"the rule pack {pack}" : null,
        [.. finding.Differences.Take(MostDifferences).Select(one => new LicenceDifference(one.Line, one.Expected, one.Found))],
        Math.Max(0, finding.Differences.Count - MostDifferences));

    private LicenceLine Line(LicenceConcern concern)
    {
        // Gone from here, or declared by its owners: nothing that stands in the file is why.
        var there = byPath.TryGetValue(concern.Path, out var file) && file.Declared is null && file.File.Blob == concern.Blob ? file.File : null;
        Finding[] places = [.. there?.Findings.Where(finding => LicenceRoom.Shows(finding, concern.What)) ?? []];
        Finding[] own = [.. places.Where(finding => finding.Inside is null)];
        var more = own.Length - MostPlaces;
        var where = own.Length == 0
            ? concern.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line}") : null
            : string.Join(", ", own.Take(MostPlaces).Select(Lines)) + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more:N0} more places") : "");
        return new(concern.Path, where, concern.Reason, [.. places.Take(MostPlaces).Select(Evidence)]);
    }

    private static string Lines(Finding finding) => finding.StartLine == 0 ? "somewhere in the file"
        : finding.StartLine == finding.EndLine
        ? string.Create(CultureInfo.InvariantCulture, $"line {finding.StartLine}")
        : string.Create(CultureInfo.InvariantCulture, $"lines {finding.StartLine} to {finding.EndLine}");

    // What is no expression is one of the words by which the ratchet knows it.
    private static string Words(string what) => what switch
    {
        LicenceRoom.Unknown => "licence not known",
        LicenceRoom.NoGrant => "all rights reserved, nothing granted",
        LicenceRoom.None => "no licence",
        LicenceRoom.Binary => "binary, licence not known",
        LicenceRoom.Unreadable => "could not be read",
        _ => what,
    };
}
