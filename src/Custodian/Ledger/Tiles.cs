namespace Custodian.Ledger;

/// <summary>
/// The log as C2SP tlog-tiles of height 8. What it reads is right whether or not the store has kept up, since whatever the
/// store lacks is computed from the entries; <see cref="ExtendAsync"/> sees to it that little is lacking.
/// </summary>
internal sealed class Tiles(ITileStore store, ILeafSource leaves)
{
    // How many hashes the store holds per level; found out once, then counted. Only the one writer extends.
    private readonly Dictionary<int, long> kept = [];

    /// <summary>Keeps every tile that a log of this size fills, and the roots of full tiles in the tiles above. Repeatable:
    /// what a crash left undone at any level is made up for by the next call. For the one writer: calls must not overlap.</summary>
    /// <remarks>Size is how many entries are durable; entries beyond it are not looked at.</remarks>
    public async Task ExtendAsync(long size, CancellationToken stop)
    {
        for (var level = 1; TilePath.CountAt(level, size) > 0; level++)
        {
            if (!kept.TryGetValue(level, out var have)) have = await CountKeptAsync(level, stop);
            var want = TilePath.CountAt(level, size);
            while (have < want)
            {
                // A tile at a time, so that a long catch-up costs one write above for 256 below.
                var tile = TilePath.In(level, have / TilePath.FullWidth, size);
                var width = (int)(have % TilePath.FullWidth);
                List<byte> hashes = width == 0 ? [] : [.. await HashesAsync(tile with { Width = width }, stop)];
                for (; have < want && hashes.Count < tile.Width * MerkleTree.HashSize; have++)
                    hashes.AddRange(TileHashReader.Fold(await FullTileAsync(level - 1, have, keep: true, stop)));
                await store.WriteAsync(level, tile.Index, [.. hashes], stop);
            }

            kept[level] = have;
        }
    }

    /// <summary>The bytes that a path names in a log of this size; null where such a log has no such tile or bundle.</summary>
    /// <remarks>Size is that of the newest signed checkpoint: nothing beyond it is given away.</remarks>
    public async Task<byte[]?> ReadAsync(TilePath path, long size, CancellationToken stop)
    {
        if (!path.IsWithin(size)) return null;
        if (path.IsEntries) return EntryBundle.Encode(await leaves.BodiesAsync(path.Index * TilePath.FullWidth, path.Width, stop));
        return await HashesAsync(path, stop);
    }

    /// <summary>Subtree hashes of a log of this size. For one question and one thread: it remembers the tiles it has read.</summary>
    public IHashReader HashesOf(long size) => new TileHashReader(size, HashesAsync);

    /// <summary>Root of the first <paramref name="size"/> entries: a few tiles are read, whatever the size.</summary>
    public ValueTask<byte[]> RootAsync(long size, CancellationToken stop) => MerkleTree.RootAsync(size, HashesOf(size), stop);

    private async Task<byte[]> HashesAsync(TilePath tile, CancellationToken stop)
    {
        var length = tile.Width * MerkleTree.HashSize;
        var known = await store.ReadAsync(tile.Level, tile.Index, stop) ?? [];
        if (known.Length >= length) return known[..length];

        var first = tile.Index * TilePath.FullWidth;
        if (tile.Level == 0) return Join(await leaves.LeafHashesAsync(first, tile.Width, stop), tile.Width);

        List<byte> hashes = [.. known];
        for (var below = first + known.Length / MerkleTree.HashSize; below < first + tile.Width; below++)
            hashes.AddRange(TileHashReader.Fold(await FullTileAsync(tile.Level - 1, below, keep: false, stop)));
        return [.. hashes];
    }

    private async Task<byte[]> FullTileAsync(int level, long index, bool keep, CancellationToken stop)
    {
        var hashes = await HashesAsync(new(level, index, TilePath.FullWidth), stop);
        if (keep && level == 0) await store.WriteAsync(level, index, hashes, stop);
        return hashes;
    }

    // Tiles of a level are written in order, so doubling and then halving finds the last one.
    private async Task<long> CountKeptAsync(int level, CancellationToken stop)
    {
        if (await store.ReadAsync(level, 0, stop) is not { } last) return 0;
        var (there, beyond) = (0L, 1L);
        while (await store.ReadAsync(level, beyond, stop) is { } found) (there, beyond, last) = (beyond, beyond * 2, found);
        while (beyond - there > 1)
        {
            var middle = there + (beyond - there) / 2;
            if (await store.ReadAsync(level, middle, stop) is { } found) (there, last) = (middle, found);
            else beyond = middle;
        }

        return there * TilePath.FullWidth + last.Length / MerkleTree.HashSize;
    }

    private static byte[] Join(IReadOnlyList<byte[]> hashes, int count)
    {
        if (hashes.Count != count)
            throw new InvalidOperationException($"The store gave {hashes.Count} leaf hashes where {count} were asked for.");
        var joined = new byte[count * MerkleTree.HashSize];
        for (var at = 0; at < count; at++) hashes[at].CopyTo(joined, at * MerkleTree.HashSize);
        return joined;
    }
}
