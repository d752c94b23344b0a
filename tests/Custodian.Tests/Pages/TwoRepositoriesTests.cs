using System.Net;
using System.Xml.Linq;
using Custodian.Tests.Checks;
using Xunit;

namespace Custodian.Tests.Pages;

/// <summary>What is wrong with one repository stays with that one.</summary>
[Collection(nameof(Alone))]
public sealed class TwoRepositoriesTests
{
    private static readonly (string Old, string New) Second =
        ("repositories:\n", "repositories:\n  second: { url: \"{folder}/second.git\", source: [refs/heads/main], gold: refs/heads/gold, checks: [tests], gate: standard }\n");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repository_whose_mirror_lost_its_objects_does_not_hide_the_other()
    {
        await using var bench = await PageBench.StartAsync(Second);
        var gold = await bench.AdoptFirstAsync();
        await bench.GitAsync(null, "clone", "--quiet", "--bare", "--template=", bench.Repository, Remote(bench));
        await WatchSecondAsync(bench);
        await bench.PageAsync($"Commit {gold.Abbreviated} on {PageBench.Main}");
        var candidate = await bench.PushAsync(PageBench.Main, "two", gold);
        await bench.LookAsync();
        await bench.PageAsync("Passed");

        bench.Lose("mirrors", "second.git", "objects");

        var page = await bench.PageAsync();
        var whole = PageBench.Text(Section(page, PageBench.Name));
        Assert.Contains($"gold stands at {gold.Abbreviated}", whole, StringComparison.Ordinal);
        Assert.Contains($"Commit {candidate.Abbreviated} on {PageBench.Main}", whole, StringComparison.Ordinal);
        Assert.Contains("Passed", whole, StringComparison.Ordinal);
        Assert.Contains("has to fetch this commit of second again", PageBench.Text(Section(page, "second")), StringComparison.Ordinal);

        // The next look makes the mirror again.
        await WatchSecondAsync(bench);
        var mended = await PageBench.UntilAsync(async () => PageBench.Text(Section(await bench.PageAsync(), "second")), text => !text.Contains("fetch this commit", StringComparison.Ordinal));
        Assert.Contains($"Commit {gold.Abbreviated} on {PageBench.Main}", mended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remote_in_the_SHA_256_format_is_refused_in_one_sentence()
    {
        await using var bench = await PageBench.StartAsync(Second);
        await bench.GitAsync(null, "init", "--quiet", "--bare", "--template=", "--object-format=sha256", Remote(bench));
        var tree = await bench.GitAsync([], "--git-dir", Remote(bench), "mktree");
        var commit = await bench.GitAsync(null, "--git-dir", Remote(bench), "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "commit-tree", tree, "-m", "one");
        await bench.GitAsync(null, "--git-dir", Remote(bench), "update-ref", PageBench.Main, commit);

        await WatchSecondAsync(bench);

        var section = await PageBench.UntilAsync(async () => PageBench.Text(Section(await bench.PageAsync(), "second")), text => text.Contains("SHA-256", StringComparison.Ordinal));
        Assert.Contains("The repository uses git's SHA-256 object format, which Custodian cannot read yet: keep a SHA-1 repository for it.", section, StringComparison.Ordinal);
        Assert.DoesNotContain("fatal:", section, StringComparison.Ordinal);
    }

    private static string Remote(PageBench bench) => Path.Combine(Path.GetDirectoryName(bench.Repository)!, "second.git");

    private static async Task WatchSecondAsync(PageBench bench)
    {
        using var answer = await bench.Client.PostAsync("api/v1/repositories/second/watch", null, Stop);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static XElement Section(XDocument page, string name) => page.Descendants("section").Single(section => PageBench.Text(section).StartsWith(name, StringComparison.Ordinal));
}
