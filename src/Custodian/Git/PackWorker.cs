using System.Buffers;
using System.IO.Compression;

namespace Custodian.Git;

/// <summary>
/// Unpacks one family after another. git would unpack them no slower, but to have them sent through a pipe costs as much again. What
/// is damaged, unusual or large is left for git, which has the last word on it.
/// </summary>
/// <param name="most">Bytes of blobs that may be at hand at once, because others differ from them.</param>
/// <param name="left">Is told of what is left for git.</param>
internal sealed class PackWorker(PackFamilies families, PackStream pack, int most, PackWorker.Taker read, Action<StoredBlob> left)
{
    public delegate void Taker(StoredBlob blob, ReadOnlySpan<byte> bytes);

    private byte[] differences = new byte[64 << 10];
    private long held;

    public void Run(CancellationToken stop)
    {
        while (families.Take() is { } root) Unpack(root, default, stop);
    }

    private void Unpack(PackMember member, ReadOnlySpan<byte> parent, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (held > most || TryUnpack(member.Entry, parent) is not var (bytes, length))
        {
            Leave(member);
            return;
        }

        held += bytes.Length;
        var whole = bytes.AsSpan(0, length);
        if (member.Blob is { } blob) read(blob, whole);
        for (var child = member.FirstChild; child is not null; child = child.NextSibling) Unpack(child, whole, stop);
        held -= bytes.Length;
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Leave(PackMember member)
    {
        if (member.Blob is { } blob) left(blob);
        for (var child = member.FirstChild; child is not null; child = child.NextSibling) Leave(child);
    }

    private (byte[] Bytes, int Length)? TryUnpack(PackEntry entry, ReadOnlySpan<byte> parent)
    {
        try
        {
            if (entry.Base >= 0)
            {
                if (differences.Length < entry.Size) differences = new byte[Math.Min(PackEntry.Largest, 2 * entry.Size)];
                Inflate(entry, differences);
                return PackDelta.Apply(parent, differences.AsSpan(0, entry.Size));
            }

            var bytes = ArrayPool<byte>.Shared.Rent(entry.Size);
            Inflate(entry, bytes);
            return (bytes, entry.Size);
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException)
        {
            // git is asked: it says so in its own words.
            return null;
        }
    }

    private void Inflate(PackEntry entry, byte[] bytes)
    {
        pack.Position = entry.DataAt;
        using var zlib = new ZLibStream(pack, CompressionMode.Decompress, leaveOpen: true);
        zlib.ReadExactly(bytes, 0, entry.Size);
        // The checksum is only looked at with the end.
        if (zlib.ReadByte() >= 0) throw new InvalidDataException("Longer than it says.");
    }
}
