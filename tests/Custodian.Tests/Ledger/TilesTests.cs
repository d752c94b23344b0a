using CsCheck;
using Custodian.Ledger;
using Xunit;

namespace Custodian.Tests.Ledger;

public class TilesTests
{
    private static readonly MemoryLog Large = MemoryLog.Of(70_000);

    [Fact]
    public async Task Tiles_extended_little_by_little_are_those_made_at_once()
    {
        await Gen.Int[1, 3000].Array[1, 12].SampleAsync(async batches =>
        {
            var grown = new MemoryLog();
            var tiles = grown.Tiles;
            foreach (var batch in batches)
            {
                grown.Append(batch);
                await tiles.ExtendAsync(grown.LeafHashes.Count, default);

                // As after a restart, now and then.
                if (batch % 3 == 0) tiles = grown.Tiles;
            }

            var size = batches.Sum();
            var atOnce = MemoryLog.Of(size);
            await atOnce.Tiles.ExtendAsync(size, default);

            Assert.Equal(atOnce.Kept.Keys.Order(), grown.Kept.Keys.Order());
            Assert.All(atOnce.Kept, tile => Assert.Equal(tile.Value, grown.Kept[tile.Key]));
        }, iter: 30);
    }

    [Fact]
    public async Task Every_tile_is_made_of_the_hashes_that_the_specification_names()
    {
        const int Size = 3 * 256 * 256 / 2 + 77;
        var log = MemoryLog.Of(Size);
        var tree = new FullTree(log.LeafHashes);
        var tiles = log.Tiles;
        await tiles.ExtendAsync(Size, default);
        foreach (var path in TilePath.Between(0, Size).Where(path => !path.IsEntries))
        {
            var bytes = Assert.IsType<byte[]>(await tiles.ReadAsync(path, Size, default));
            Assert.Equal(path.Width * 32, bytes.Length);
            for (var at = 0; at < path.Width; at++)
            {
                var expected = await tree.HashAsync(8 * path.Level, path.Index * 256 + at, default);
                Assert.True(expected.AsSpan().SequenceEqual(bytes.AsSpan(at * 32, 32)), $"{path} at {at}");
            }
        }
    }

    [Fact]
    public async Task What_the_store_lacks_is_made_from_the_entries()
    {
        var extended = MemoryLog.Of(70_000);
        await extended.Tiles.ExtendAsync(70_000, default);

        foreach (var path in TilePath.Between(0, 70_000))
            Assert.Equal(await extended.Tiles.ReadAsync(path, 70_000, default), await Large.Tiles.ReadAsync(path, 70_000, default));
    }

    [Fact]
    public async Task A_crash_between_two_writes_is_made_up_for()
    {
        var whole = MemoryLog.Of(70_000);
        await whole.Tiles.ExtendAsync(70_000, default);

        // The last tile written above never came; the one before it was narrower.
        var crashed = MemoryLog.Of(70_000);
        await crashed.Tiles.ExtendAsync(65_600, default);
        crashed.Kept.Remove((2, 0));
        crashed.Kept[(1, 0)] = crashed.Kept[(1, 0)][..(200 * 32)];
        crashed.Kept.Remove((1, 1));
        await crashed.Tiles.ExtendAsync(70_000, default);

        Assert.Equal(whole.Kept.Keys.Order(), crashed.Kept.Keys.Order());
        Assert.All(whole.Kept, tile => Assert.Equal(tile.Value, crashed.Kept[tile.Key]));
    }

    [Fact]
    public async Task A_root_of_a_long_log_reads_only_the_entries_of_the_last_tile()
    {
        var log = MemoryLog.Of(70_000);
        var tiles = log.Tiles;
        await tiles.ExtendAsync(70_000, default);
        var before = log.LeavesRead;

        var root = await tiles.RootAsync(70_000, default);

        Assert.Equal(log.RootByDefinition(0, 70_000), root);
        Assert.Equal(70_000 % 256, log.LeavesRead - before);
    }

