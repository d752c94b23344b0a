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

    [Fact]
    public async Task Addresses_that_are_nobodys_are_counted_and_named_nowhere_and_count_once_the_service_starts_with_them()
    {
        const string Known = "sthk-director: {", Their = "sthk-director: { email: private@sthk.example,";
        await using var bench = await PageBench.StartAsync();
        var theirs = await CommitAsync(bench, await bench.AdoptFirstAsync(), "two", "author.email=private@sthk.example");
        await bench.PointAsync(PageBench.Main, theirs);
        await bench.LookAsync();
        const string One = "It was written, at least in part, under an address that belongs to nobody in the configuration: that keeps nobody from signing it off. If it is a signer's, whoever runs this service adds it under their 'email'.";

        Assert.Equal(One, (await PageBench.UntilAsync(() => bench.WhyAsync(theirs), why => why.TryGetProperty("strangers", out _))).GetProperty("strangers").GetString());
        var page = PageBench.Text(await bench.PageAsync(One));
        Assert.DoesNotContain("private@", page, StringComparison.Ordinal);
        Assert.Empty(bench.Read(reader => reader.Every<ContactsChanged>()));

        bench.Rewrite((await File.ReadAllTextAsync(bench.File, TestContext.Current.CancellationToken)).Replace(Known, Their, StringComparison.Ordinal));
        await bench.RestartAsync();

        Assert.Single(bench.Read(reader => reader.Every<ContactsChanged>()));
        Assert.Equal(1, bench.Read(reader => reader.Every<PolicyAdopted>()[^1].Body.Number));
        var why = await PageBench.UntilAsync(() => bench.WhyAsync(theirs), told => PageBench.Codes(told).Contains(ReasonCode.SeatVacant));
        Assert.False(why.TryGetProperty("strangers", out _));
        foreach (var director in PageBench.Directors) await bench.SignAsync(theirs, director, SignOffDecision.Approve);
        await Attacks.AttackBench.StaysOutAsync(bench, theirs, ReasonCode.SeatVacant);

        // The same file once more changes nothing.
        await bench.RestartAsync();
        Assert.Single(bench.Read(reader => reader.Every<ContactsChanged>()));
    }

    private static async Task<CommitSha> CommitAsync(PageBench bench, CommitSha parent, string message, string who)
    {
        var tree = await bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", $"{parent}^{{tree}}");
        return new(await bench.GitAsync(null, "--git-dir", bench.Repository, "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "-c", who, "commit-tree", tree, "-p", parent.ToString(), "-m", message));
    }
}
