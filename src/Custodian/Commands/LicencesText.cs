using System.Globalization;
using System.Text;
using Custodian.Checks;
using Custodian.Licences;

namespace Custodian.Commands;

/// <summary>A scan as people read it: what was found how often, and each file that somebody has to look at.</summary>
internal static class LicencesText
{
    private const int MostLines = 40;

    private static readonly (FileClass Class, string One, string Many)[] ToLookAt =
    [
        (FileClass.Unreadable, "could not be read", "could not be read"),
        (FileClass.Unknown, "speaks of a licence that is not known", "speak of a licence that is not known"),
        (FileClass.NoGrant, "reserves all rights and grants nothing", "reserve all rights and grant nothing"),
    ];

    /// <param name="index">What they were scanned with.</param>
    public static string Of(IReadOnlyList<ScannedFile> files, LicenceIndex index)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{files.Count:N0} {(files.Count == 1 ? "file" : "files")}.");
        var sets = files.Where(file => file.File.Scan.Class == FileClass.Licensed).GroupBy(file => file.File.Scan.Expression()).OrderByDescending(set => set.Count()).ThenBy(set => set.Key, StringComparer.Ordinal).ToList();
        foreach (var set in sets.Take(MostLines)) text.AppendLine(CultureInfo.InvariantCulture, $"{set.Count(),9:N0}  {set.Key}{(set.Count() == 1 ? $"   {PlainText.Line(set.First().File.Path, 300)}" : "")}");
        if (sets.Count > MostLines) text.AppendLine(CultureInfo.InvariantCulture, $"           and {sets.Count - MostLines:N0} other combinations: --json lists all");
        Line("no word of a licence", files.Count(file => file.File.Scan.Class == FileClass.None));
        Line("not a text", files.Count(file => file.File.Scan.Class == FileClass.Binary));
        Line("of these are archives that carry a licence's words: --json lists them", files.Count(file => file.File.Scan is { Class: FileClass.Binary, Findings.Count: > 0 }));

        foreach (var pack in index.Packs) Line($"of these have a finding of the rule pack {pack.Name}", files.Count(file => file.File.Scan.Findings.Any(finding => finding.Pack == pack.Name)));

        foreach (var (kind, one, many) in ToLookAt)
        {
            var these = files.Where(file => file.File.Scan.Class == kind).ToList();
            if (these.Count == 0) continue;
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{these.Count:N0} {(these.Count == 1 ? one : many)}:");
            foreach (var file in these.Take(MostLines)) text.AppendLine(CultureInfo.InvariantCulture, $"  {PlainText.Line(file.File.Path, 300)}{Where(file.File.Scan)}");
            if (these.Count > MostLines) text.AppendLine(CultureInfo.InvariantCulture, $"  and {these.Count - MostLines:N0} more: --json lists all");
        }

        foreach (var pack in index.Packs)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"The rule pack {pack.Name}: phrases {pack.Phrases:N0}, texts {pack.Texts:N0}. A policy names it so:");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {{ name: {pack.Name}, digest: \"{LicencePack.Algorithm}{pack.Digest}\" }}");
            foreach (var (why, count) in pack.LeftOut.OrderBy(one => one.Key, StringComparer.Ordinal)) text.AppendLine(CultureInfo.InvariantCulture, $"  left out: {count:N0} that {why}");
        }

        return text.ToString();

        void Line(string what, int count)
        {
            if (count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"{count,9:N0}  {what}");
        }
    }

    private static string Where(FileScan scan) => scan.Trouble is { } trouble ? $": {trouble}" : scan.Findings.Count > 0 ? $":{scan.Findings[0].StartLine}" : "";
}
