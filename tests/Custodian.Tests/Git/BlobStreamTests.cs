using System.Text;
using Custodian.Git;
using Xunit;

namespace Custodian.Tests.Git;

public class BlobStreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_blob_is_told_once_with_its_own_bytes(bool packed)
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(700);
        if (packed) await bench.PackAsync(expected.Keys);

        // The same blob stands at several paths, in any order.
        var told = await bench.ReadAsync([.. expected.Keys.Reverse(), .. expected.Keys], new() { Workers = 3 });

        Assert.Equal(expected.Count, told.Count);
        Assert.All(expected, pair => Assert.Equal(new(BlobState.Read, pair.Value.Length, pair.Value), told[pair.Key]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Blobs_as_long_as_a_buffer_or_longer_come_whole(bool packed)
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = new Dictionary<BlobId, string>();
        foreach (var length in (int[])[0, 1, (256 << 10) - 1, 256 << 10, (256 << 10) + 1, 3 << 20])
        {
            var text = BlobBench.Noise(length, length);
            expected.Add(await bench.WriteAsync(text), text);
        }

        if (packed) await bench.PackAsync(expected.Keys);

        var told = await bench.ReadAsync(expected.Keys);

        Assert.All(expected, pair => Assert.Equal(new(BlobState.Read, pair.Value.Length, pair.Value), told[pair.Key]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_blob_over_the_limit_is_told_as_that_and_those_behind_it_are_read(bool packed)
    {
        await using var bench = await BlobBench.StartAsync();
        var (before, over, at, after) = (await bench.WriteAsync("before"), await bench.WriteAsync(BlobBench.Noise(5000, 1)), await bench.WriteAsync(new string('x', 1000)), await bench.WriteAsync("after"));
        if (packed) await bench.PackAsync([before, over, at, after]);

        var told = await bench.ReadAsync([before, over, at, after], new() { LargestBlob = 1000 });

        Assert.Equal(new(BlobState.TooLarge, 5000, ""), told[over]);
        Assert.Equal(("before", 1000, "after"), (told[before].Text, told[at].Text.Length, told[after].Text));
    }

    [Fact]
    public async Task A_missing_blob_is_told_as_missing_and_the_others_are_read()
    {
        await using var bench = await BlobBench.StartAsync();
        var (one, lost, two) = (await bench.WriteAsync("one"), await bench.WriteAsync("lost"), await bench.WriteAsync("two"));
        File.Delete(bench.LooseFile(lost));

        var told = await bench.ReadAsync([one, lost, two]);

        Assert.Equal(new(BlobState.Missing, -1, ""), told[lost]);
        Assert.Equal(("one", "two"), (told[one].Text, told[two].Text));
    }

    // At its beginning git calls it missing; in its midst git ends.
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public async Task A_damaged_loose_blob_is_told_as_unreadable_and_the_others_are_read(double where)
    {
        await using var bench = await BlobBench.StartAsync();
        var (one, bad, two) = (await bench.WriteAsync("one"), await bench.WriteAsync(BlobBench.Noise(100_000, 7)), await bench.WriteAsync("two"));
        Flip(bench.LooseFile(bad), where);

        var told = await bench.ReadAsync([one, bad, two]);

        Assert.Equal(BlobState.Unreadable, told[bad].State);
        Assert.Equal(("one", "two"), (told[one].Text, told[two].Text));
    }

    [Fact]
    public async Task In_a_damaged_pack_what_can_be_read_is_read_and_what_cannot_is_told()
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(300);
        await bench.PackAsync(expected.Keys);
        Flip(Directory.GetFiles(Path.Combine(bench.Repository, "objects", "pack"), "*.pack").Single(), 0.5);

        var told = await bench.ReadAsync(expected.Keys);

        Assert.Equal(expected.Count, told.Count);
        Assert.All(told, one => Assert.True(one.Value.State == BlobState.Unreadable || one.Value.Text == expected[one.Key]));
        Assert.Contains(told.Values, one => one.State == BlobState.Unreadable);
        Assert.Contains(told.Values, one => one.State == BlobState.Read);
    }

    [Fact]
    public async Task What_is_listed_as_a_file_and_is_a_folder_is_unreadable()
    {
        await using var bench = await BlobBench.StartAsync();
        var (one, two) = (await bench.WriteAsync("one"), await bench.WriteAsync("two"));
        var folder = BlobBench.Id(await bench.GitAsync(Encoding.UTF8.GetBytes($"100644 blob {one}\tone\0"), "--git-dir", bench.Repository, "mktree", "-z"));

        var told = await bench.ReadAsync([one, folder, two]);

        Assert.Equal(BlobState.Unreadable, told[folder].State);
        Assert.Equal(("one", "two"), (told[one].Text, told[two].Text));
    }

    [Fact]
    public async Task A_folder_that_is_no_repository_is_an_error()
    {
        await using var bench = await BlobBench.StartAsync();
        var elsewhere = Path.Combine(bench.Repository, "refs");

        await Assert.ThrowsAsync<GitException>(() => new BlobStream(bench.Git).ReadAsync(elsewhere, [BlobBench.Id(new string('1', 40))], new(), (_, _) => { }, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_stops_it_finds_nothing_at_work_afterwards(bool packed)
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(600);
        if (packed) await bench.PackAsync(expected.Keys);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var inside = 0;

        var reading = new BlobStream(bench.Git).ReadAsync(
            bench.Repository,
            expected.Keys,
            new() { Workers = 2 },
            (_, _) =>
            {
                Interlocked.Increment(ref inside);
                stop.Cancel();
                Interlocked.Decrement(ref inside);
            },
            stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        Assert.Equal((0, 0), (inside, bench.Processes));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_consumer_throws_ends_the_reading_and_is_thrown(bool packed)
    {
        await using var bench = await BlobBench.StartAsync();
        var expected = await bench.WriteManyAsync(600);
        if (packed) await bench.PackAsync(expected.Keys);

        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => new BlobStream(bench.Git).ReadAsync(
            bench.Repository, expected.Keys, new() { Workers = 2 }, (_, _) => throw new InvalidDataException("no more"), Stop));

        Assert.Equal("no more", thrown.Message);
        Assert.Equal(0, bench.Processes);
    }

    [Fact]
    public async Task A_git_that_falls_silent_is_ended_and_told_of()
    {
        await using var bench = await BlobBench.StartAsync();
        // Far more than lies in a pipe.
        var blobs = new List<BlobId>();
        foreach (var seed in Enumerable.Range(0, 20)) blobs.Add(await bench.WriteAsync(BlobBench.Noise(100_000, seed)));
        var halted = 0;

        var silent = await Assert.ThrowsAsync<GitException>(() => new BlobStream(bench.Git).ReadAsync(
            bench.Repository,
            blobs,
            new() { Workers = 1, Silence = TimeSpan.FromSeconds(1) },
            (_, _) =>
            {
                if (Interlocked.Exchange(ref halted, 1) == 0) Halt(bench);
            },
            Stop));

        Assert.True(silent.TimedOut);
        Assert.Contains("sent nothing", silent.Message, StringComparison.Ordinal);
        Assert.Equal(0, bench.Processes);
    }

    private static void Halt(BlobBench bench)
    {
        foreach (var id in MarkedProcesses.Find(bench.Programs.Mark).Keys)
        {
            bench.Programs.RunAsync(new() { Program = "sh", Arguments = ["-c", $"kill -STOP {id}"], Timeout = TimeSpan.FromSeconds(10) }, Stop).GetAwaiter().GetResult();
        }
    }

    private static void Flip(string file, double where)
    {
        File.SetAttributes(file, FileAttributes.Normal);
        var bytes = File.ReadAllBytes(file);
        // Not the checksum that ends a pack: git would not open it at all.
        var at = (int)(where * (bytes.Length - 21));
        for (var next = at; next < Math.Min(at + 16, bytes.Length); next++) bytes[next] ^= 0x5a;
        File.Delete(file);
        File.WriteAllBytes(file, bytes);
    }
}
