using System.Text;
using Custodian.Licences;
using Custodian.Licences.Expressions;

namespace Custodian.Checks;

/// <summary>What an archive says of its own licences: in its manifest, its licence and notice files, and the poms that it was built by.</summary>
internal sealed class ArchiveScan(LicenceScanner scanner, SpdxIds ids)
{
    private const string Manifest = "MANIFEST.MF";
    private const string Header = "Bundle-License:";

    /// <returns>Binary, with the evidence that was found; unreadable where what there is cannot be taken out.</returns>
    public FileScan Scan(ReadOnlySpan<byte> archive)
    {
        try
        {
            // It only begins like an archive.
            if (ArchiveReader.Evidence(archive) is not { } evidence) return scanner.Scan(archive);

            // Words of a licence that nobody knows say nothing of the classes beside them.
            Finding[] found = [.. evidence.SelectMany(file => Findings(file.Name, file.Bytes).Where(finding => finding.Ids.Count > 0).Select(finding => finding with { Inside = file.Name }))];
            return found.Length > 0 ? new FileScan(FileClass.Binary, found) : FileScan.NotText;
        }
        catch (ArchiveException refused)
        {
            return new FileScan(FileClass.Unreadable, [], refused.Message);
        }
    }

    private IEnumerable<Finding> Findings(string name, byte[] bytes)
    {
        if (!name.EndsWith(Manifest, StringComparison.OrdinalIgnoreCase)) return scanner.Scan(bytes).Findings;

        // One header alone: a manifest names many other programs.
        var lines = Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n").Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith(Header, StringComparison.OrdinalIgnoreCase));
        if (at < 0) return [];

        // JAR specification: a line that begins with a blank goes on with the one before it.
        var value = string.Concat(lines[at][Header.Length..], string.Concat(lines.Skip(at + 1).TakeWhile(line => line.StartsWith(' ')).Select(line => line[1..]))).Trim();
        // Each part may have parameters, which say no more of its licence: "MIT;link=…". What is no id is read as a field is.
        var found = value.Split(',').SelectMany(part => Listed(part.Split(';')[0].Trim()) is { } listed ? [listed] : scanner.Scan(Encoding.UTF8.GetBytes($"License: {part}")).Findings);
        return found.Select(finding => finding with { StartLine = at + 1, EndLine = at + 1 });
    }

    private Finding? Listed(string text)
    {
        if (!SpdxParser.TryParse(text, out var parsed, out _) || ids.Unknown(parsed).Count > 0) return null;

        var expression = ids.Current(parsed);
        return new Finding { Ids = [.. expression.Ids().Distinct()], Expression = expression.ToString(), Kind = FindingKind.Tag, Score = 1, StartLine = 1, EndLine = 1 };
    }
}
