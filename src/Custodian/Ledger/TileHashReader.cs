namespace Custodian.Ledger;

/// <summary>Finds a subtree's hash in its tile: eight levels of the tree lie in each level of tiles.</summary>
internal sealed class TileHashReader(long size, Func<TilePath, CancellationToken, Task<byte[]>> read) : IHashReader
{
    private const int Height = 8;

    private readonly Dictionary<TilePath, byte[]> seen = [];

    public async ValueTask<byte[]> HashAsync(int level, long index, CancellationToken stop)
    {
        var within = level % Height;
        var first = index << within;
        var path = TilePath.In(level / Height, first / TilePath.FullWidth, size);
        if (!seen.TryGetValue(path, out var tile)) seen[path] = tile = await read(path, stop);

        var from = (int)(first % TilePath.FullWidth) * MerkleTree.HashSize;
        return Fold(tile.AsSpan(from, MerkleTree.HashSize << within));
    }

    /// <summary>Root of a complete subtree, from its lowest hashes: a power of two of them.</summary>
    public static byte[] Fold(ReadOnlySpan<byte> hashes)
    {
        var row = hashes.ToArray();
        for (var length = row.Length; length > MerkleTree.HashSize; length /= 2)
        {
            for (var at = 0; at < length; at += 2 * MerkleTree.HashSize)
            {
                var right = at + MerkleTree.HashSize;
                MerkleTree.NodeHash(row.AsSpan(at, MerkleTree.HashSize), row.AsSpan(right, MerkleTree.HashSize))
                    .CopyTo(row, at / 2);
            }
        }

        return row[..MerkleTree.HashSize];
    }
}
