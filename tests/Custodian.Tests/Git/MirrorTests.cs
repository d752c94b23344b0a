using Custodian.Git;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Git;

[Collection(nameof(Alone))]
public class MirrorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly GitProgram git = new(new ProgramRunner("custodian-tests"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_watched_branches_and_gold_are_fetched()
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PushAsync("refs/heads/main", "one", null);
        foreach (var name in (string[])["refs/heads/topic/dose", "refs/heads/gold", "refs/heads/private", "refs/tags/v1", "refs/pull/1/head", "refs/notes/commits"]) await bench.PointAsync(name, commit);

        var mirror = await FetchedAsync(bench);

        var refs = await git.LocalAsync(mirror.Folder, ["for-each-ref", "--format=%(refname)"], Stop);
        Assert.Equal(
            ["refs/custodian/gold", "refs/custodian/source/refs/heads/main", "refs/custodian/source/refs/heads/topic/dose"],
            refs.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Branches_that_the_gate_itself_makes_are_nobodys_source_whatever_a_pattern_says()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.PushAsync("refs/heads/main", "one", null);
        var (asked, work) = (await bench.PushAsync("refs/heads/custodian/candidate/elsewhere", "two", first), await bench.PushAsync("refs/heads/custodian/work", "three", first));
        var mirror = new Mirror(git, Path.Combine(bench.DataFolder, "another.git"));

        var seen = await mirror.FetchAsync(Remote(bench), ["refs/heads/*"], Remote(bench), "refs/heads/gold", Limit, Stop);

        Assert.Equal(["refs/heads/custodian/work", "refs/heads/main"], seen.Source.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((true, true, false), (mirror.OnSource(first), mirror.OnSource(work), mirror.OnSource(asked)));
    }

    [Fact]
    public async Task Gold_is_never_moved_to_a_commit_that_does_not_descend_from_where_it_stands()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.PushAsync("refs/heads/main", "one", null);
        var gold = await bench.PushAsync("refs/heads/gold", "two", first);
        var sibling = await bench.PushAsync("refs/heads/topic/dose", "three", first);
        var mirror = await FetchedAsync(bench);

        // The lease would be right both times.
        await Assert.ThrowsAsync<InvalidOperationException>(() => mirror.MoveAsync(Remote(bench), "refs/heads/gold", gold, sibling, Limit, Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => mirror.MoveAsync(Remote(bench), "refs/heads/gold", gold, first, Limit, Stop));

        Assert.Equal(gold, await mirror.FindAsync(Remote(bench), "refs/heads/gold", Limit, Stop));
    }

    [Fact]
    public async Task A_mirror_that_was_only_half_made_is_made_whole()
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PushAsync("refs/heads/main", "one", null);
        var mirror = new Mirror(git, Path.Combine(bench.DataFolder, "another.git"));
        Directory.CreateDirectory(mirror.Folder);
        await File.WriteAllTextAsync(Path.Combine(mirror.Folder, "HEAD"), "ref: refs/heads/main\n", Stop);

        var seen = await FetchAsync(mirror, bench);

        Assert.Equal(commit, seen.Source["refs/heads/main"]);
    }

    [Fact]
    public async Task A_folder_that_is_no_repository_is_never_read_as_the_one_around_it()
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PushAsync("refs/heads/main", "one", null);
        var inside = new Mirror(git, Path.Combine(bench.Repository, "inside.git"));
        Directory.CreateDirectory(inside.Folder);

        Assert.Throws<GitException>(() => inside.Has(commit));
    }

    [Fact]
    public async Task A_damaged_mirror_is_a_failure_of_git_and_not_of_the_service()
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PushAsync("refs/heads/main", "one", null);
        var mirror = await FetchedAsync(bench);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(mirror.Folder, "objects"), "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
            await File.WriteAllBytesAsync(file, "damaged"u8.ToArray(), Stop);
        }

        Assert.False(mirror.Has(commit));
        Assert.Throws<GitException>(() => mirror.ContributorEmails(commit, null));
    }

    [Fact]
    public async Task What_a_look_tells_is_what_it_has_just_fetched_where_gold_lives_elsewhere()
    {
        await using var bench = await PageBench.StartAsync();
        await bench.PushAsync("refs/heads/main", "one", null);
        var elsewhere = Path.Combine(bench.DataFolder, "elsewhere.git");
        await bench.GitAsync(null, "init", "--quiet", "--bare", elsewhere);
        var mirror = new Mirror(git, Path.Combine(bench.DataFolder, "another.git"));
        Task<MirrorState> LookAsync() => mirror.FetchAsync(Remote(bench), ["refs/heads/*"], new(elsewhere, GitAccess.None), "refs/heads/gold", Limit, Stop);
        await LookAsync();

        var pushed = await bench.PushAsync("refs/heads/main", "two", null);
        await bench.GitAsync(null, "--git-dir", bench.Repository, "update-ref", "refs/heads/topic/new", pushed.ToString());
        var seen = await LookAsync();
        await bench.GitAsync(null, "--git-dir", bench.Repository, "update-ref", "-d", "refs/heads/topic/new");
        var later = await LookAsync();

        Assert.Equal([("refs/heads/main", pushed), ("refs/heads/topic/new", pushed)], seen.Source.Select(tip => (tip.Key, tip.Value)).Order());
        Assert.Equal("refs/heads/main", Assert.Single(later.Source).Key);
    }

    [Fact]
    public async Task What_a_killed_program_left_is_removed_and_a_branch_of_such_a_name_is_not()
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PushAsync("refs/heads/main", "one", null);
        await bench.PointAsync("refs/heads/topic/tmp_fix", commit);
        var mirror = await FetchedAsync(bench);
        var (half, locked) = (Path.Combine(mirror.Folder, "objects", "pack", "tmp_pack_1"), Path.Combine(mirror.Folder, "HEAD.lock"));
        foreach (var file in (string[])[half, locked]) await File.WriteAllTextAsync(file, "half", Stop);

        var removed = Leftovers.Unlock(bench.DataFolder);

        Assert.Equal(new[] { half, locked }.Order(), removed.Order());
        Assert.Equal(commit, mirror.Read().Source["refs/heads/topic/tmp_fix"]);
    }

    [Fact]
    public async Task A_remote_that_is_a_command_is_not_run()
    {
        await using var bench = await PageBench.StartAsync();
        var ran = Path.Combine(bench.DataFolder, "ran");
        var mirror = new Mirror(git, Path.Combine(bench.DataFolder, "another.git"));
        var command = new GitRemote($"ext::sh -c touch% {ran}", GitAccess.None);

        var refused = await Assert.ThrowsAsync<GitException>(() => mirror.FetchAsync(command, ["refs/heads/main"], command, "refs/heads/gold", Limit, Stop));

        Assert.False(File.Exists(ran));
        Assert.Contains("transport 'ext' not allowed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_account_s_own_configuration_says_changes_neither_where_a_fetch_goes_nor_what_it_runs()
    {
        await using var bench = await PageBench.StartAsync();
        var commit = await bench.PushAsync("refs/heads/main", "one", null);
        var elsewhere = Path.Combine(bench.DataFolder, "elsewhere.git");
        await bench.GitAsync(null, "clone", "--quiet", "--bare", "--template=", bench.Repository, elsewhere);
        await bench.PushAsync("refs/heads/main", "two", commit);
        await bench.GitAsync(null, "--git-dir", elsewhere, "update-ref", "refs/heads/gold", commit.ToString());
        var (home, ran) = (Path.Combine(bench.DataFolder, "home"), Path.Combine(bench.DataFolder, "ran"));
        var hook = Path.Combine(Directory.CreateDirectory(Path.Combine(home, "hooks")).FullName, "reference-transaction");
        await File.WriteAllTextAsync(hook, $"#!/bin/sh\ntouch '{ran}'\n", Stop);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(
            Path.Combine(home, ".gitconfig"), $"[url \"{elsewhere}\"]\n\tinsteadOf = {bench.Repository}\n[core]\n\thooksPath = {Path.GetDirectoryName(hook)}\n", Stop);
        var own = Environment.GetEnvironmentVariable("HOME");
        Environment.SetEnvironmentVariable("HOME", home);
        MirrorState seen;
        try
        {
            seen = await FetchAsync(new Mirror(git, Path.Combine(bench.DataFolder, "another.git")), bench);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HOME", own);
        }

        Assert.False(File.Exists(ran));
        Assert.Equal(await bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", "refs/heads/main"), seen.Source["refs/heads/main"].ToString());
        Assert.Null(seen.Gold);
    }

    private async Task<Mirror> FetchedAsync(PageBench bench)
    {
        var mirror = new Mirror(git, Path.Combine(bench.DataFolder, "another.git"));
        await FetchAsync(mirror, bench);
        return mirror;
    }

    private static Task<MirrorState> FetchAsync(Mirror mirror, PageBench bench) =>
        mirror.FetchAsync(Remote(bench), ["refs/heads/main", "refs/heads/topic/*"], Remote(bench), "refs/heads/gold", Limit, Stop);

    private static GitRemote Remote(PageBench bench) => new(bench.Repository, GitAccess.None);
}
