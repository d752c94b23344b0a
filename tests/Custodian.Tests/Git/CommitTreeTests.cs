using System.Text;
using Custodian.Git;
using Xunit;

namespace Custodian.Tests.Git;

public class CommitTreeTests
{
    [Fact]
    public async Task Every_path_is_listed_byte_for_byte_with_what_stands_there()
    {
        await using var bench = await BlobBench.StartAsync();
        var (blob, link, other) = (await bench.WriteAsync("one"), await bench.WriteAsync("over/there"), BlobBench.Id(new string('1', 40)));
        var folder = await bench.GitAsync(Encoding.UTF8.GetBytes($"100755 blob {blob}\trun.sh\0"), "--git-dir", bench.Repository, "mktree", "-z");
        var commit = await bench.CommitAsync(
            [
                .. new[] { $"100644 blob {blob}\ta line\nand another\ttab", $"120000 blob {link}\tlink", $"160000 commit {other}\tvendored", $"040000 tree {folder}\tbin" }.Select(Encoding.UTF8.GetBytes),
                [.. Encoding.UTF8.GetBytes($"100664 blob {blob}\tn"), 0xff, 0xe9],
            ]);

        var entries = await bench.ListAsync(commit);

        Assert.Equal(
            [
                ("a line\nand another\ttab", EntryKind.File, blob), ("bin/run.sh", EntryKind.Executable, blob), ("link", EntryKind.SymbolicLink, link),
                ("n\u00ff\u00e9", EntryKind.File, blob), ("vendored", EntryKind.Submodule, other),
            ],
            entries.Select(entry => (Encoding.Latin1.GetString(entry.Path.Span), entry.Kind, entry.Id)));
    }

    [Fact]
    public async Task A_list_of_many_blocks_is_whole_and_in_order()
    {
        await using var bench = await BlobBench.StartAsync();
        var blob = await bench.WriteAsync("one");
        var names = Enumerable.Range(10_000, 20_000).Select(number => $"{number}-{new string('x', number % 240)}").ToArray();
        var commit = await bench.CommitAsync([.. names.Select(name => $"100644 blob {blob}\t{name}")]);

        var entries = await bench.ListAsync(commit);

        Assert.Equal(names, entries.Select(entry => Encoding.UTF8.GetString(entry.Path.Span)));
        Assert.All(entries, entry => Assert.Equal(blob, entry.Id));
    }

    [Fact]
    public async Task A_commit_with_nothing_in_it_has_no_entries()
    {
        await using var bench = await BlobBench.StartAsync();

        Assert.Empty(await bench.ListAsync(await bench.CommitAsync(Array.Empty<string>())));
    }

    // A hundred to the power of ten files, in eleven objects.
    [Fact]
    public async Task Trees_that_stand_for_endless_files_are_given_up()
    {
        await using var bench = await BlobBench.StartAsync();
        var line = $"100644 blob {await bench.WriteAsync("boom")}";
        for (var level = 0; level < 10; level++)
        {
            byte[] lines = [.. Enumerable.Range(100, 100).SelectMany(number => Encoding.UTF8.GetBytes($"{line}\t{number}\0"))];
            line = $"040000 tree {await bench.GitAsync(lines, "--git-dir", bench.Repository, "mktree", "-z")}";
        }

        var commit = await bench.CommitAsync($"{line}\tall");

        var refused = await Assert.ThrowsAsync<UnreadableContentException>(() => bench.ListAsync(commit));

        Assert.Equal("too-large", refused.Code);
        Assert.Equal(0, bench.Processes);
    }

    [Fact]
    public async Task A_commit_or_a_folder_that_is_not_there_is_an_error_and_no_empty_list()
    {
        await using var bench = await BlobBench.StartAsync();
        var commit = await bench.CommitAsync($"040000 tree {new string('2', 40)}\tlost");

        var folder = await Assert.ThrowsAsync<GitException>(() => bench.ListAsync(commit));
        await Assert.ThrowsAsync<GitException>(() => bench.ListAsync(new(new string('3', 40))));

        Assert.Contains("cannot be listed", folder.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_is_missing_is_fetched_and_no_program_of_the_repositorys_choice_is_run()
    {
        await using var bench = await BlobBench.StartAsync();
        var ran = Path.Combine(bench.Repository, "ran");
        foreach (var (name, value) in ((string, string)[])[("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin"), ("remote.origin.promisor", "true"),
            ("remote.origin.url", $"ext::touch {ran.Replace(" ", "% ", StringComparison.Ordinal)}"), ("protocol.ext.allow", "always")])
        {
            await bench.GitAsync(null, "--git-dir", bench.Repository, "config", name, value);
        }

        var missing = BlobBench.Id(new string('4', 40));

        var told = await bench.ReadAsync([missing]);

        Assert.Equal(BlobState.Missing, told[missing].State);
        Assert.False(File.Exists(ran));
    }
}
