using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Custodian.Licences;
using Custodian.Licences.Expressions;

namespace Custodian.Checks;

/// <summary>
/// Writes what was found in a commit as SPDX 2.3 JSON. Two reports of one scan are byte for byte the same: nothing in it is drawn by
/// lot, and the files come in the order of their paths.
/// </summary>
internal sealed class SpdxReport
{
    private const string Nothing = "NOASSERTION";
    private const string Document = "SPDXRef-DOCUMENT";
    private const string Package = "SPDXRef-Package";
    private const int MostRemarks = 20;
    private const int MostPending = 1 << 16;

    private readonly SpdxReportHead head;
    private readonly SpdxIds ids;
    private readonly SpdxFile[] listed;
    private readonly string[] excluded;
    private readonly Utf8JsonWriter json;

    // Each reference to a licence of somebody's own, and where it was met first.
    private readonly SortedDictionary<string, string> references = new(StringComparer.Ordinal);

    private SpdxReport(SpdxReportHead head, IEnumerable<SpdxFile> files, SpdxIds ids, Utf8JsonWriter json)
    {
        (this.head, this.ids, this.json) = (head, ids, json);
        var ordered = files.OrderBy(file => file.File.Path, StringComparer.Ordinal).ToLookup(file => file.Sha1 is not null);
        listed = [.. ordered[true]];
        // SPDX lists no file without its SHA-1, and has a place for those that it leaves out.
        excluded = [.. ordered[false].Select(file => NameOf(file.File))];
    }

    /// <param name="to">Takes UTF-8; left open.</param>
    /// <param name="head">What it is about.</param>
    /// <param name="files">Every file, in any order.</param>
    /// <param name="ids">What SPDX lists.</param>
    public static void Write(Stream to, SpdxReportHead head, IEnumerable<SpdxFile> files, SpdxIds ids)
    {
        using var json = new Utf8JsonWriter(to);
        new SpdxReport(head, files, ids, json).Write();
    }

