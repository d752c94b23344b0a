using System.Text;
using CliWrap;

namespace Custodian.Git;

/// <summary>Keeps the head and the tail of a stream, so that a flood costs no memory and the end is not lost.</summary>
internal sealed class CappedOutput(int limit) : PipeTarget
{
    private readonly byte[] head = new byte[(limit + 1) / 2];
    private readonly byte[] tail = new byte[limit / 2];
    private long seen;

    public bool Truncated => seen > limit;

    public override async Task CopyFromAsync(Stream source, CancellationToken cancellationToken = default)
    {
        var buffer = new byte[64 << 10];
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0;) Keep(buffer.AsSpan(0, read));
    }

    public override string ToString()
    {
        if (seen <= head.Length) return Encoding.UTF8.GetString(head, 0, (int)seen);

        var after = seen - head.Length;
        if (after <= tail.Length) return Encoding.UTF8.GetString([.. head, .. tail.AsSpan(0, (int)after)]);

        var oldest = (int)(after % tail.Length);
        var dropped = Encoding.UTF8.GetBytes($"\n[... {after - tail.Length} bytes left out ...]\n");
        return Encoding.UTF8.GetString([.. head, .. dropped, .. tail.AsSpan(oldest), .. tail.AsSpan(0, oldest)]);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (seen < head.Length)
        {
            var fits = Math.Min(bytes.Length, (int)(head.Length - seen));
            bytes[..fits].CopyTo(head.AsSpan((int)seen));
            seen += fits;
            bytes = bytes[fits..];
        }

        while (bytes.Length > 0 && tail.Length > 0)
        {
            var at = (int)((seen - head.Length) % tail.Length);
            var fits = Math.Min(bytes.Length, tail.Length - at);
            bytes[..fits].CopyTo(tail.AsSpan(at));
            seen += fits;
            bytes = bytes[fits..];
        }
    }
}
