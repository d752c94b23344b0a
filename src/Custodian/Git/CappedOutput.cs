using System.Runtime.InteropServices;
using System.Text;
using CliWrap;

namespace Custodian.Git;

/// <summary>Keeps the head and the tail of a stream, so that a flood costs no memory and the end is not lost.</summary>
internal sealed class CappedOutput(int limit) : PipeTarget
{
    private readonly int headLimit = (limit + 1) / 2;
    private readonly List<byte> head = [];
    private byte[] tail = [];
    private long seen;

    public bool Truncated => seen > limit;

    public override async Task CopyFromAsync(Stream source, CancellationToken cancellationToken = default)
    {
        var buffer = new byte[64 << 10];
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0;) Keep(buffer.AsSpan(0, read));
    }

    public override string ToString()
    {
        var first = CollectionsMarshal.AsSpan(head);
        var after = seen - first.Length;
        if (after <= tail.Length) return Encoding.UTF8.GetString([.. first, .. tail.AsSpan(0, (int)after)]);

        var oldest = (int)(after % tail.Length);
        var dropped = Encoding.UTF8.GetBytes($"\n[... {after - tail.Length} bytes left out ...]\n");
        return Encoding.UTF8.GetString([.. first, .. dropped, .. tail.AsSpan(oldest), .. tail.AsSpan(0, oldest)]);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var fits = Math.Min(bytes.Length, headLimit - head.Count);
        head.AddRange(bytes[..fits]);
        seen += fits;
        bytes = bytes[fits..];
        if (bytes.Length > 0 && tail.Length == 0) tail = new byte[Math.Max(1, limit / 2)];
        while (bytes.Length > 0)
        {
            var at = (int)((seen - headLimit) % tail.Length);
            fits = Math.Min(bytes.Length, tail.Length - at);
            bytes[..fits].CopyTo(tail.AsSpan(at));
            seen += fits;
            bytes = bytes[fits..];
        }
    }
}
