using System.Buffers;

namespace Custodian.Git;

/// <summary>
/// A blob as its differences from another (git's gitformat-pack, "Deltified representation"): the sizes of both, then what to copy
/// from the other and what to insert.
/// </summary>
internal static class PackDelta
{
    /// <returns>The blob, in an array from the shared pool; how much of that it fills.</returns>
    /// <exception cref="InvalidDataException">These are no differences from that blob.</exception>
    public static (byte[] Bytes, int Length) Apply(ReadOnlySpan<byte> source, ReadOnlySpan<byte> delta)
    {
        var (from, to) = (ReadSize(ref delta), ReadSize(ref delta));
        if (from != source.Length || to > PackEntry.Largest) throw Broken();

        var length = (int)to;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var rest = bytes.AsSpan(0, length);
        while (!delta.IsEmpty)
        {
            int code = delta[0];
            delta = delta[1..];
            var piece = (code & 0x80) != 0 ? Copied(source, code, ref delta) : Inserted(code, ref delta);
            if (piece.Length > rest.Length) throw Broken();
            piece.CopyTo(rest);
            rest = rest[piece.Length..];
        }

        return rest.IsEmpty ? (bytes, length) : throw Broken();
    }

    // Seven bits of the code say which bytes of offset and size follow.
    private static ReadOnlySpan<byte> Copied(ReadOnlySpan<byte> source, int code, ref ReadOnlySpan<byte> delta)
    {
        uint offset = 0;
        var (size, used) = (0, 0);
        for (var at = 0; at < 4; at++)
        {
            if ((code & (1 << at)) != 0) offset |= (uint)At(delta, used++) << (8 * at);
        }

        for (var at = 0; at < 3; at++)
        {
            if ((code & (0x10 << at)) != 0) size |= At(delta, used++) << (8 * at);
        }

        delta = delta[used..];
        if (size == 0) size = 0x10000;
        if (offset > source.Length || size > source.Length - offset) throw Broken();
        return source.Slice((int)offset, size);
    }

    private static ReadOnlySpan<byte> Inserted(int count, ref ReadOnlySpan<byte> delta)
    {
        // Zero is kept for a later kind of differences.
        if (count == 0 || count > delta.Length) throw Broken();
        var piece = delta[..count];
        delta = delta[count..];
        return piece;
    }

    private static long ReadSize(ref ReadOnlySpan<byte> delta)
    {
        long size = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var part = At(delta, 0);
            delta = delta[1..];
            size |= (long)(part & 0x7f) << shift;
            if ((part & 0x80) == 0) return size;
        }

        throw Broken();
    }

    private static byte At(ReadOnlySpan<byte> delta, int at) => at < delta.Length ? delta[at] : throw Broken();

    private static InvalidDataException Broken() => new("The differences are not of this blob.");
}
