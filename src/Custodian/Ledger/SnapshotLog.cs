using Custodian.Store;

namespace Custodian.Ledger;

/// <summary>The log in one snapshot of the store, or in one transaction of it; everything is answered at once.</summary>
internal sealed class SnapshotLog(FactReader reader) : ILeafSource, ITileStore
{
    public Task<long> SizeAsync(CancellationToken stop) => Task.FromResult(reader.Size());

    public Task<IReadOnlyList<byte[]>> LeafHashesAsync(long first, int count, CancellationToken stop) => Task.FromResult(reader.Leaves.Hashes(first, count));

    public Task<IReadOnlyList<byte[]>> BodiesAsync(long first, int count, CancellationToken stop) => Task.FromResult(reader.Leaves.Bodies(first, count));

    public Task<byte[]?> ReadAsync(int level, long index, CancellationToken stop) => Task.FromResult(reader.Tile(level, index));

    /// <exception cref="InvalidOperationException">It is a snapshot, which nothing can be written to.</exception>
    public Task WriteAsync(int level, long index, byte[] hashes, CancellationToken stop)
    {
        if (reader is not Transaction transaction) throw new InvalidOperationException("A snapshot of the store takes no tiles.");
        transaction.KeepTile(level, index, hashes);
        return Task.CompletedTask;
    }
}
