using System.Text;
using Custodian.Git;
using Xunit;

namespace Custodian.Tests.Git;

public class PackTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_a_pack_as_git_makes_it_is_left_for_git()
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(600);
        await bench.PackAsync(expected.Keys);

        Assert.Equal((600, 0), Unpack(bench, expected.Keys, expected));
    }

    [Fact]
    public async Task What_nobody_asked_for_is_unpacked_only_for_what_differs_from_it()
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(600);
        await bench.PackAsync(expected.Keys);

        Assert.Equal((30, 0), Unpack(bench, expected.Keys.Where((_, number) => number % 20 == 7), expected));
    }

    // Some old servers send such packs, and dumb transports.
    [Fact]
    public async Task A_pack_that_names_its_bases_is_read_by_git()
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(100);
        await bench.GitAsync(null, "--git-dir", bench.Repository, "config", "repack.useDeltaBaseOffset", "false");
        await bench.PackAsync(expected.Keys);

        var told = await bench.ReadAsync(expected.Keys);

        Assert.All(expected, pair => Assert.Equal(new(BlobState.Read, pair.Value.Length, pair.Value), told[pair.Key]));
        Assert.InRange(Unpack(bench, expected.Keys, expected).Left, 1, 99);
    }

    [Fact]
    public async Task Blobs_of_several_packs_and_of_none_are_all_told()
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(60);
        foreach (var half in expected.Keys.Chunk(25).Take(2))
        {
            var names = Encoding.UTF8.GetBytes(string.Concat(half.Select(id => $"{id}\n")));
            await bench.GitAsync(names, "--git-dir", bench.Repository, "pack-objects", "--quiet", Path.Combine(bench.Repository, "objects", "pack", "pack"));
            foreach (var id in half) File.Delete(bench.LooseFile(id));
        }

        var told = await bench.ReadAsync(expected.Keys);

        Assert.All(expected, pair => Assert.Equal(new(BlobState.Read, pair.Value.Length, pair.Value), told[pair.Key]));
    }

    [Fact]
    public async Task What_would_hold_too_much_at_once_is_left_for_git()
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(600);
        await bench.PackAsync(expected.Keys);

        var (read, left) = Unpack(bench, expected.Keys, expected, most: 0);

        Assert.Equal((600, true, true), (read + left, read > 0, left > 0));
    }

    // A pack is read in pieces of 4 KiB: of some of these blobs the checksum stands in the next one.
    [Fact]
    public async Task A_blob_that_is_not_as_its_checksum_says_is_never_handed_out()
    {
        await using var bench = await BlobBench.StartAsync();
        var blobs = new List<BlobId>();
        foreach (var length in Enumerable.Range(4070, 30)) blobs.Add(await bench.WriteAsync(BlobBench.Noise(length, length)));
        await bench.PackAsync(blobs);
        var file = Directory.GetFiles(Path.Combine(bench.Repository, "objects", "pack"), "*.pack").Single();
        var bytes = await File.ReadAllBytesAsync(file, Stop);
        using (var sound = File.OpenHandle(file))
        {
            foreach (var blob in new PackFolder(Path.Combine(bench.Repository, "objects")).Locate(blobs)) bytes[PackEntry.Read(new(sound), blob.Offset)!.Value.DataAt + 2000] ^= 1;
        }

        File.Delete(file);
        await File.WriteAllBytesAsync(file, bytes, Stop);

        var told = await bench.ReadAsync(blobs);

        Assert.All(blobs, id => Assert.Equal(BlobState.Unreadable, told[id].State));
    }

    // git has the last word; where it cannot see the damage either (an entry's header has no checksum), both say the same.
    [Fact]
    public async Task Wherever_a_pack_is_damaged_what_is_read_is_what_git_reads()
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(40);
        await bench.PackAsync(expected.Keys);
        var file = Directory.GetFiles(Path.Combine(bench.Repository, "objects", "pack"), "*.pack").Single();
        var sound = await File.ReadAllBytesAsync(file, Stop);
        var (damaged, random) = (0, new Random(11));
        for (var round = 0; round < 25; round++)
        {
            var bytes = sound.ToArray();
            bytes[random.Next(12, bytes.Length - 20)] ^= (byte)(1 << random.Next(8));
            File.Delete(file);
            await File.WriteAllBytesAsync(file, bytes, Stop);

            var told = await bench.ReadAsync(expected.Keys);

            Assert.Equal(expected.Count, told.Count);
            foreach (var (id, one) in told.Where(one => one.Value.Text != expected[one.Key]))
            {
                damaged++;
                var git = await bench.Git.LocalAsync(bench.Repository, ["cat-file", "blob", $"{id}"], Stop);
                Assert.Equal(git.Succeeded, one.State == BlobState.Read);
            }
        }

        Assert.NotEqual(0, damaged);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0304")]
    [InlineData("8080808080808080")]
    [InlineData("040005")]
    [InlineData("04050561626364")]
    [InlineData("040190" + "05")]
    [InlineData("040191" + "0402")]
    [InlineData("0402" + "9f" + "ffffffff" + "01" + "0162")]
    [InlineData("04010162" + "0163")]
    [InlineData("04ffffffff7f0162")]
    public void Differences_that_are_none_of_this_blob_are_refused(string hex)
    {
        Assert.Throws<InvalidDataException>(() => PackDelta.Apply("abcd"u8, Convert.FromHexString(hex)));
    }

    [Fact]
    public void Differences_copy_and_insert()
    {
        var (bytes, length) = PackDelta.Apply("abcd"u8, Convert.FromHexString("0406" + "9102" + "02" + "027879" + "9002"));

        Assert.Equal("cdxyab", Encoding.ASCII.GetString(bytes, 0, length));
    }

    [Fact]
    public void A_copy_without_a_size_is_of_64_KiB()
    {
        var source = Encoding.Latin1.GetBytes(BlobBench.Noise(70_000, 3));

        var (bytes, length) = PackDelta.Apply(source, Convert.FromHexString("f0a204" + "808004" + "8101"));

        Assert.Equal(source[1..65_537], bytes[..length]);
    }

    [Fact]
    public void Random_differences_are_refused_or_make_a_blob_and_nothing_else_happens()
    {
        var random = new Random(5);
        var source = new byte[100];
        for (var round = 0; round < 200_000; round++)
        {
            var delta = new byte[random.Next(2, 24)];
            random.NextBytes(delta);
            (delta[0], delta[1]) = (100, (byte)random.Next(128));
            try
            {
                Assert.Equal(delta[1], PackDelta.Apply(source, delta).Length);
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }

    private static (int Read, int Left) Unpack(BlobBench bench, IEnumerable<BlobId> blobs, Dictionary<BlobId, string> expected, int most = 1 << 20)
    {
        var packs = new PackFolder(Path.Combine(bench.Repository, "objects"));
        var (read, left) = (0, 0);
        using var file = packs.TryOpen(0)!;
        var families = new PackFamilies(new(file), packs.Locate(blobs), _ => left++);
        new PackWorker(
            families,
            new(file),
            most,
            (blob, bytes) =>
            {
                read++;
                Assert.Equal(expected[blob.Id], Encoding.Latin1.GetString(bytes));
            },
            _ => left++).Run(Stop);
        return (read, left);
    }
}
