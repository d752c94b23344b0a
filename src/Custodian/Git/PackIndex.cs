using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Custodian.Git;

/// <summary>
/// Looks up where blobs lie in one pack, from its index, version 2 (git's gitformat-pack): a header, 256 counts, then of every
/// object in the order of ids the id, a checksum, and the offset in the pack.
/// </summary>
internal static class PackIndex
{
    private const int HeaderLength = 8 + (256 * 4);
    private const uint Magic = 0xff744f63;
    private const uint Version = 2;
    private const int MostInBucket = 10_000_000;

    // Offsets that need more than 31 bits stand in a table of their own.
    private const uint IsLarge = 0x80000000;

    /// <summary>Fills in those blobs that the pack holds. An index that is damaged or of another kind tells of none: git has the last word.</summary>
    /// <param name="blobs">In the order of their ids.</param>
    public static void Locate(string path, int pack, Span<StoredBlob> blobs)
    {
        using var file = File.OpenHandle(path);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (!Fill(file, header, 0) || BinaryPrimitives.ReadUInt32BigEndian(header) != Magic || BinaryPrimitives.ReadUInt32BigEndian(header[4..]) != Version) return;

        var counts = header[8..];
        var all = CountAt(counts, 255);
        for (int at = 0, next; at < blobs.Length; at = next)
        {
            var bucket = blobs[at].Id.Bucket;
            next = at + 1;
            while (next < blobs.Length && blobs[next].Id.Bucket == bucket) next++;
            long from = bucket == 0 ? 0 : CountAt(counts, bucket - 1), count = CountAt(counts, bucket) - from;
            if (count is > 0 and < MostInBucket) LocateIn(file, all, from, (int)count, pack, blobs[at..next]);
        }
    }

    private static void LocateIn(SafeFileHandle file, long all, long from, int count, int pack, Span<StoredBlob> blobs)
    {
        var rented = ArrayPool<byte>.Shared.Rent(count * (BlobId.Length + 4));
        var ids = rented.AsSpan(0, count * BlobId.Length);
        var offsets = rented.AsSpan(ids.Length, count * 4);
        if (Fill(file, ids, HeaderLength + (from * BlobId.Length)) && Fill(file, offsets, HeaderLength + (all * (BlobId.Length + 4)) + (from * 4)))
        {
            for (int at = 0, entry = 0; at < blobs.Length && entry < count;)
            {
                var order = blobs[at].Id.CompareTo(new(ids[(entry * BlobId.Length)..]));
                if (order == 0) blobs[at] = blobs[at] with { Pack = pack, Offset = OffsetOf(file, all, BinaryPrimitives.ReadUInt32BigEndian(offsets[(entry * 4)..])) };
                if (order <= 0) at++;
                if (order >= 0) entry++;
            }
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    private static long OffsetOf(SafeFileHandle file, long all, uint offset)
    {
        if ((offset & IsLarge) == 0) return offset;

        Span<byte> large = stackalloc byte[8];
        return Fill(file, large, HeaderLength + (all * (BlobId.Length + 8)) + ((offset & ~IsLarge) * 8L)) ? BinaryPrimitives.ReadInt64BigEndian(large) : -1;
    }

    private static long CountAt(ReadOnlySpan<byte> counts, int bucket) => BinaryPrimitives.ReadUInt32BigEndian(counts[(bucket * 4)..]);

    private static bool Fill(SafeFileHandle file, Span<byte> bytes, long at)
    {
        for (int read; bytes.Length > 0; bytes = bytes[read..], at += read)
        {
            if ((read = RandomAccess.Read(file, bytes, at)) == 0) return false;
        }

        return true;
    }
}
