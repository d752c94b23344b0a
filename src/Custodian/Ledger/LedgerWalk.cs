namespace Custodian.Ledger;

/// <summary>One pass over all entries and tiles of a log, holding one bundle and one tile a level in memory.</summary>
internal sealed class LedgerWalk(IReadableLog log, Checkpoint head, Checkpoint? older, LedgerVerification ask, List<LedgerFinding> findings)
{
    private readonly MerkleFrontier frontier = new();

    // Per level above 0: the hashes of the tile that is being filled, and the tile's index.
    private readonly List<(List<byte> Hashes, long Index)> above = [];

    /// <summary>How many entries were read and hashed.</summary>
    public async Task<long> RunAsync(CancellationToken stop)
    {
        for (var index = 0L; index * TilePath.FullWidth < head.Size; index++)
        {
            if (findings.Count >= LedgerVerifier.MostFindings) return frontier.Size;
            if (await BundleAsync(index, stop) is not { } bodies) return frontier.Size;

            var first = frontier.Size;
            var hashes = new byte[bodies.Count * MerkleTree.HashSize];
            for (var at = 0; at < bodies.Count; at++)
            {
                var leaf = MerkleTree.LeafHash(bodies[at].Span);
                leaf.CopyTo(hashes, at * MerkleTree.HashSize);
                CompareWithOlder();
                frontier.Add(leaf);
            }

            await CheckEntriesAsync(first, bodies, stop);
            await CompareLeavesAsync(TilePath.In(0, index, head.Size), hashes, stop);
            if (bodies.Count == TilePath.FullWidth) await ClimbAsync(1, TileHashReader.Fold(hashes), stop);
            ask.Progress?.Report(frontier.Size);
        }

        CompareWithOlder();
        for (var level = 1; level <= above.Count; level++) await CompareTileAsync(level, stop);
        if (!frontier.Root().AsSpan().SequenceEqual(head.Root))
        {
            findings.Add(new(LedgerFindingCode.Root,
                $"The {head.Size} entries give the root {Convert.ToBase64String(frontier.Root())}, "
                + $"but the checkpoint signs {Convert.ToBase64String(head.Root)}."));
        }

        return frontier.Size;
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>?> BundleAsync(long index, CancellationToken stop)
    {
        var path = TilePath.In(TilePath.EntriesLevel, index, head.Size);
        if (await FetchAsync(path, stop) is not var (bytes, width))
        {
            findings.Add(new(LedgerFindingCode.EntriesMissing, $"{path} is missing: the checkpoint counts {head.Size} entries."));
            return null;
        }

        if (EntryBundle.Decode(bytes) is not { } bodies)
        {
            findings.Add(new(LedgerFindingCode.EntriesMalformed,
                $"{path} is not a bundle of entries: a length in it points beyond its end."));
            return null;
        }

        if (bodies.Count != width)
        {
            findings.Add(bodies.Count < width
                ? new(LedgerFindingCode.EntriesMissing, $"{path} holds {bodies.Count} entries where {width} belong: some were dropped.")
                : new(LedgerFindingCode.EntriesMalformed, $"{path} holds {bodies.Count} entries where {width} belong."));
            return null;
        }

        return [.. bodies.Take(path.Width)];
    }

    private async Task CheckEntriesAsync(long first, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken stop)
    {
        if (ask.CheckEntry is null) return;
        for (var at = 0; at < bodies.Count && findings.Count < LedgerVerifier.MostFindings; at++)
        {
            if (await ask.CheckEntry(first + at, bodies[at], stop) is { } wrong)
                findings.Add(new(LedgerFindingCode.EntryRefused, $"Entry {first + at}: {wrong}", first + at));
        }
    }

    private async Task CompareLeavesAsync(TilePath path, byte[] computed, CancellationToken stop)
    {
        if (await TileAsync(path, stop) is not { } published) return;
        var same = published.AsSpan().CommonPrefixLength(computed);
        if (same == computed.Length) return;

        var entry = path.Index * TilePath.FullWidth + same / MerkleTree.HashSize;
        findings.Add(new(LedgerFindingCode.EntryChanged,
            $"Entry {entry} is not what the ledger recorded: its bytes do not have the hash that {path} holds.", entry));
    }

    private async Task ClimbAsync(int level, byte[] hash, CancellationToken stop)
    {
        if (above.Count < level) above.Add(([], 0));
        var (hashes, index) = above[level - 1];
        hashes.AddRange(hash);
        if (hashes.Count < TilePath.FullWidth * MerkleTree.HashSize) return;

        await CompareTileAsync(level, stop);
        above[level - 1] = ([], index + 1);
        await ClimbAsync(level + 1, TileHashReader.Fold(hashes.ToArray()), stop);
    }

    private async Task CompareTileAsync(int level, CancellationToken stop)
    {
        var (hashes, index) = above[level - 1];
        if (hashes.Count == 0) return;
        var path = TilePath.In(level, index, head.Size);
        if (await TileAsync(path, stop) is { } published && !published.SequenceEqual(hashes))
            findings.Add(new(LedgerFindingCode.TileChanged, $"{path} is not made of the hashes of the tiles below it."));
    }

    private async Task<byte[]?> TileAsync(TilePath path, CancellationToken stop)
    {
        if (await FetchAsync(path, stop) is not var (bytes, width))
        {
            findings.Add(new(LedgerFindingCode.Tile, $"{path} is missing."));
            return null;
        }

        if (bytes.Length == width * MerkleTree.HashSize) return bytes[..(path.Width * MerkleTree.HashSize)];
        findings.Add(new(LedgerFindingCode.Tile, $"{path} has {bytes.Length} bytes where {width * MerkleTree.HashSize} belong."));
        return null;
    }

    // A log may drop a partial tile once the full one is there.
    private async Task<(byte[] Bytes, int Width)?> FetchAsync(TilePath path, CancellationToken stop)
    {
        if (await log.ReadAsync(path.ToString(), stop) is { } bytes) return (bytes, path.Width);
        if (path.IsFull || await log.ReadAsync(path.Full.ToString(), stop) is not { } full) return null;
        return (full, TilePath.FullWidth);
    }

    private void CompareWithOlder()
    {
        if (older is null || older.Size != frontier.Size || frontier.Root().AsSpan().SequenceEqual(older.Root)) return;
        findings.Add(new(LedgerFindingCode.Rewritten,
            $"History was rewritten: the first {older.Size} entries are not those that the older checkpoint signed."));
    }
}
