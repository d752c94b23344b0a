using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Custodian.Checks;
using Custodian.Git;
using Custodian.Licences;
using Custodian.Tests.Git;
using Xunit;

namespace Custodian.Tests.Checks;

public sealed class CommitScanTests
{
    private const string Mit = "// SPDX-License-Identifier: MIT\n";
    private const string Plain = "int main() { return 0; }\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_path_is_told_with_what_stands_there()
    {
        await using var bench = await ScanBench.StartAsync();
        var (mit, plain) = (await bench.Blobs.WriteAsync("\n" + Mit), await bench.Blobs.WriteAsync(Plain));
        var commit = await bench.Blobs.CommitAsync(
            $"100644 blob {plain}\ta.c",
            $"100755 blob {mit}\tb.sh",
            $"120000 blob {mit}\tlink",
            $"160000 commit {new string('1', 40)}\tmodule",
            $"100644 blob {new string('2', 40)}\tnot here");

        var files = (await bench.ScanAsync(commit)).Files.ToDictionary(file => file.File.Path);

        Assert.Equal([FileClass.None, FileClass.Licensed, FileClass.None, FileClass.Unreadable, FileClass.Unreadable], files.Values.Select(file => file.File.Scan.Class));
        var found = Assert.Single(files["b.sh"].File.Scan.Findings);
        Assert.Equal(("MIT", 2), (found.Expression, found.StartLine));
        Assert.Contains("submodule", files["module"].File.Scan.Trouble, StringComparison.Ordinal);
        Assert.Contains("does not hold", files["not here"].File.Scan.Trouble, StringComparison.Ordinal);
        // printf 'int main() { return 0; }\n' | sha1sum
        Assert.Equal("6133cace7f358625281599018eb04406a040e472", files["a.c"].Sha1.ToString());
        Assert.Null(files["not here"].Sha1);
    }

    [Fact]
    public async Task Two_scans_are_the_same_bytes_whatever_the_workers_and_whatever_was_known()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync([.. Enumerable.Range(0, 1500).Select(number => ($"f{number:0000}", (number % 3) switch { 0 => Mit, 1 => $"// Copyright {number} A. All rights reserved.\n", _ => Plain } + number))]);

        var one = ScanBench.Text(await bench.ScanAsync(commit, new() { Workers = 1 }));
        var four = await bench.ScanAsync(commit, new() { Workers = 4 }, cached: false);
        var known = await bench.ScanAsync(commit);

