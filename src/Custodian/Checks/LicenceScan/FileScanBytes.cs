using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>One scan as bytes of a <see cref="ScanCacheFile"/>.</summary>
internal static class FileScanBytes
{
    public static void Write(BinaryWriter writer, FileScan scan, string? sha256)
    {
        WriteText(writer, sha256);
        writer.Write((byte)scan.Class);
        WriteText(writer, scan.Trouble);
        writer.Write(scan.Findings.Count);
        foreach (var finding in scan.Findings)
        {
            writer.Write(finding.Ids.Count);
            foreach (var id in finding.Ids) writer.Write(id);
            writer.Write(finding.Expression);
            writer.Write((byte)finding.Kind);
            writer.Write(finding.Score);
            writer.Write(finding.StartLine);
            writer.Write(finding.EndLine);
            WriteText(writer, finding.Inside);
            WriteText(writer, finding.Pack);
            writer.Write(finding.Differences.Count);
            foreach (var difference in finding.Differences)
            {
                writer.Write(difference.Line);
                writer.Write(difference.Expected);
                writer.Write(difference.Found);
            }
        }
    }

    /// <exception cref="IOException">It ends too early.</exception>
    public static (FileScan Scan, string? Sha256) Read(BinaryReader reader)
    {
        var sha256 = ReadText(reader);
        var (kind, trouble) = ((FileClass)reader.ReadByte(), ReadText(reader));
        Finding[] findings = Many(reader, () => new Finding
        {
            Ids = Many(reader, reader.ReadString),
            Expression = reader.ReadString(),
            Kind = (FindingKind)reader.ReadByte(),
            Score = reader.ReadDouble(),
            StartLine = reader.ReadInt32(),
            EndLine = reader.ReadInt32(),
            Inside = ReadText(reader),
            Pack = ReadText(reader),
            Differences = Many(reader, () => new WordDifference(reader.ReadInt32(), reader.ReadString(), reader.ReadString())),
        });
        return (new(kind, findings, trouble), sha256);
    }

    private static T[] Many<T>(BinaryReader reader, Func<T> one)
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > reader.BaseStream.Length) throw new FormatException("It counts more than it can hold.");

        var all = new T[count];
        for (var i = 0; i < count; i++) all[i] = one();
        return all;
    }

    private static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) writer.Write(text);
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
