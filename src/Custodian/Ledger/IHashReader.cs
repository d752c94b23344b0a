namespace Custodian.Ledger;

/// <summary>Gives the hashes of complete, aligned subtrees.</summary>
internal interface IHashReader
{
    /// <summary>The Merkle Tree Hash of the <c>2^level</c> leaves from <c>index * 2^level</c> on.</summary>
    /// <remarks>Level is the height of the subtree, 0 for a leaf hash; index its place among those of its height, from 0.</remarks>
    ValueTask<byte[]> HashAsync(int level, long index, CancellationToken stop);
}
