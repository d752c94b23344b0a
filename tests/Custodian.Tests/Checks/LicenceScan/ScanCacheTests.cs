using Custodian.Checks;
using Xunit;

namespace Custodian.Tests.Checks;

public sealed class ScanCacheTests
{
    [Fact]
    public async Task A_file_that_is_cut_or_changed_anywhere_is_not_used_and_is_written_anew()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a", "SPDX-License-Identifier: MIT\n"), ("b", "Copyright 2020 A. All rights reserved.\n"), ("c", "nothing\n"));
        await bench.ScanAsync(commit);
        var whole = await File.ReadAllBytesAsync(bench.CacheFile, TestContext.Current.CancellationToken);
        var text = ScanBench.Text(await bench.ScanAsync(commit));
        Assert.Equal(3, new ScanCache(bench.CacheFile).Count);

        for (var at = 0; at < whole.Length; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 1;
            File.WriteAllBytes(bench.CacheFile, flipped);
            Assert.Equal(0, new ScanCache(bench.CacheFile).Count);
            File.WriteAllBytes(bench.CacheFile, whole[..at]);
            Assert.Equal(0, new ScanCache(bench.CacheFile).Count);
        }

        var again = await bench.ScanAsync(commit);
        Assert.Equal((3, text), (again.Read, ScanBench.Text(again)));
        Assert.Equal(whole, await File.ReadAllBytesAsync(bench.CacheFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_another_version_found_is_not_used()
    {
        await using var bench = await ScanBench.StartAsync();
        await bench.ScanAsync(await bench.CommitAsync(("a", "SPDX-License-Identifier: MIT\n")));

        var known = ScanCacheFile.Read(bench.CacheFile, ScanCache.Version)!;
        Assert.Single(known);
        ScanCacheFile.Write(bench.CacheFile, ScanCache.Version + "1", known);

        Assert.Equal(0, new ScanCache(bench.CacheFile).Count);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_no_error()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a", "SPDX-License-Identifier: MIT\n"));
        // A folder in its place: whoever runs the tests, root too, cannot write there.
        Directory.CreateDirectory(bench.CacheFile);

        var scan = bench.Fresh();
        var first = await scan.RunAsync(commit, new(), null, TestContext.Current.CancellationToken);
        await scan.RunAsync(commit, new(), null, TestContext.Current.CancellationToken);
        scan.Dispose();

        Assert.Single(first.Files);
        Assert.NotNull(scan.CacheTrouble);
        Assert.Equal([bench.CacheFile], Directory.GetFileSystemEntries(Path.GetDirectoryName(bench.CacheFile)!));
    }

    [Fact]
    public async Task Everything_that_was_found_comes_back()
    {
        await using var bench = await ScanBench.StartAsync();
        var licence = """
            Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the
            above copyright notice and this permission notice appear in all copies of it.
            THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
            MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY
            DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS.
            """;
        var commit = await bench.CommitAsync(("a", licence), ("b", "SPDX-License-Identifier: GPL-2.0-only WITH Classpath-exception-2.0 OR LicenseRef-ours\n"), ("c", "\0\u0001\u0002"));

        var first = ScanBench.Text(await bench.ScanAsync(commit));
        var second = await bench.ScanAsync(commit);

        Assert.Equal(0, second.Read);
        Assert.Equal(first, ScanBench.Text(second));
        Assert.Contains("differences", first, StringComparison.Ordinal);
    }

    // The whole file is written each time: for a few new blobs it waits.
    [Fact]
    public async Task What_little_is_new_is_kept_when_the_service_ends()
    {
        await using var bench = await ScanBench.StartAsync();
        var files = Enumerable.Range(0, 40).Select(number => ($"{number:00}", $"SPDX-License-Identifier: MIT\n{number}\n")).ToArray();
        await bench.ScanAsync(await bench.CommitAsync(files));
        var before = await File.ReadAllBytesAsync(bench.CacheFile, TestContext.Current.CancellationToken);
        var next = await bench.CommitAsync([.. files, ("new", "SPDX-License-Identifier: Zlib\n")]);

        using (var scan = bench.Fresh())
        {
            Assert.Equal(1, (await scan.RunAsync(next, new(), null, TestContext.Current.CancellationToken)).Read);
            await scan.RunAsync(next, new(), null, TestContext.Current.CancellationToken);
            Assert.Equal(before, await File.ReadAllBytesAsync(bench.CacheFile, TestContext.Current.CancellationToken));
        }

        Assert.Equal(0, (await bench.ScanAsync(next)).Read);
    }
}
