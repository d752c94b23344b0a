using System.Text;

namespace Custodian.Ledger;

/// <summary>The log in a data folder as it was last signed: the kept checkpoint, and the tiles and entries of the store.</summary>
internal sealed class StoreReadableLog(SignedHead? signed, Tiles tiles) : IReadableLog
{
    public async Task<byte[]?> ReadAsync(string path, CancellationToken stop)
    {
        if (signed is null) return null;
        if (path == IReadableLog.CheckpointPath) return Encoding.UTF8.GetBytes(signed.Note);
        return TilePath.TryParse(path, out var tile) ? await tiles.ReadAsync(tile, signed.Size, stop) : null;
    }
}
