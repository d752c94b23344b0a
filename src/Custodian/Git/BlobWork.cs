namespace Custodian.Git;

/// <summary>What the workers that ask git share: the blobs still to be read, and one buffer for large ones, so that one of those at a time is in memory.</summary>
internal sealed class BlobWork(StoredBlob[] blobs, PackFolder packs, BlobReading reading, BlobConsumer consume)
{
    // So many in a row go to one worker: what differs little lies close together.
    private const int Portion = 256;

    private readonly Lock largeTurn = new();
    private byte[]? large;
    private int taken;

    public BlobReading Reading => reading;

    public int Workers => reading.WorkersFor(blobs.Length);

    public StoredBlob this[int at] => blobs[at];

    /// <summary>The next blobs in a row, by the places of the first and the one behind the last.</summary>
    /// <returns>False where all have been taken.</returns>
    public bool TryTake(out (int From, int To) portion)
    {
        var from = Interlocked.Add(ref taken, Portion) - Portion;
        portion = (from, Math.Min(from + Portion, blobs.Length));
        return from < blobs.Length;
    }

    public void Tell(int worker, int at, BlobState state, long size = -1, ReadOnlySpan<byte> bytes = default) =>
        consume(worker, new(blobs[at].Id, state, size, bytes));

    /// <summary>Tells what git has no contents of. git calls missing, too, what it cannot make out the beginning of.</summary>
    public void TellMissing(int worker, int at) => Tell(worker, at, packs.Holds(blobs[at]) ? BlobState.Unreadable : BlobState.Missing);

    /// <summary>Reads and tells a blob that is longer than a worker's own buffer. Waits while another one is in memory.</summary>
    /// <returns>False where the output ends before.</returns>
    public bool TryTellLarge(int worker, int at, int size, ObjectPipe pipe)
    {
        lock (largeTurn)
        {
            large ??= GC.AllocateUninitializedArray<byte>(reading.LargestBlob + 1);
            if (!pipe.TryRead(large.AsSpan(0, size + 1))) return false;

            Tell(worker, at, BlobState.Read, size, large.AsSpan(0, size));
            return true;
        }
    }
}
