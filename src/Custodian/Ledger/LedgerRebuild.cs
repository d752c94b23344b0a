using Custodian.Store;

namespace Custodian.Ledger;

/// <summary>Makes everything again that follows from the facts: projections and tiles, in one transaction.</summary>
internal static class LedgerRebuild
{
    /// <returns>How many facts there are, and the root over them.</returns>
    /// <exception cref="LedgerForkException">The facts are not those that were signed; nothing has been changed then.</exception>
    public static Task<(long Facts, byte[] Root)> RunAsync(FactStore store, KeptCheckpoint kept, CancellationToken stop) => store.WriteAsync(
        transaction =>
        {
            var size = transaction.Size();
            transaction.RebuildProjections();
            var log = new SnapshotLog(transaction);
            var tiles = new Tiles(log, log);
            // Inside a transaction the store answers at once: nothing is waited for here.
            tiles.ExtendAsync(size, CancellationToken.None).GetAwaiter().GetResult();
            if (kept.Head() is { } signed) Compare(signed, size, tiles);
            return (size, RootOf(tiles, size));
        },
        stop);

    private static void Compare(Checkpoint signed, long size, Tiles tiles)
    {
        if (signed.Size > size)
            throw new LedgerForkException($"The store holds {size} entries, but {signed.Size} were signed: restore the newest copy. Nothing was rebuilt.");

        if (!RootOf(tiles, signed.Size).AsSpan().SequenceEqual(signed.Root))
        {
            throw new LedgerForkException(
                $"The first {signed.Size} entries in the store are not those that were signed: restore a copy from before the change. Nothing was rebuilt.");
        }
    }

    private static byte[] RootOf(Tiles tiles, long size) => tiles.RootAsync(size, CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
