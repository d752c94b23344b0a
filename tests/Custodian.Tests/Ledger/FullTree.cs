using Custodian.Ledger;

namespace Custodian.Tests.Ledger;

/// <summary>Every complete subtree of a list of leaves, ready to be asked for.</summary>
internal sealed class FullTree : IHashReader
{
    private readonly List<byte[][]> levels = [];

    public FullTree(IReadOnlyList<byte[]> leafHashes)
    {
        byte[][] level = [.. leafHashes];
        while (level.Length > 0)
        {
            levels.Add(level);
            level = [.. level.Chunk(2).Where(pair => pair.Length == 2).Select(pair => MerkleTree.NodeHash(pair[0], pair[1]))];
        }
    }

    public ValueTask<byte[]> HashAsync(int level, long index, CancellationToken stop) => ValueTask.FromResult(levels[level][index]);
}
