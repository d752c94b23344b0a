using Custodian.Store;

namespace Custodian.Ledger;

/// <summary>The log in the store: entries are facts, and tiles are written by the one writer.</summary>
internal sealed class StoredLog(FactStore store) : ILeafSource, ITileStore
{
    public Task<long> SizeAsync(CancellationToken stop) => store.ReadAsync(reader => reader.Size(), stop);

    public Task<IReadOnlyList<byte[]>> LeafHashesAsync(long first, int count, CancellationToken stop) =>
        store.ReadAsync(reader => reader.Leaves.Hashes(first, count), stop);

    public Task<IReadOnlyList<byte[]>> BodiesAsync(long first, int count, CancellationToken stop) =>
        store.ReadAsync(reader => reader.Leaves.Bodies(first, count), stop);

    public Task<byte[]?> ReadAsync(int level, long index, CancellationToken stop) => store.ReadAsync(reader => reader.Tile(level, index), stop);

    public Task WriteAsync(int level, long index, byte[] hashes, CancellationToken stop) => store.WriteAsync(
        transaction =>
        {
            transaction.KeepTile(level, index, hashes);
            return true;
        },
        stop);
}
