using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Decisions;

/// <summary>Who wrote or committed a change does not sign it off: from the addresses in git to the verdict.</summary>
[Collection(nameof(Alone))]
public sealed class ContributorTests
{
    [Theory]
    [InlineData("author")]
    [InlineData("committer")]
    public async Task The_approval_of_who_wrote_or_committed_part_of_a_change_does_not_count_and_why_says_so(string part)
    {
        // Addresses are compared without regard to case; another director of the same custodian could still sign.
        await using var bench = await PageBench.StartAsync(
            ("taunton-director: {", "deputy: { roles: [director] }\n      taunton-director: { email: director@taunton.example,"));
        var first = await bench.AdoptFirstAsync();
        var theirs = await CommitAsync(bench, first, "two", $"{part}.email=Director@Taunton.example");
        // One later commit by somebody else does not hide it.
        var candidate = await CommitAsync(bench, theirs, "three", "user.email=dev@example.org");
        await bench.PointAsync(PageBench.Main, candidate);
        await bench.LookAsync();

        foreach (var director in PageBench.Directors) await bench.SignAsync(candidate, director, SignOffDecision.Approve);

        var verdicts = await PageBench.UntilAsync(
            () => Task.FromResult(bench.Facts<VerdictGiven>(candidate)), given => given[^1].Reasons.All(reason => reason is (ReasonCode.SignOffMissing, "taunton", _)));
        Assert.Equal("hold", verdicts[^1].Verdict);
        var why = Assert.Single((await bench.WhyAsync(candidate, "hold")).GetProperty("reasons").EnumerateArray());
        Assert.Equal(
            $"taunton has not signed off {candidate.Abbreviated} as director yet. taunton-director's approval does not count: who wrote or committed part of a change may not sign it off.",
            why.GetProperty("text").GetString());
        Assert.Empty(bench.Facts<PromotionIntended>(candidate));
    }

    private static async Task<CommitSha> CommitAsync(PageBench bench, CommitSha parent, string message, string who)
    {
        var tree = await bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", $"{parent}^{{tree}}");
        return new(await bench.GitAsync(null, "--git-dir", bench.Repository, "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "-c", who, "commit-tree", tree, "-p", parent.ToString(), "-m", message));
    }
}
