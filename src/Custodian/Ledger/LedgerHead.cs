namespace Custodian.Ledger;

/// <summary>The newest signed checkpoint, signed when it is asked for.</summary>
internal sealed class LedgerHead(StoredLog log, Tiles tiles, CheckpointSigner signer, KeptCheckpoint kept) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private volatile SignedHead? newest;

    public void Dispose() => turn.Dispose();

    /// <summary>A signed checkpoint for which something holds: the last one if it will do, or else one of everything there is.</summary>
    /// <exception cref="LedgerForkException">The store does not continue what was signed before.</exception>
    public async Task<SignedHead> SuchThatAsync(Func<long, bool> willDo, CancellationToken stop) =>
        newest is { } known && willDo(known.Size) ? known : await NewestAsync(stop);

    /// <summary>A checkpoint of everything that was durable before the call. It is kept before it is given away.</summary>
    /// <exception cref="LedgerForkException">The store does not continue what was signed before.</exception>
    public async Task<SignedHead> NewestAsync(CancellationToken stop)
    {
        var durable = await log.SizeAsync(stop);
        if (newest is { } known && known.Size >= durable) return known;

        await turn.WaitAsync(stop);
        try
        {
            var size = await log.SizeAsync(stop);
            if (newest is { } already && already.Size >= size) return already;

            var last = newest?.Note ?? kept.Read();
            await tiles.ExtendAsync(size, stop);
            var note = await signer.NextAsync(size, last, stop);
            if (note != last) kept.Write(note);
            return newest = new(size, note);
        }
        finally
        {
            turn.Release();
        }
    }
}
