namespace Custodian.Git;

/// <summary>How a blob stands in a pack (git's gitformat-pack): a type and a size, for some where its base is, then its data.</summary>
/// <param name="Base">Offset of the blob that this one is stored as differences from; -1: it is stored whole.</param>
/// <param name="DataAt">Offset of the compressed data.</param>
/// <param name="Size">Bytes of the unpacked data: of the blob, or of the differences.</param>
internal readonly record struct PackEntry(long Base, long DataAt, int Size)
{
    /// <summary>Most bytes that are unpacked here.</summary>
    public const int Largest = 4 << 20;

    private const int BlobType = 3;
    private const int OffsetDeltaType = 6;

    /// <returns>Null where it is no blob, is too large or stored in a rare way, or its place is none.</returns>
    /// <exception cref="IOException">The pack cannot be read there.</exception>
    public static PackEntry? Read(PackStream pack, long at)
    {
        if (at < 0) return null;

        pack.Position = at;
        var (type, size) = ReadHeader(pack);
        if (size > Largest) return null;
        if (type == BlobType) return new(-1, pack.Position, (int)size);
        if (type != OffsetDeltaType) return null;

        var back = ReadDistance(pack);
        return back > 0 && back <= at ? new(at - back, pack.Position, (int)size) : null;
    }

    // Four bits of the size in the first byte, seven in each that follows, the least significant first.
    private static (int Type, long Size) ReadHeader(PackStream pack)
    {
        var part = Next(pack);
        var type = (part >> 4) & 7;
        long size = part & 0xf;
        for (var shift = 4; (part & 0x80) != 0 && size <= Largest; shift += 7)
        {
            part = Next(pack);
            size |= (long)(part & 0x7f) << shift;
        }

        return (type, size);
    }

    // Seven bits in each byte, the most significant first; what fewer bytes could say is not counted again.
    private static long ReadDistance(PackStream pack)
    {
        var part = Next(pack);
        long distance = part & 0x7f;
        while ((part & 0x80) != 0 && distance < pack.Position)
        {
            part = Next(pack);
            distance = ((distance + 1) << 7) | (uint)(part & 0x7f);
        }

        return distance;
    }

    private static int Next(PackStream pack) => pack.ReadByte() is >= 0 and var next ? next : throw new EndOfStreamException();
}
