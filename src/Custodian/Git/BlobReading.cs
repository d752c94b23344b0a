namespace Custodian.Git;

/// <summary>How blobs are read.</summary>
internal sealed record BlobReading
{
    // Each may have 8 MiB at hand: a delta and what comes of it.
    private const int MostByDefault = 8;

    // What is hardly worth another thread, or a process.
    private const int FewBlobs = 256;

    /// <summary>Bytes that all workers together may have at hand besides, because other blobs differ from them.</summary>
    public const int MostAtHand = 32 << 20;

    /// <summary>Threads of the consumer, each with a git process where one is needed; from 1.</summary>
    public int Workers { get; init; } = Math.Min(Environment.ProcessorCount, MostByDefault);

    /// <summary>Most bytes of a blob that is read. The workers share one buffer of this size, and each has one of 256 KiB.</summary>
    public int LargestBlob { get; init; } = 32 << 20;

    /// <summary>Longest wait for the next bytes of git's.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many workers so many blobs are worth.</summary>
    public int WorkersFor(int blobs) => Math.Min(Workers, (blobs + FewBlobs - 1) / FewBlobs);
}
