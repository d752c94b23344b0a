namespace Custodian.Git;

/// <summary>Reads what <c>git cat-file --batch</c> prints: of every object a line, its bytes, a line end.</summary>
/// <param name="output">Read with blocking reads: they cost less than waiting for tasks, a hundred thousand times.</param>
/// <param name="buffer">Longer than any line.</param>
/// <param name="silence">Raised when a read has taken as long as <paramref name="longest"/>; ending the program is up to whoever listens.</param>
internal sealed class ObjectPipe(Stream output, byte[] buffer, CancellationTokenSource silence, TimeSpan longest)
{
    private int start;
    private int end;

    /// <summary>The next line without its end; only until the next call. Empty: there is none.</summary>
    public ReadOnlySpan<byte> ReadLine()
    {
        var seen = 0;
        while (true)
        {
            var length = buffer.AsSpan(start + seen, end - start - seen).IndexOf((byte)'\n');
            if (length >= 0)
            {
                length += seen;
                var line = buffer.AsSpan(start, length);
                start += length + 1;
                return line;
            }

            seen = end - start;
            // A longer line is none of git's.
            if (seen == buffer.Length || !Fill()) return [];
        }
    }

    /// <summary>The next object's bytes; only until the next call.</summary>
    /// <param name="size">Below the length of the buffer.</param>
    /// <returns>False where the output ends before.</returns>
    public bool TryRead(int size, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        while (end - start <= size)
        {
            if (!Fill()) return false;
        }

        bytes = buffer.AsSpan(start, size);
        start += size + 1;
        return true;
    }

    /// <summary>The same into <paramref name="whole"/>, for one that is longer than the buffer.</summary>
    /// <param name="whole">Of the object's length and one byte more, for the line end.</param>
    public bool TryRead(Span<byte> whole)
    {
        var here = Math.Min(whole.Length, end - start);
        buffer.AsSpan(start, here).CopyTo(whole);
        start += here;
        for (int read; here < whole.Length; here += read)
        {
            if ((read = Read(whole[here..])) == 0) return false;
        }

        return true;
    }

    private bool Fill()
    {
        if (start == end || end == buffer.Length) Compact();
        var read = Read(buffer.AsSpan(end));
        end += read;
        return read > 0;
    }

    private void Compact()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
    }

    private int Read(Span<byte> bytes)
    {
        silence.CancelAfter(longest);
        var read = output.Read(bytes);
        silence.CancelAfter(Timeout.InfiniteTimeSpan);
        return read;
    }
}
