using System.Text.Json;
using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>Reads what a scanner wrote, and keeps of it what is about files of the commit.</summary>
internal static class ScannerReport
{
    private const int MostFiles = 1_000_000;
    private const int MostFindings = 2_000_000;
    private const int MostFoldersAbove = 8;

    /// <param name="paths">Every path of the commit.</param>
    /// <returns>What was found, by path; files without findings are left out.</returns>
    /// <exception cref="ScannerException">It cannot be used.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<Finding>> Read(Stream report, ScannerSettings settings, IReadOnlySet<string> paths)
    {
        var told = Read(report, settings);
        // Scanners name files from the folder that they were given, or with that folder before them.
        var above = Enumerable.Range(0, MostFoldersAbove + 1).MaxBy(folders => told.Count(one => paths.Contains(Without(folders, one.Path))));
        var ours = told.Select(one => (Path: Without(above, one.Path), one.Findings)).Where(one => paths.Contains(one.Path)).ToList();
        if (ours.Count == 0 && paths.Count > 0) throw new ScannerException("wrote a report that names no file of this commit");

        return ours.GroupBy(one => one.Path, one => one.Findings, StringComparer.Ordinal)
            .Select(file => (file.Key, Findings: (IReadOnlyList<Finding>)[.. file.SelectMany(found => found)]))
            .Where(file => file.Findings.Count > 0).ToDictionary(file => file.Key, file => file.Findings, StringComparer.Ordinal);
    }

    private static List<(string Path, IReadOnlyList<Finding> Findings)> Read(Stream report, ScannerSettings settings)
    {
        var told = new List<(string, IReadOnlyList<Finding>)>();
        var items = new JsonItems(report, "files");
        var findings = 0;
        try
        {
            while (items.Next() is { } item)
            {
                using (item)
                {
                    if (ScannerFormats.Read(settings.Prints, settings.Name, item.RootElement) is not { } file) continue;

                    told.Add(file);
                    findings += file.Findings.Count;
                }

                if (told.Count > MostFiles || findings > MostFindings) throw new ScannerException($"wrote a report of more than {MostFiles:N0} files or {MostFindings:N0} findings");
            }
        }
        catch (JsonException mistake)
        {
            throw new ScannerException($"wrote a report that is no JSON ({PlainText.Line(mistake.Message, 150)})");
        }

        return items.Met ? told : throw new ScannerException($"wrote a report without a list of 'files', so it is not {(settings.Prints == ScannerSettings.Spdx ? "SPDX" : "ScanCode")} JSON");
    }

    // "./a/b", "/scan/a/b" and "a/b"; what leads upwards is no path of a commit.
    private static string Without(int folders, string path)
    {
        var at = path.StartsWith("./", StringComparison.Ordinal) ? 2 : path.StartsWith('/') ? 1 : 0;
        for (; folders > 0; folders--)
        {
            var end = path.IndexOf('/', at);
            if (end < 0) return "";
            at = end + 1;
        }

        return path[at..];
    }
}