    [Fact]
    public async Task A_full_tile_is_read_from_the_store_and_not_made_again()
    {
        var log = MemoryLog.Of(70_000);
        var tiles = log.Tiles;
        await tiles.ExtendAsync(70_000, default);
        var before = log.LeavesRead;

        foreach (var path in TilePath.Between(0, 70_000).Where(path => path.IsFull || path.Level > 0))
            await tiles.ReadAsync(path, 70_000, default);

        Assert.Equal(before, log.LeavesRead);
        Assert.Equal(276, log.Kept.Count);
    }

    [Fact]
    public async Task A_log_that_did_not_fill_a_tile_writes_none()
    {
        var log = MemoryLog.Of(600);
        var tiles = log.Tiles;
        await tiles.ExtendAsync(600, default);
        var written = log.TilesWritten;
        log.Append(100);

        await tiles.ExtendAsync(700, default);

        Assert.Equal(written, log.TilesWritten);
    }

    [Fact]
    public async Task Nothing_beyond_the_checkpoint_is_given_away()
    {
        var tiles = Large.Tiles;

        Assert.Null(await tiles.ReadAsync(new(TilePath.EntriesLevel, 0, 6), size: 5, default));
        Assert.Null(await tiles.ReadAsync(new(TilePath.EntriesLevel, 0, 256), size: 255, default));
        Assert.Null(await tiles.ReadAsync(new(0, 1, 1), size: 256, default));
        Assert.NotNull(await tiles.ReadAsync(new(0, 0, 256), size: 256, default));
    }

    [Fact]
    public async Task A_bundle_holds_the_entries_each_after_its_length()
    {
        var log = new MemoryLog();
        byte[][] bodies = [[1, 2, 3], [], new byte[65_535]];
        foreach (var body in bodies) log.Append(body);

        var bundle = Assert.IsType<byte[]>(await log.Tiles.ReadAsync(new(TilePath.EntriesLevel, 0, 3), 3, default));

        Assert.Equal([0, 3, 1, 2, 3, 0, 0, 0xff, 0xff, 0], bundle[..10]);
        Assert.Equal(bodies, EntryBundle.Decode(bundle)!.Select(body => body.ToArray()));
        Assert.Null(EntryBundle.Decode(bundle.AsMemory(0, bundle.Length - 1)));
        Assert.Throws<ArgumentException>(() => EntryBundle.Encode([new byte[65_536]]));
    }

    [Fact]
    public async Task Proofs_from_tiles_verify_at_any_size()
    {
        var log = MemoryLog.Of(70_000);
        var tiles = log.Tiles;
        await tiles.ExtendAsync(70_000, default);
        var proofs = new LedgerProofs(tiles, log);
        await Gen.Select(Gen.Int[1, 70_000], Gen.Int[0, 69_999]).SampleAsync(async (size, any) =>
        {
            var inclusion = Assert.IsType<InclusionProof>(await proofs.InclusionAsync(any % size, size, default));
            Assert.True(ProofJudge.VerifyInclusion(
                log.LeafHashes[any % size], any % size, size, Bytes(inclusion.Hashes), Convert.FromBase64String(inclusion.Root)));
            Assert.Equal(Convert.ToBase64String(log.LeafHashes[any % size]), inclusion.LeafHash);

            var consistency = Assert.IsType<ConsistencyProof>(await proofs.ConsistencyAsync(any % size, size, default));
            Assert.Equal(inclusion.Root, consistency.ToRoot);
            Assert.True(ProofJudge.VerifyConsistency(
                any % size,
                Convert.FromBase64String(consistency.FromRoot),
                size,
                Convert.FromBase64String(consistency.ToRoot),
                Bytes(consistency.Hashes)));
        }, iter: 300);

        static byte[][] Bytes(IReadOnlyList<string> hashes) => [.. hashes.Select(Convert.FromBase64String)];
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(0, 11)]
    public async Task There_is_no_inclusion_proof_of_what_the_log_has_not(long index, long size)
    {
        var log = MemoryLog.Of(10);
        Assert.Null(await new LedgerProofs(log.Tiles, log).InclusionAsync(index, size, default));
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    [InlineData(0, 11)]
    public async Task There_is_no_consistency_proof_between_sizes_that_the_log_never_had(long from, long to)
    {
        var log = MemoryLog.Of(10);
        Assert.Null(await new LedgerProofs(log.Tiles, log).ConsistencyAsync(from, to, default));
    }
}
