using Custodian.Checks;
using Custodian.Licences;

namespace Custodian.Pages;

/// <summary>The files of a report in groups, as far as a page can show them: a repository of 80,000 files must not become a page of 80,000 lines.</summary>
/// <param name="path">Only files whose paths begin so; empty: all.</param>
/// <param name="licence">Only the files of this group; empty: all.</param>
internal sealed class LicenceFiles(LicenceReport report, string path, string licence)
{
    private const int MostGroups = 100;
    private const int MostInGroup = 200;
    private const int MostLines = 2_000;
    private const int MostFolders = 50;
    private const int MostLicences = 40;
    private const int MostEvidence = 5;

    // Thousands of files share one scan.
    private readonly Dictionary<FileScan, string> labels = new(ReferenceEqualityComparer.Instance);

    /// <summary>True where the page is about this file. A file that is there no more has no group.</summary>
    public bool Asks(string file, ReportedFile? there) =>
        file.StartsWith(path, StringComparison.Ordinal) && (licence.Length == 0 || (there is not null && LabelOf(there) == licence));

    public static IReadOnlyList<LicenceCount> Classes(LicenceCounts counts) =>
        [.. from kind in Enum.GetValues<FileClass>() where counts.Of(kind) > 0 select new LicenceCount(LicenceCounts.Words(kind), counts.Own[kind], counts.Generated[kind], null)];

    /// <summary>Of all files, whatever was asked for.</summary>
    public IReadOnlyList<LicenceCount> Licences(out int more)
    {
        LicenceCount[] all =
        [
            .. report.Files.GroupBy(LabelOf, StringComparer.Ordinal)
                .Select(group => new LicenceCount(group.Key, group.Count(file => !file.Generated), group.Count(file => file.Generated), To(path, group.Key)))
                .OrderByDescending(count => count.Own + count.Generated).ThenBy(count => count.What, StringComparer.Ordinal),
        ];
        more = Math.Max(0, all.Length - MostLicences);
        return [.. all.Take(MostLicences)];
    }

    public LicenceNarrowing Narrowing()
    {
        var asked = report.Files.Where(file => Asks(file.File.Path, file)).ToList();
        // What comes after the last folder that was named is looked at one folder deeper.
        var start = path.LastIndexOf('/') + 1;
        LicenceFolder[] folders =
        [
            .. from file in asked
               let end = file.File.Path.IndexOf('/', start)
               where end >= 0
               group file by file.File.Path[..(end + 1)] into folder
               orderby folder.Key
               select new LicenceFolder(folder.Key, folder.Count(), To(folder.Key, licence)),
        ];
        return new(path, licence, asked.Count, To("", ""), [.. folders.Take(MostFolders)], Math.Max(0, folders.Length - MostFolders));
    }

    /// <summary>The largest group first, generated code after what people wrote.</summary>
    public IReadOnlyList<LicenceGroup> Groups()
    {
        var left = MostLines;
        return
        [
            .. report.Files.Where(file => Asks(file.File.Path, file))
                .GroupBy(file => (Label: LabelOf(file), file.Generated))
                .OrderBy(group => group.Key.Generated).ThenByDescending(group => group.Count()).ThenBy(group => group.Key.Label, StringComparer.Ordinal)
                .Take(MostGroups)
                .Select(group =>
                {
                    LicenceFileLine[] lines = [.. group.Take(Math.Min(MostInGroup, left)).Select(Line)];
                    left -= lines.Length;
                    return new LicenceGroup(group.Key.Label, group.Key.Generated, group.Count(), lines, To(path, group.Key.Label));
                }),
        ];
    }

    private static LicenceFileLine Line(ReportedFile file)
    {
        var scan = file.File.Scan;
        string?[] notes =
        [
            file.Ignored ? "the policy asks nothing of it" : null,
            file.Declared is not null ? $"declared in the policy; found: {(scan.Expression() is { Length: > 0 } found ? found : LicenceCounts.Words(scan.Class))}" : null,
            file.File.Others is { } others ? $"another scanner: {string.Join(", ", others.Findings.Select(finding => finding.Expression).Distinct(StringComparer.Ordinal).Take(MostEvidence))}" : null,
            scan.Trouble,
        ];
        var told = string.Join("; ", notes.OfType<string>());
        return new(file.File.Path, told.Length > 0 ? told : null, file.Sha256, file.Sha256 is null ? [] : [.. scan.Findings.Take(MostEvidence).Select(LicenceFindingsWriter.Evidence)]);
    }

    private string LabelOf(ReportedFile file)
    {
        if (file.Declared is { } declared) return $"{declared} (declared)";
        if (labels.TryGetValue(file.File.Scan, out var known)) return known;

        var scan = file.File.Scan;
        var expression = scan.Expression();
        var carried = string.Join(" AND ", scan.Findings.Where(finding => finding.Inside is not null && finding.Expression.Length > 0).Select(finding => finding.Expression).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return labels[scan] = expression.Length > 0 ? expression : carried.Length > 0 ? $"archive with {carried}" : LicenceCounts.Words(scan.Class);
    }

    private string To(string folder, string group)
    {
        string[] asked = [.. folder.Length > 0 ? [$"path={Uri.EscapeDataString(folder)}"] : Array.Empty<string>(), .. group.Length > 0 ? [$"licence={Uri.EscapeDataString(group)}"] : Array.Empty<string>()];
        var page = CheckDoors.Page(report.Run.Repository!, report.Run.Commit!.Value, report.Run.Check);
        return asked.Length == 0 ? page : $"{page}?{string.Join('&', asked)}#files";
    }
}
