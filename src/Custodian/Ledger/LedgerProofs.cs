namespace Custodian.Ledger;

/// <summary>Answers <c>/api/v1/ledger/proof</c>.</summary>
internal sealed class LedgerProofs(Tiles tiles, ILeafSource leaves)
{
    /// <returns>Null where the log has no entry at <paramref name="index"/>, or is not of that size yet.</returns>
    public async Task<InclusionProof?> InclusionAsync(long index, long size, CancellationToken stop)
    {
        if (index < 0 || index >= size || size > await leaves.SizeAsync(stop)) return null;
        var hashes = tiles.HashesOf(size);
        return new(
            index,
            size,
            Convert.ToBase64String(await hashes.HashAsync(0, index, stop)),
            Convert.ToBase64String(await MerkleTree.RootAsync(size, hashes, stop)),
            ToBase64(await MerkleTree.InclusionAsync(index, size, hashes, stop)));
    }

    /// <returns>Null where <paramref name="from"/> is beyond <paramref name="to"/>, or the log is not of that size yet.</returns>
    public async Task<ConsistencyProof?> ConsistencyAsync(long from, long to, CancellationToken stop)
    {
        if (from < 0 || from > to || to > await leaves.SizeAsync(stop)) return null;
        var hashes = tiles.HashesOf(to);
        return new(
            from,
            to,
            Convert.ToBase64String(await MerkleTree.RootAsync(from, hashes, stop)),
            Convert.ToBase64String(await MerkleTree.RootAsync(to, hashes, stop)),
            ToBase64(await MerkleTree.ConsistencyAsync(from, to, hashes, stop)));
    }

    private static List<string> ToBase64(IReadOnlyList<byte[]> hashes) => [.. hashes.Select(Convert.ToBase64String)];
}
