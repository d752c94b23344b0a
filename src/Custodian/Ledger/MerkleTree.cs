using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Custodian.Ledger;

/// <summary>
/// The Merkle tree of RFC 6962 section 2.1, SHA-256: roots and proofs over subtree hashes.
/// </summary>
internal static class MerkleTree
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>Root of a tree without leaves.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    // The two first bytes differ so that no leaf can be passed off as a node (second pre-images).
    private const byte LeafMark = 0;
    private const byte NodeMark = 1;

    public static byte[] LeafHash(ReadOnlySpan<byte> body)
    {
        var rented = ArrayPool<byte>.Shared.Rent(body.Length + 1);
        rented[0] = LeafMark;
        body.CopyTo(rented.AsSpan(1));
        var hash = SHA256.HashData(rented.AsSpan(0, body.Length + 1));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != HashSize || right.Length != HashSize) throw new ArgumentException("A node is made of two hashes of 32 bytes.");
        Span<byte> node = stackalloc byte[1 + 2 * HashSize];
        node[0] = NodeMark;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + HashSize)..]);
        return SHA256.HashData(node);
    }

    /// <summary>Root of the first <paramref name="size"/> leaves.</summary>
    public static async ValueTask<byte[]> RootAsync(long size, IHashReader hashes, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? EmptyRoot : await RangeAsync(0, size, hashes, stop);
    }

    /// <summary>RFC 6962 section 2.1.1: the path from a leaf to the root, nearest first.</summary>
    public static async ValueTask<IReadOnlyList<byte[]>> InclusionAsync(
        long index, long size, IHashReader hashes, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        List<byte[]> proof = [];
        var (begin, end) = (0L, size);
        while (end - begin > 1)
        {
            var middle = begin + Split(end - begin);
            if (index < middle)
            {
                proof.Add(await RangeAsync(middle, end, hashes, stop));
                end = middle;
            }
            else
            {
                proof.Add(await RangeAsync(begin, middle, hashes, stop));
                begin = middle;
            }
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>RFC 6962 section 2.1.2: that the tree of the old size is the beginning of the tree of the new one.</summary>
    /// <returns>Nothing where the old tree is empty or the sizes are the same: there is nothing to prove.</returns>
    public static async ValueTask<IReadOnlyList<byte[]>> ConsistencyAsync(
        long oldSize, long newSize, IHashReader hashes, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        if (oldSize == 0) return [];
        List<byte[]> proof = [];
        var (begin, end) = (0L, newSize);
        while (oldSize != end)
        {
            var middle = begin + Split(end - begin);
            if (oldSize <= middle)
            {
                proof.Add(await RangeAsync(middle, end, hashes, stop));
                end = middle;
            }
            else
            {
                proof.Add(await RangeAsync(begin, middle, hashes, stop));
                begin = middle;
            }
        }

        // From leaf 0 on, what remains is the old tree itself, whose root the verifier has.
        if (begin > 0) proof.Add(await RangeAsync(begin, end, hashes, stop));
        proof.Reverse();
        return proof;
    }

    // A range of the RFC's recursion starts at a multiple of its greatest complete subtree, so it is a row of complete
    // subtrees of falling height, folded from the right.
    private static async ValueTask<byte[]> RangeAsync(long begin, long end, IHashReader hashes, CancellationToken stop)
    {
        List<byte[]> row = [];
        while (begin < end)
        {
            var level = BitOperations.Log2((ulong)(end - begin));
            row.Add(await hashes.HashAsync(level, begin >> level, stop));
            begin += 1L << level;
        }

        var hash = row[^1];
        for (var at = row.Count - 2; at >= 0; at--) hash = NodeHash(row[at], hash);
        return hash;
    }

    // The largest power of two smaller than n, for n of at least 2.
    private static long Split(long n) => 1L << BitOperations.Log2((ulong)(n - 1));
}
