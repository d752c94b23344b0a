using System.Text.Json;
using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>Writes a scan as JSON, one line, the same bytes for the same scan.</summary>
internal static class ScanDocument
{
    private const int MostPending = 1 << 16;

    /// <param name="to">Takes UTF-8; left open.</param>
    /// <param name="files">In the order in which they are to stand.</param>
    /// <param name="index">What they were scanned with; null: what the engine brings.</param>
    public static void Write(Stream to, IReadOnlyList<ScannedFile> files, LicenceIndex? index = null)
    {
        index ??= LicenceIndex.Shipped;
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        json.WriteString("engine", ScanCache.Engine);
        json.WriteString("data", index.Version);
        if (index.Packs.Count > 0) Write(json, index.Packs);
        json.WriteStartArray("files");
        // Thousands of files share one scan: it is written out once.
        var known = new Dictionary<FileScan, Written>(ReferenceEqualityComparer.Instance);
        foreach (var file in files)
        {
            if (json.BytesPending > MostPending) json.Flush();
            if (!known.TryGetValue(file.File.Scan, out var written)) known.Add(file.File.Scan, written = Written.Of(file.File.Scan));
            Write(json, file, written);
        }

        json.WriteEndArray();
        WriteSummary(json, files);
        json.WriteEndObject();
    }

    /// <summary>A class as the document has it: <c>no-grant</c>.</summary>
    public static string Word(FileClass kind) => kind switch
    {
        FileClass.Licensed => "licensed",
        FileClass.Unknown => "unknown",
        FileClass.NoGrant => "no-grant",
        FileClass.None => "none",
        FileClass.Binary => "binary",
        _ => "unreadable",
    };

    /// <summary>A finding's kind as the document has it: <c>notice</c>.</summary>
    public static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Tag => "tag",
        FindingKind.FullText => "text",
        FindingKind.Notice => "notice",
        FindingKind.NameReference => "name",
        FindingKind.UrlReference => "url",
        FindingKind.NoGrant => "no-grant",
        _ => "unknown",
    };

    private static void Write(Utf8JsonWriter json, IReadOnlyList<RulePackContents> packs)
    {
        json.WriteStartArray("packs");
        foreach (var pack in packs)
        {
            json.WriteStartObject();
            json.WriteString("name", pack.Name);
            json.WriteString("digest", LicencePack.Algorithm + pack.Digest);
            json.WriteNumber("phrases", pack.Phrases);
            json.WriteNumber("texts", pack.Texts);
            json.WriteNumber("leftOut", pack.LeftOut.Values.Sum());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ScannedFile scanned, Written written)
    {
        var scan = scanned.File.Scan;
        json.WriteStartObject();
        json.WriteString("path", scanned.File.Path);
        json.WriteString("class", Word(scan.Class));
        Write(json, "licences", written.Licences);
        json.WriteString("expression", written.Expression);
        if (scan.Trouble is { } trouble) json.WriteString("trouble", trouble);
        if (scanned.Sha256 is { } sha256) json.WriteString("sha256", sha256);
        Write(json, "findings", written.Findings);
        if (written.Evidence is { } evidence) Write(json, "evidence", evidence);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, byte[] value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        Write(json, "ids", finding.Ids);
        json.WriteString("kind", Word(finding.Kind));
        json.WriteNumber("score", Math.Round(finding.Score, 3));
        json.WriteNumber("startLine", finding.StartLine);
        json.WriteNumber("endLine", finding.EndLine);
        if (finding.Inside is { } inside) json.WriteString("inside", inside);
        if (finding.Pack is { } pack) json.WriteString("pack", pack);
        if (finding.Differences.Count > 0)
        {
            json.WriteStartArray("differences");
            foreach (var difference in finding.Differences)
            {
                json.WriteStartObject();
                json.WriteNumber("line", difference.Line);
                json.WriteString("expected", difference.Expected);
                json.WriteString("found", difference.Found);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // What does not depend on where the file lies.
    private sealed record Written(IReadOnlyList<string> Licences, string Expression, byte[] Findings, byte[]? Evidence)
    {
        public static Written Of(FileScan scan)
        {
            var own = scan.Findings.ToLookup(finding => finding.Inside is null);
            return new(scan.Licences(), scan.Expression(), Listed(own[true]), own[false].Any() ? Listed(own[false]) : null);
        }

        private static byte[] Listed(IEnumerable<Finding> findings)
        {
            using var list = new MemoryStream();
            using (var json = new Utf8JsonWriter(list))
            {
                json.WriteStartArray();
                foreach (var finding in findings) ScanDocument.Write(json, finding);
                json.WriteEndArray();
            }

            return list.ToArray();
        }
    }

    private static void WriteSummary(Utf8JsonWriter json, IReadOnlyList<ScannedFile> files)
    {
        json.WriteStartObject("summary");
        json.WriteNumber("files", files.Count);
        foreach (var kind in Enum.GetValues<FileClass>()) json.WriteNumber(Word(kind), files.Count(file => file.File.Scan.Class == kind));
        json.WriteStartObject("licences");
        // Thousands of files share one scan.
        var licences = from same in files.GroupBy(file => file.File.Scan, ReferenceEqualityComparer.Instance)
                       let count = same.Count()
                       from id in ((FileScan)same.Key!).Licences()
                       group count by id into of
                       orderby of.Key
                       select (of.Key, of.Sum());
        foreach (var (id, count) in licences.OrderBy(one => one.Key, StringComparer.Ordinal)) json.WriteNumber(id, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
