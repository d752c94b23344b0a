namespace Custodian.Ledger;

/// <summary>
/// Keeps tiles, so that no hash is computed twice. It is a cache of the entries: emptied, it is made again.
/// At level 0 only full tiles are kept; above, a tile is written anew whenever it has grown.
/// </summary>
internal interface ITileStore
{
    /// <summary>The hashes of a tile one after another, 32 to 8,192 bytes; null where none was written.</summary>
    Task<byte[]?> ReadAsync(int level, long index, CancellationToken stop);

    /// <summary>Keeps a tile, in place of a narrower one of the same level and index if there is one.</summary>
    Task WriteAsync(int level, long index, byte[] hashes, CancellationToken stop);
}
