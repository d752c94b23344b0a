using CsCheck;
using Custodian.Ledger;
using Xunit;

namespace Custodian.Tests.Ledger;

public class TilePathTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(1, 999, 17, "tile/1/999.p/17")]
    [InlineData(63, 1000, 255, "tile/63/x001/000.p/255")]
    [InlineData(TilePath.EntriesLevel, 0, 1, "tile/entries/000.p/1")]
    [InlineData(TilePath.EntriesLevel, 70000, 256, "tile/entries/x070/000")]
    public void A_path_is_written_and_read_as_the_specification_has_it(int level, long index, int width, string text)
    {
        var path = new TilePath(level, index, width);

        Assert.Equal(text, path.ToString());
        Assert.True(TilePath.TryParse(text, out var read));
        Assert.Equal(path, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("checkpoint")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/+1/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001/234")]
    [InlineData("tile/0/x001/x234")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/05")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/1/2")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0/x009/x223/x372/x036/x854/x775/808")]
    public void Any_other_way_to_write_one_is_refused(string text) => Assert.False(TilePath.TryParse(text, out _));

    [Fact]
    public void A_written_path_reads_back_as_itself() =>
        Gen.Select(Gen.Int[-1, 63], Gen.Long[0, long.MaxValue], Gen.Int[1, 256]).Sample((level, index, width) =>
        {
            var path = new TilePath(level, index, width);
            return TilePath.TryParse(path.ToString(), out var read) && read == path;
        });

    // The example that the specification works out.
    [Fact]
    public void A_log_of_70000_entries_has_the_tiles_that_the_specification_counts()
    {
        TilePath[] all = [.. TilePath.Between(0, 70_000)];

        Assert.Equal((273, 112), Of(0));
        Assert.Equal((1, 17), Of(1));
        Assert.Equal((0, 1), Of(2));
        Assert.Equal((273, 112), Of(TilePath.EntriesLevel));
        Assert.All(all, path => Assert.InRange(path.Level, -1, 2));

        (int Full, int Partial) Of(int level) =>
            (all.Count(path => path.Level == level && path.IsFull), all.Single(path => path.Level == level && !path.IsFull).Width);
    }

    [Fact]
    public void A_log_of_256_entries_has_a_full_tile_and_one_hash_above() =>
        Assert.Equal(["tile/entries/000", "tile/0/000", "tile/1/000.p/1"], TilePath.Between(0, 256).Select(path => path.ToString()));

    [Fact]
    public void What_a_log_has_is_within_it_and_what_it_has_not_is_not()
    {
        Assert.All(TilePath.Between(0, 70_000), path => Assert.True(path.IsWithin(70_000)));
        Assert.True(new TilePath(0, 273, 100).IsWithin(70_000));
        Assert.False(new TilePath(0, 273, 113).IsWithin(70_000));
        Assert.False(new TilePath(0, 273, 256).IsWithin(70_000));
        Assert.False(new TilePath(0, 274, 1).IsWithin(70_000));
        Assert.False(new TilePath(0, long.MaxValue, 1).IsWithin(70_000));
        Assert.False(new TilePath(8, 0, 1).IsWithin(long.MaxValue));
        Assert.False(new TilePath(3, 0, 1).IsWithin(70_000));
    }
}
