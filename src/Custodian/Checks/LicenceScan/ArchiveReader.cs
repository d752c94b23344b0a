using System.Buffers;
using System.IO.Compression;

namespace Custodian.Checks;

/// <summary>
/// Takes out of a zip archive (PKWARE's APPNOTE; a jar is one) the few files that say under what it is. Nothing is written anywhere, names
/// are compared and no more, and what unpacks to more than its bounds is refused. Archives in archives are not opened.
/// </summary>
internal static class ArchiveReader
{
    private const int MostEntries = 100_000;
    private const int MostEvidence = 500;
    private const int LargestEvidence = 2 << 20;
    private const int MostBytes = 16 << 20;

    private const string MetaInf = "META-INF/";
    private static readonly string[] Names = ["LICENSE", "LICENCE", "NOTICE", "COPYING"];

    /// <summary>True where it begins as an archive does.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\u0003\u0004"u8);

    /// <summary>Files that may say something of licences, in ordinal order of their names.</summary>
    /// <returns>Null: it is no archive.</returns>
    /// <exception cref="ArchiveException">It is out of bounds, or damaged.</exception>
    public static IReadOnlyList<(string Name, byte[] Bytes)>? Evidence(ReadOnlySpan<byte> bytes)
    {
        // Each entry has one of these; reading their list costs memory for every one.
        if (bytes.Count("PK\u0001\u0002"u8) > MostEntries) throw new ArchiveException($"it is an archive of more than {MostEntries:N0} files");
        var copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        try
        {
            bytes.CopyTo(copy);
            return Open(new MemoryStream(copy, 0, bytes.Length, writable: false)) is { } archive ? Evidence(archive) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static (string Name, byte[] Bytes)[] Evidence(ZipArchive archive)
    {
        using (archive)
        {
            var left = MostBytes;
            ZipArchiveEntry[] entries = [.. archive.Entries.Where(entry => IsEvidence(entry.FullName)).OrderBy(entry => entry.FullName, StringComparer.Ordinal)];
            if (entries.Length > MostEvidence) throw new ArchiveException($"it is an archive with more than {MostEvidence} files about licences");

            return [.. entries.Select(entry => (entry.FullName, Read(entry, ref left)))];
        }
    }

    private static bool IsEvidence(string path)
    {
        if (path.Equals(MetaInf + "MANIFEST.MF", StringComparison.OrdinalIgnoreCase)) return true;

        var inMeta = path.StartsWith(MetaInf, StringComparison.OrdinalIgnoreCase);
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (inMeta && name is "pom.xml" or "pom.properties") return true;

        var isTop = name.Length == path.Length || (inMeta && name.Length == path.Length - MetaInf.Length);
        return isTop && Names.Any(known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase));
    }

    private static ZipArchive? Open(Stream bytes)
    {
        try
        {
            var archive = new ZipArchive(bytes, ZipArchiveMode.Read);
            // The list is read by whoever first asks for it.
            _ = archive.Entries.Count;
            return archive;
        }
        catch (InvalidDataException)
        {
            // It only begins like one.
            return null;
        }
    }

    private static byte[] Read(ZipArchiveEntry entry, ref int left)
    {
        var most = Math.Min(LargestEvidence, left);
        using var whole = new MemoryStream();
        try
        {
            using var unpacked = entry.Open();
            var part = new byte[16 << 10];
            for (int read; (read = unpacked.Read(part)) > 0;)
            {
                // What it says of its own size may be a lie: what comes out is counted.
                if (whole.Length + read > most) throw new ArchiveException($"a file in it about licences unpacks to more than {most >> 10:N0} KiB");
                whole.Write(part, 0, read);
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or NotSupportedException)
        {
            throw new ArchiveException("a file in it about licences cannot be unpacked", damaged);
        }

        left -= (int)whole.Length;
        return whole.ToArray();
    }
}
