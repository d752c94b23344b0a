using System.Buffers.Binary;
using System.Security.Cryptography;
using Custodian.Git;
using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>
/// The file of a <see cref="ScanCache"/>: a mark, the SHA-256 of all that follows, the version, each distinct scan once, then the blobs in the
/// order of their ids, each in 52 bytes: id, SHA-1, size, number of its scan.
/// </summary>
internal static class ScanCacheFile
{
    private const int RecordSize = (2 * BlobId.Length) + 8 + 4;
    private const int HeadSize = 8 + SHA256.HashSizeInBytes;
    private const long Largest = 1L << 30;

    private static ReadOnlySpan<byte> Mark => "licence1"u8;

    /// <returns>Null where there is no such file, or it is of another version, or damaged.</returns>
    public static Dictionary<BlobId, ContentScan>? Read(string file, string version)
    {
        try
        {
            if (!File.Exists(file) || new FileInfo(file).Length is < HeadSize or > Largest) return null;

            var bytes = File.ReadAllBytes(file);
            var whole = bytes.AsSpan();
            if (!whole.StartsWith(Mark) || !SHA256.HashData(whole[HeadSize..]).AsSpan().SequenceEqual(whole[Mark.Length..HeadSize])) return null;

            using var body = new MemoryStream(bytes, HeadSize, bytes.Length - HeadSize);
            using var reader = new BinaryReader(body);
            return reader.ReadString() == version ? Blobs(reader, bytes) : null;
        }
        catch (Exception damaged) when (damaged is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Writes it beside the old one and puts it in its place: nobody ever reads half of one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string file, string version, IReadOnlyDictionary<BlobId, ContentScan> known)
    {
        var ids = known.Keys.ToArray();
        Array.Sort(ids);
        using var whole = new MemoryStream(HeadSize + (ids.Length * (RecordSize + 8)));
        whole.Write(new byte[HeadSize]);
        using var writer = new BinaryWriter(whole);
        writer.Write(version);

        var numbers = new Dictionary<(FileScan, string?), int>(new SameKind());
        foreach (var id in ids) numbers.TryAdd((known[id].Scan, known[id].Sha256), numbers.Count);
        writer.Write(numbers.Count);
        foreach (var (scan, sha256) in numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key)) FileScanBytes.Write(writer, scan, sha256);

        writer.Write(ids.Length);
        Span<byte> record = stackalloc byte[RecordSize];
        foreach (var id in ids)
        {
            var content = known[id];
            id.Write(record);
            content.Sha1!.Value.Write(record[BlobId.Length..]);
            BinaryPrimitives.WriteInt64LittleEndian(record[(2 * BlobId.Length)..], content.Size);
            BinaryPrimitives.WriteInt32LittleEndian(record[((2 * BlobId.Length) + 8)..], numbers[(content.Scan, content.Sha256)]);
            writer.Write(record);
        }

        var bytes = whole.GetBuffer().AsSpan(0, (int)whole.Length);
        Mark.CopyTo(bytes);
        SHA256.HashData(bytes[HeadSize..], bytes[Mark.Length..]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var beside = $"{file}.{Guid.NewGuid():N}";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew)) stream.Write(bytes);
            File.Move(beside, file, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static Dictionary<BlobId, ContentScan> Blobs(BinaryReader reader, byte[] bytes)
    {
        var scans = new (FileScan Scan, string? Sha256)[Counted(reader)];
        for (var i = 0; i < scans.Length; i++) scans[i] = FileScanBytes.Read(reader);

        var count = Counted(reader);
        var records = bytes.AsSpan(HeadSize + (int)reader.BaseStream.Position);
        if (records.Length != (long)count * RecordSize) throw new FormatException("It ends elsewhere.");

        var known = new Dictionary<BlobId, ContentScan>(count);
        for (; records.Length > 0; records = records[RecordSize..])
        {
            var (scan, sha256) = scans[BinaryPrimitives.ReadInt32LittleEndian(records[((2 * BlobId.Length) + 8)..])];
            known[new(records)] = new(scan, BinaryPrimitives.ReadInt64LittleEndian(records[(2 * BlobId.Length)..]), new(records[BlobId.Length..]), sha256);
        }

        return known;
    }

    // Whatever a number says: each thing that it counts takes a byte at least.
    private static int Counted(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        return count >= 0 && count <= reader.BaseStream.Length ? count : throw new FormatException("It counts more than it can hold.");
    }

    // Scans are shared: the same one is the same object.
    private sealed class SameKind : IEqualityComparer<(FileScan Scan, string? Sha256)>
    {
        public bool Equals((FileScan Scan, string? Sha256) one, (FileScan Scan, string? Sha256) other) => ReferenceEquals(one.Scan, other.Scan) && one.Sha256 == other.Sha256;

        public int GetHashCode((FileScan Scan, string? Sha256) one) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(one.Scan), one.Sha256);
    }
}
