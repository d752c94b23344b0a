using System.Text;
using Custodian.Rules;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Intake;

[Collection(nameof(Alone))]
public class BadBranchTests
{
    [Fact]
    public async Task A_commit_that_git_refuses_hides_neither_gold_nor_the_other_branches()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.PushAsync("refs/heads/main", "one", null);
        await bench.LookAsync();
        await bench.AdoptAsync(first, "taunton-director", "sthk-director");
        await bench.PageAsync("Adopted: gold stands at");

        await bench.PointAsync("refs/heads/topic/bad", await BadCommitAsync(bench, first));
        var good = await bench.PushAsync("refs/heads/main", "two", first);
        var beside = await bench.PushAsync("refs/heads/topic/good", "four", first);
        var foreign = await bench.PushAsync("refs/heads/gold", "three", first);
        await bench.LookAsync();

        var page = PageBench.Text(await bench.PageAsync());
        Assert.Contains($"gold was found at {foreign.Abbreviated}, where the gate did not put it", page, StringComparison.Ordinal);
        Assert.Contains(good.ToString(), page, StringComparison.Ordinal);
        Assert.Contains(beside.ToString(), page, StringComparison.Ordinal);
        Assert.Contains("Not everything can be taken up refs/heads/topic/bad: Could not fetch", page, StringComparison.Ordinal);
        Assert.Contains("missingAuthor", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gold_that_somebody_moved_to_a_commit_that_git_refuses_is_found_all_the_same()
    {
        await using var bench = await PageBench.StartAsync();
        var bad = await BadCommitAsync(bench, await bench.AdoptFirstAsync());
        await bench.PointAsync("refs/heads/gold", bad);

        await bench.LookAsync();

        var page = PageBench.Text(await bench.PageAsync());
        Assert.Contains($"gold was found at {bad.Abbreviated}, where the gate did not put it", page, StringComparison.Ordinal);
        Assert.Contains("Not everything can be taken up refs/heads/gold: Could not fetch", page, StringComparison.Ordinal);
    }

    private static async Task<CommitSha> BadCommitAsync(PageBench bench, CommitSha like)
    {
        var tree = await bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", $"{like}^{{tree}}");
        var noAuthor = Encoding.UTF8.GetBytes($"tree {tree}\ncommitter Dev <dev@example.org> 0 +0000\n\nwithout an author\n");
        return new(await bench.GitAsync(noAuthor, "--git-dir", bench.Repository, "hash-object", "-t", "commit", "-w", "--literally", "--stdin"));
    }
}