    private void Write()
    {
        var found = listed.ToDictionary(file => file, Found, (IEqualityComparer<SpdxFile>)ReferenceEqualityComparer.Instance);

        json.WriteStartObject();
        json.WriteString("spdxVersion", "SPDX-2.3");
        json.WriteString("dataLicense", "CC0-1.0");
        json.WriteString("SPDXID", Document);
        json.WriteString("name", $"{head.Repository}-{head.Commit}");
        json.WriteString("documentNamespace", Namespace());
        json.WriteStartObject("creationInfo");
        json.WriteString("created", head.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        WriteTexts("creators", ["Organization: Custodian", $"Tool: {head.Engine}"]);
        if (head.LicenceListVersion is { } version) json.WriteString("licenseListVersion", version);
        json.WriteEndObject();

        WritePackage([.. found.Values.SelectMany(one => one).Distinct().Order(StringComparer.Ordinal)]);
        json.WriteStartArray("files");
        foreach (var file in listed) WriteFile(file, found[file]);
        json.WriteEndArray();
        WriteReferences();
        WriteRelationships();
        json.WriteEndObject();
    }

    // The same commit read by another engine, or at another time, is another document.
    private string Namespace()
    {
        var made = string.Join('\n', head.Repository, head.Commit, head.Engine, head.LicenceListVersion, head.Created.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        return $"https://spdx.org/spdxdocs/{Uri.EscapeDataString(head.Repository)}-{head.Commit}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(made)))[..32]}";
    }

    private void WritePackage(string[] licences)
    {
        json.WriteStartArray("packages");
        json.WriteStartObject();
        json.WriteString("SPDXID", Package);
        json.WriteString("name", head.Repository);
        json.WriteString("versionInfo", head.Commit);
        json.WriteString("downloadLocation", Nothing);
        json.WriteBoolean("filesAnalyzed", true);
        json.WriteStartObject("packageVerificationCode");
        json.WriteString("packageVerificationCodeValue", VerificationCode());
        if (excluded.Length > 0) WriteTexts("packageVerificationCodeExcludedFiles", excluded);
        json.WriteEndObject();
        json.WriteString("licenseConcluded", Nothing);
        json.WriteString("licenseDeclared", Nothing);
        WriteTexts("licenseInfoFromFiles", licences.Length > 0 ? licences : [Nothing]);
        json.WriteString("copyrightText", Nothing);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteFile(SpdxFile file, IReadOnlyList<string> licences)
    {
        if (json.BytesPending > MostPending) json.Flush();
        json.WriteStartObject();
        json.WriteString("SPDXID", IdOf(file.File));
        json.WriteString("fileName", NameOf(file.File));
        WriteTexts("fileTypes", [file.File.Scan.Class switch { FileClass.Binary => "BINARY", FileClass.Unreadable => "OTHER", _ => "TEXT" }]);
        json.WriteStartArray("checksums");
        WriteChecksum("SHA1", Hex(file));
        if (file.Sha256 is { } sha256) WriteChecksum("SHA256", sha256);
        json.WriteEndArray();
        json.WriteString("licenseConcluded", Declared(file) ?? Nothing);
        WriteTexts("licenseInfoInFiles", licences);
        if (Remarks(file.File) is { Length: > 0 } remarks) json.WriteString("licenseComments", remarks);
        json.WriteString("copyrightText", Nothing);
        json.WriteEndObject();
    }

    private void WriteChecksum(string algorithm, string hex)
    {
        json.WriteStartObject();
        json.WriteString("algorithm", algorithm);
        json.WriteString("checksumValue", hex);
        json.WriteEndObject();
    }

    private void WriteReferences()
    {
        if (references.Count == 0) return;

        json.WriteStartArray("hasExtractedLicensingInfos");
        foreach (var (id, place) in references)
        {
            json.WriteStartObject();
            json.WriteString("licenseId", id);
            json.WriteString("name", id["LicenseRef-".Length..]);
            json.WriteString("extractedText", $"{id} is named {place}. Its text was not extracted.");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRelationships()
    {
        json.WriteStartArray("relationships");
        Relate(Document, "DESCRIBES", Package);
        foreach (var file in listed) Relate(Package, "CONTAINS", IdOf(file.File));
        json.WriteEndArray();

        void Relate(string from, string how, string to)
        {
            json.WriteStartObject();
            json.WriteString("spdxElementId", from);
            json.WriteString("relationshipType", how);
            json.WriteString("relatedSpdxElement", to);
            json.WriteEndObject();
        }
    }

    // "Each of the choices should be listed as a separate entry" (8.6.1), and no two the same.
    private IReadOnlyList<string> Found(SpdxFile file)
    {
        var scan = file.File.Scan;
        if (scan.Class == FileClass.None && file.File.Others is null) return ["NONE"];

        var terms = file.File.Findings.SelectMany(finding => Usable(finding.Expression, $"in {NameOf(file.File)}, line {finding.StartLine}")?.Terms().Select(term => term.ToString()) ?? []);
        string[] distinct = [.. terms.Distinct().Order(StringComparer.Ordinal)];
        return distinct.Length > 0 ? distinct : [Nothing];
    }

    private string? Declared(SpdxFile file) => file.Declared is { } declared ? Usable(declared, $"in the policy, which declares it of {NameOf(file.File)}")?.ToString() : null;

    // An expression of this document may name listed licences, and references that the document explains; nothing in another document.
    private SpdxExpression? Usable(string text, string place)
    {
        if (!SpdxParser.TryParse(text, out var parsed, out _)) return null;

        var expression = ids.Current(parsed);
        if (ids.Unknown(expression).Count > 0) return null;

        string[] named = [.. expression.Ids().Where(SpdxIds.IsReference)];
        if (named.Any(name => name.Contains(':'))) return null;
        foreach (var name in named) references.TryAdd(name, place);
        return expression;
    }

    private static string Remarks(LicenceFile file)
    {
        var count = file.Scan.Findings.Count + (file.Others?.Findings.Count ?? 0);
        var lines = file.Findings.Take(MostRemarks).Select(finding => string.Create(CultureInfo.InvariantCulture,
            $"{(finding.Inside is { } inside ? $"{inside}, " : "")}{(finding.StartLine > 0 ? $"lines {finding.StartLine}-{finding.EndLine}" : "the file")}: {(finding.Expression.Length > 0 ? finding.Expression : "no licence that is known")} ({(finding.Scanner is { } scanner ? $"scanner {scanner}" : Words(finding.Kind))}, {finding.Score:0.00}{(finding.Pack is { } pack ? $", rule pack {pack}" : "")})"));
        var more = count > MostRemarks ? [$"and {count - MostRemarks} more"] : Array.Empty<string>();
        var trouble = file.Scan.Trouble is { } why ? [$"not read to its end: {why}"] : Array.Empty<string>();
        return PlainText.Line(string.Join("; ", [.. trouble, .. lines, .. more]), 8000);
    }

    /// <summary>What a finding rests on, in words.</summary>
    public static string Words(FindingKind kind) => kind switch
    {
        FindingKind.Tag => "tag",
        FindingKind.FullText => "full text",
        FindingKind.Notice => "notice",
        FindingKind.NameReference => "name",
        FindingKind.UrlReference => "address",
        FindingKind.NoGrant => "all rights reserved",
        _ => "unknown words",
    };

    // SPDX 2.3, 7.9: the SHA-1 of all files' SHA-1, in order and in one line.
#pragma warning disable CA5350 // The form asks for SHA-1; nothing here rests on it.
    private string VerificationCode() =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.ASCII.GetBytes(string.Concat(listed.Select(Hex).Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350

    private static string Hex(SpdxFile file) => file.Sha1!.ToLowerInvariant();

    private static string NameOf(LicenceFile file) => "./" + Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(file.Path));

    // Letters, digits and '.' as they are; every other byte as '-' and two digits, so that no two paths share an id.
    private static string IdOf(LicenceFile file)
    {
        var id = new StringBuilder("SPDXRef-File-");
        foreach (var one in Encoding.UTF8.GetBytes(file.Path))
        {
            if (char.IsAsciiLetterOrDigit((char)one) || one == '.') id.Append((char)one);
            else id.Append('-').Append(one.ToString("X2", CultureInfo.InvariantCulture));
        }

        return id.ToString();
    }

    private void WriteTexts(string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
