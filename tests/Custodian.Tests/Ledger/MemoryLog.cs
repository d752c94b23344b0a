using System.Text;
using Custodian.Ledger;

namespace Custodian.Tests.Ledger;

/// <summary>A log and its tiles in memory, which counts what is asked of it.</summary>
internal sealed class MemoryLog : ILeafSource, ITileStore
{
    private readonly List<byte[]> bodies = [];
    private readonly List<byte[]> hashes = [];

    public Dictionary<(int Level, long Index), byte[]> Kept { get; } = [];

    public long LeavesRead { get; private set; }

    public int TilesWritten { get; private set; }

    public Tiles Tiles => new(this, this);

    public IReadOnlyList<byte[]> LeafHashes => hashes;

    public static MemoryLog Of(int size)
    {
        var log = new MemoryLog();
        log.Append(size);
        return log;
    }

    public void Append(int count)
    {
        for (; count > 0; count--) Append(Encoding.UTF8.GetBytes($"{{\"entry\":{bodies.Count}}}"));
    }

    public void Append(byte[] body)
    {
        bodies.Add(body);
        hashes.Add(MerkleTree.LeafHash(body));
    }

    public Task<long> SizeAsync(CancellationToken stop) => Task.FromResult((long)bodies.Count);

    public Task<IReadOnlyList<byte[]>> LeafHashesAsync(long first, int count, CancellationToken stop)
    {
        LeavesRead += count;
        return Task.FromResult<IReadOnlyList<byte[]>>(hashes.GetRange((int)first, count));
    }

    public Task<IReadOnlyList<byte[]>> BodiesAsync(long first, int count, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<byte[]>>(bodies.GetRange((int)first, count));

    public Task<byte[]?> ReadAsync(int level, long index, CancellationToken stop) =>
        Task.FromResult(Kept.GetValueOrDefault((level, index)));

    public Task WriteAsync(int level, long index, byte[] hashes, CancellationToken stop)
    {
        TilesWritten++;
        Kept[(level, index)] = hashes;
        return Task.CompletedTask;
    }

    /// <summary>RFC 6962's own recursion, word for word: slow, and nothing of ours in it but the two hashes.</summary>
    public byte[] RootByDefinition(int begin, int end)
    {
        if (begin == end) return MerkleTree.EmptyRoot;
        if (end - begin == 1) return hashes[begin];
        var k = 1;
        while (k * 2 < end - begin) k *= 2;
        return MerkleTree.NodeHash(RootByDefinition(begin, begin + k), RootByDefinition(begin + k, end));
    }
}
