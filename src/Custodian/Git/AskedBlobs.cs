namespace Custodian.Git;

/// <summary>The blobs that one worker has taken on: written to git by one thread, answered in the same order on another.</summary>
internal sealed class AskedBlobs(BlobWork work)
{
    private readonly Lock turn = new();

    // By the places of the first and the one behind the last.
    private readonly Queue<(int From, int To)> portions = new();
    private int next;
    private bool exhausted;

    /// <summary>How many have been answered.</summary>
    public long Answered { get; private set; }

    /// <summary>True when none is left, here or in the work.</summary>
    public bool Done
    {
        get
        {
            lock (turn) return exhausted && portions.Count == 0;
        }
    }

    /// <summary>Place of the one that is answered next.</summary>
    public int Next
    {
        get
        {
            lock (turn) return Math.Max(next, portions.Peek().From);
        }
    }

    /// <summary>The next one has been answered.</summary>
    public void Advance()
    {
        lock (turn)
        {
            var (from, to) = portions.Peek();
            next = Math.Max(next, from) + 1;
            Answered++;
            if (next == to) portions.Dequeue();
        }
    }

    /// <summary>Writes what was not answered yet, then new ones as git takes them, until there are no more or git is gone.</summary>
    public void Write(Stream input)
    {
        try
        {
            foreach (var (from, to) in Unanswered()) WriteLines(input, from, to);
            while (TryTake(out var portion)) WriteLines(input, portion.From, portion.To);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // Whoever reads its answers sees where they end.
        }
    }

    private (int From, int To)[] Unanswered()
    {
        lock (turn) return [.. portions.Select(portion => (Math.Max(next, portion.From), portion.To))];
    }

    private bool TryTake(out (int From, int To) portion)
    {
        lock (turn)
        {
            if (work.TryTake(out portion)) portions.Enqueue(portion);
            else exhausted = true;
            return !exhausted;
        }
    }

    private void WriteLines(Stream input, int from, int to)
    {
        var lines = new byte[(to - from) * (BlobId.Digits + 1)];
        for (var (at, line) = (from, 0); at < to; at++, line += BlobId.Digits + 1)
        {
            work[at].Id.WriteDigits(lines.AsSpan(line));
            lines[line + BlobId.Digits] = (byte)'\n';
        }

        input.Write(lines);
        input.Flush();
    }
}
