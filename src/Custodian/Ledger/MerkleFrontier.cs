namespace Custodian.Ledger;

/// <summary>The right edge of a growing tree: enough to add leaves and to know the root, in memory that grows with the logarithm.</summary>
internal sealed class MerkleFrontier
{
    // One hash for each bit set in the size: complete subtrees of falling height.
    private readonly List<byte[]> edge = [];

    public long Size { get; private set; }

    public void Add(byte[] leafHash)
    {
        var hash = leafHash;
        for (var rest = Size; (rest & 1) == 1; rest >>= 1)
        {
            hash = MerkleTree.NodeHash(edge[^1], hash);
            edge.RemoveAt(edge.Count - 1);
        }

        edge.Add(hash);
        Size++;
    }

    public byte[] Root()
    {
        if (Size == 0) return MerkleTree.EmptyRoot;
        var hash = edge[^1];
        for (var at = edge.Count - 2; at >= 0; at--) hash = MerkleTree.NodeHash(edge[at], hash);
        return hash;
    }
}