        Assert.Equal((1500, 0), (four.Read, known.Read));
        Assert.Equal(one, ScanBench.Text(four));
        Assert.Equal(one, ScanBench.Text(known));
    }

    [Fact]
    public async Task The_next_commit_costs_its_new_blobs_and_is_told_as_if_it_were_the_first()
    {
        await using var bench = await ScanBench.StartAsync();
        var blobs = new List<BlobId>();
        for (var number = 0; number < 12; number++) blobs.Add(await bench.Blobs.WriteAsync(Mit + number));
        var lot = new Random(7);
        using var scan = bench.Fresh();
        for (var round = 0; round < 12; round++)
        {
            // Files become folders, links and files again; some share a blob.
            var entries = new List<string>();
            foreach (var name in "a a.b b c d e".Split(' ').Where(_ => lot.Next(4) > 0))
            {
                var blob = blobs[lot.Next(round + 1)];
                var inner = await bench.Blobs.GitAsync(Encoding.UTF8.GetBytes($"100644 blob {blob}\tx\0"), "--git-dir", bench.Blobs.Repository, "mktree", "-z");
                entries.Add(lot.Next(3) switch { 0 => $"040000 tree {inner}\t{name}", 1 => $"120000 blob {blob}\t{name}", _ => $"100644 blob {blob}\t{name}" });
            }

            var commit = await bench.Blobs.CommitAsync([.. entries]);

            var next = await scan.RunAsync(commit, new() { LargestBlob = round == 6 ? 20 : 4000 }, null, Stop);

            Assert.Equal(ScanBench.Text(await bench.ScanAsync(commit, new() { LargestBlob = round == 6 ? 20 : 4000 }, cached: false)), ScanBench.Text(next));
            Assert.True(next.Read <= entries.Count);
        }

        Assert.Equal(0, (await scan.RunAsync(await bench.Blobs.CommitAsync($"100644 blob {blobs[0]}\tz"), new(), null, Stop)).Read);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_not_looked_at_even_where_it_is_known()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a", Mit + new string(' ', 5000)));

        Assert.Equal(FileClass.Licensed, (await bench.ScanAsync(commit)).Files[0].File.Scan.Class);
        var small = Assert.Single((await bench.ScanAsync(commit, new() { LargestBlob = 4096 })).Files).File.Scan;

        Assert.Equal((FileClass.Unreadable, 0), (small.Class, small.Findings.Count));
        Assert.Contains("more than 4 KiB", small.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_of_two_gigabytes_is_told_and_the_others_are_scanned()
    {
        await using var bench = await ScanBench.StartAsync();
        const long Size = (2L << 30) + 1;
        var id = WriteLarge(bench.Blobs, Size);
        var commit = await bench.Blobs.CommitAsync($"100644 blob {id}\tlarge", $"100644 blob {await bench.Blobs.WriteAsync(Mit)}\tsmall");

        var files = (await bench.ScanAsync(commit)).Files;

        Assert.Equal([FileClass.Unreadable, FileClass.Licensed], files.Select(file => file.File.Scan.Class));
        Assert.Contains("more than 32 MiB", files[0].File.Scan.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_by_one_scan_however_often_it_is_met()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.Blobs.CommitAsync($"100644 blob {new string('1', 40)}\ta", $"100644 blob {new string('2', 40)}\tb", $"100644 blob {await bench.Blobs.WriteAsync(new string(' ', 5000))}\tc");
        using var scan = bench.Fresh();
        await scan.RunAsync(commit, new(), null, Stop);

        var one = (await scan.RunAsync(commit, new() { LargestBlob = 4096 }, null, Stop)).Files;
        var two = (await scan.RunAsync(await bench.Blobs.CommitAsync($"100644 blob {new string('1', 40)}\ta"), new(), null, Stop)).Files;
        var three = (await scan.RunAsync(commit, new() { LargestBlob = 4096 }, null, Stop)).Files;

        Assert.Same(one[0].File.Scan, one[1].File.Scan);
        Assert.Same(one[0].File.Scan, two[0].File.Scan);
        Assert.Contains("more than 4 KiB", one[2].File.Scan.Trouble, StringComparison.Ordinal);
        Assert.Same(one[2].File.Scan, three[2].File.Scan);
    }

    [Fact]
    public async Task What_was_found_is_kept_after_a_scan_that_is_under_way()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a", Mit), ("b", Plain));
        using var scan = bench.Fresh();
        Task<string?>? keeping = null;
        var early = false;

        await scan.RunAsync(commit, new() { Workers = 1 }, (_, _) => early |= (keeping ??= scan.KeepAsync()).IsCompleted, Stop);

        Assert.Null(await keeping!);
        Assert.False(early);
        Assert.Equal(0, (await bench.ScanAsync(commit)).Read);
    }

    [Fact]
    public async Task What_one_scan_cannot_keep_is_told_and_the_others_are_kept()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a", Mit));
        var log = new LogLines<LicenceScans>();
        string[] links = [.. new[] { "one", "two", "three" }.Select(name => Path.Combine(Path.GetDirectoryName(bench.Blobs.Repository)!, name))];
        foreach (var link in links) Directory.CreateSymbolicLink(link, bench.Blobs.Repository);
        // No system has such a name, and it is refused otherwise than a full disk.
        var scans = new LicenceScans(bench.Blobs.Git, folder => folder == links[1] ? "a\0b" : Path.Combine(Path.GetDirectoryName(bench.CacheFile)!, Path.GetFileName(folder)), logger: log);
        foreach (var link in links) await scans.Of(link, LicenceIndex.Shipped).RunAsync(commit, new(), null, Stop);

        scans.Dispose();

        Assert.Equal(["one", "three"], Directory.GetFiles(Path.GetDirectoryName(bench.CacheFile)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("two could not be kept", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_scanner_that_could_not_be_made_is_made_again()
    {
        var times = 0;
        var scanners = new ContentScanners(make: memo => ++times == 1 ? throw new InvalidOperationException("once") : new(memo, digests: true));
        scanners.Prepare();

        Assert.Throws<InvalidOperationException>(() => { _ = scanners[0]; });

        Assert.Equal(FileClass.Licensed, scanners[0].Scan(Encoding.UTF8.GetBytes(Mit)).Scan.Class);
    }

    [Fact]
    public async Task What_is_missing_is_looked_for_again_the_next_time()
    {
        await using var bench = await ScanBench.StartAsync();
        var id = await bench.Blobs.WriteAsync(Mit);
        var commit = await bench.Blobs.CommitAsync($"100644 blob {id}\ta");
        File.Move(bench.Blobs.LooseFile(id), bench.Blobs.LooseFile(id) + ".away");
        using var scan = bench.Fresh();
        Assert.Equal(FileClass.Unreadable, (await scan.RunAsync(commit, new(), null, Stop)).Files[0].File.Scan.Class);

        File.Move(bench.Blobs.LooseFile(id) + ".away", bench.Blobs.LooseFile(id));

        Assert.Equal(FileClass.Licensed, (await scan.RunAsync(commit, new(), null, Stop)).Files[0].File.Scan.Class);
    }

    [Fact]
    public async Task Paths_of_any_bytes_are_told_apart_in_a_document_that_anybody_can_read()
    {
        await using var bench = await ScanBench.StartAsync();
        var id = await bench.Blobs.WriteAsync(Mit);
        byte[][] names = [[(byte)'a', 0xff], [(byte)'a', 0xfe], @"a\xff"u8.ToArray(), @"a\\xff"u8.ToArray(), @"b\c"u8.ToArray(), "new\nline"u8.ToArray(), [0xc3, (byte)'x'], [0xe2, 0x82]];
        var commit = await bench.Blobs.CommitAsync([.. names.Select(name => (byte[])[.. Encoding.UTF8.GetBytes($"100644 blob {id}\t"), .. name])]);

        using var document = JsonDocument.Parse(ScanBench.Text(await bench.ScanAsync(commit)));
        string[] paths = [.. document.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()!)];

        Assert.Equal(names.Length, paths.Distinct().Count());
        Assert.Contains(@"a\xff", paths);
        Assert.Contains(@"b\c", paths);
        Assert.Contains("new\nline", paths);
        Assert.All(paths, path => Assert.DoesNotContain('\uFFFD', path));
        Assert.Equal(names.Length, document.RootElement.GetProperty("summary").GetProperty("licences").GetProperty("MIT").GetInt32());
    }

    [Fact]
    public async Task Progress_counts_every_path()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a", Mit), ("b", Mit), ("c", Plain));
        var most = (Done: 0, All: 0);
        using var scan = bench.Fresh(cached: false);

        await scan.RunAsync(commit, new() { Workers = 1 }, (done, all) => most = (Math.Max(most.Done, done), all), Stop);

        Assert.Equal((3, 3), most);
    }

    // As git stores a loose object (gitformat-loose): a header and the contents, deflated; its id is their SHA-1.
    private static BlobId WriteLarge(BlobBench bench, long size)
    {
        var written = Path.Combine(bench.Repository, "objects", "large");
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        using (var packed = new ZLibStream(File.Create(written), CompressionLevel.Fastest))
        {
            var part = new byte[1 << 20];
            Add(Encoding.ASCII.GetBytes($"blob {size}\0"));
            for (var left = size; left > 0; left -= part.Length) Add(part.AsSpan(0, (int)Math.Min(part.Length, left)));

            void Add(ReadOnlySpan<byte> bytes)
            {
                sha1.AppendData(bytes);
                packed.Write(bytes);
            }
        }

        var id = new BlobId(sha1.GetHashAndReset());
        Directory.CreateDirectory(Path.GetDirectoryName(bench.LooseFile(id))!);
        File.Move(written, bench.LooseFile(id));
        return id;
    }
}
