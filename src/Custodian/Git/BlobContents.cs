namespace Custodian.Git;

/// <summary>One blob as it is handed to a <see cref="BlobConsumer"/>.</summary>
internal readonly ref struct BlobContents(BlobId id, BlobState state, long size, ReadOnlySpan<byte> bytes)
{
    public BlobId Id { get; } = id;

    public BlobState State { get; } = state;

    /// <summary>In bytes; -1 where it is not known.</summary>
    public long Size { get; } = size;

    /// <summary>All of it, until the consumer returns; empty where it was not read.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
