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
