using System.Numerics;
using Custodian.Ledger;

namespace Custodian.Tests.Ledger;

/// <summary>The checks of proofs as RFC 9162 sections 2.1.3.2 and 2.1.4.2 write them down: what an outsider does with them.</summary>
internal static class ProofJudge
{
    /// <summary>True when the proof leads from the leaf at the index to the root.</summary>
    /// <remarks>Size and root belong together and must come from one signed checkpoint: trees of nearly the same size share
    /// the shape of some paths, so a wrong size alone need not fail.</remarks>
    public static bool VerifyInclusion(byte[] leafHash, long index, long size, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index < 0 || index >= size || !AreHashes([leafHash, root, .. proof])) return false;

        var (node, last) = (index, size - 1);
        var hash = leafHash;
        foreach (var other in proof)
        {
            if (last == 0) return false;
            if (IsRight(node) || node == last)
            {
                hash = MerkleTree.NodeHash(other, hash);
                while (!IsRight(node) && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = MerkleTree.NodeHash(hash, other);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>True when the proof shows that the old tree is the beginning of the new one.</summary>
    public static bool VerifyConsistency(long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, IReadOnlyList<byte[]> proof)
    {
        if (oldSize < 0 || oldSize > newSize || !AreHashes([oldRoot, newRoot, .. proof])) return false;
        if (oldSize == newSize || oldSize == 0)
        {
            return proof.Count == 0
                && oldRoot.AsSpan().SequenceEqual(oldSize == newSize ? newRoot : MerkleTree.EmptyRoot)
                && (newSize > 0 || newRoot.AsSpan().SequenceEqual(MerkleTree.EmptyRoot));
        }

        if (proof.Count == 0) return false;

        // A complete old tree is a node of the new one, and its root is left out of the proof.
        IReadOnlyList<byte[]> path = BitOperations.IsPow2(oldSize) ? [oldRoot, .. proof] : proof;
        var (node, last) = (oldSize - 1, newSize - 1);
        while (IsRight(node)) (node, last) = (node >> 1, last >> 1);

        var (before, after) = (path[0], path[0]);
        foreach (var other in path.Skip(1))
        {
            if (last == 0) return false;
            if (IsRight(node) || node == last)
            {
                before = MerkleTree.NodeHash(other, before);
                after = MerkleTree.NodeHash(other, after);
                while (!IsRight(node) && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                after = MerkleTree.NodeHash(after, other);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && before.AsSpan().SequenceEqual(oldRoot) && after.AsSpan().SequenceEqual(newRoot);
    }

    private static bool IsRight(long node) => (node & 1) == 1;

    private static bool AreHashes(IEnumerable<byte[]> all) => all.All(hash => hash.Length == MerkleTree.HashSize);
}
