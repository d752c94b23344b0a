using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Decisions;

/// <summary>What is said of commits that never become gold, and of gold that nobody adopted.</summary>
[Collection(nameof(Alone))]
public sealed class WhyTests
{
    private const string Here = "refs/heads/topic/here";
    private const string There = "refs/heads/topic/there";

    [Fact]
    public async Task A_candidate_that_gold_went_past_is_superseded_and_closed()
    {
        await using var bench = await PageBench.StartAsync();
        var passed = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();

        var gold = await bench.PromoteAsync("three", passed);

        var why = await bench.WhyAsync(passed, "superseded");
        var reason = Assert.Single(why.GetProperty("reasons").EnumerateArray());
        Assert.Equal(("superseded", $"Gold ({gold.Abbreviated}) contains this commit already."), (reason.GetProperty("code").GetString(), reason.GetProperty("text").GetString()));
        var closed = await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CandidateClosed>(passed)), facts => facts.Count > 0);
        Assert.Equal("superseded", Assert.Single(closed).Why);
    }

    [Fact]
    public async Task A_commit_that_does_not_descend_from_gold_is_refused_once_for_each_branch_however_often_one_looks()
    {
        await using var bench = await PageBench.StartAsync();
        var gold = await bench.AdoptFirstAsync();
        var orphan = await bench.PushAsync(Here, "of another kind", null);
        await bench.PointAsync(There, orphan);

        for (var look = 0; look < 3; look++) await bench.LookAsync();

        AssertRefused(bench, orphan, ReasonCode.NotFastForward, $"{orphan.Abbreviated} does not descend from gold ({gold.Abbreviated}): merge gold into the branch and push.");
        var why = await bench.WhyAsync(orphan, "reject");
        Assert.Equal([ReasonCode.NotFastForward], PageBench.Codes(why));
        Assert.Empty(why.GetProperty("unblock").EnumerateArray());
        Assert.Equal("It needs a new commit, which is judged by itself.", Assert.Single(why.GetProperty("impossible").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_commit_with_a_submodule_is_refused_once_for_each_branch_however_often_one_looks()
    {
        await using var bench = await PageBench.StartAsync();
        var gold = await bench.AdoptFirstAsync();
        var tree = await bench.GitAsync(System.Text.Encoding.UTF8.GetBytes($"160000 commit {gold}\tlibrary\n"), "--git-dir", bench.Repository, "mktree");
        var commit = new CommitSha(await bench.GitAsync(null, "--git-dir", bench.Repository, "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "commit-tree", tree, "-p", gold.ToString(), "-m", "two"));
        await bench.PointAsync(Here, commit);
        await bench.PointAsync(There, commit);

        for (var look = 0; look < 3; look++) await bench.LookAsync();

        AssertRefused(bench, commit, "submodule", "library is a submodule: its contents are not part of this commit, so nobody could approve them. Copy the files in instead.");
        Assert.Equal(["submodule"], PageBench.Codes(await bench.WhyAsync(commit, "reject")));
    }

    [Fact]
    public async Task Gold_that_the_gate_did_not_make_is_shown_and_promotes_nothing_until_it_is_adopted()
    {
        await using var bench = await PageBench.StartAsync();
        var found = await bench.PushAsync("refs/heads/gold", "one", null);
        var candidate = await bench.PushAsync(PageBench.Main, "two", found);
        await bench.LookAsync();
        foreach (var director in PageBench.Directors) await bench.SignAsync(candidate, director, SignOffDecision.Approve);

        var held = await bench.WhyAsync(candidate, "hold");
        Assert.Contains(ReasonCode.NotAdopted, PageBench.Codes(held));
        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<VerdictGiven>(candidate)), verdicts => verdicts.Count > 0);
        var page = PageBench.Text(await bench.PageAsync());
        Assert.Contains("Not adopted yet, so nothing is promoted.", page, StringComparison.Ordinal);
        Assert.Contains($"The remote has a gold branch at {found.Abbreviated} that this gate did not make.", page, StringComparison.Ordinal);
        var repository = await bench.GetAsync($"api/v1/repositories/{PageBench.Name}");
        Assert.Equal(("not-adopted", found.ToString()), (repository.GetProperty("state").GetString(), repository.GetProperty("remoteGold").GetString()));
        Assert.Equal(found.ToString(), await GoldAsync(bench));

        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.AdoptAsync(found, [.. PageBench.Directors]);
        await bench.PageAsync($"gold stands at {found.Abbreviated}");

        var motion = bench.Read(reader => reader.Evidence(reader.In<AdoptionProposed>(PageBench.Name)[^1].Body.Digest))!;
        Assert.Equal(found.ToString(), System.Text.Json.JsonDocument.Parse(motion).RootElement.GetProperty("goldWas").GetString());
        Assert.Equal(found, Assert.Single(bench.Facts<PromotionIntended>(found)).From);
        // Signed again: what was said before there was gold is about another state of things.
        foreach (var director in PageBench.Directors) await bench.SignAsync(candidate, director, SignOffDecision.Approve);
        await bench.WhyAsync(candidate, "promoted");
        Assert.Equal(candidate.ToString(), await GoldAsync(bench));
        Assert.Equal(found, Assert.Single(bench.Facts<Promoted>(candidate)).From);
    }

    [Fact]
    public async Task A_commit_that_somebody_else_made_gold_is_told_to_have_frozen_the_repository()
    {
        await using var bench = await PageBench.StartAsync();
        var gold = await bench.AdoptFirstAsync();
        var foreign = await bench.PushAsync("refs/heads/gold", "foreign", gold);
        await bench.LookAsync();

        var why = await bench.WhyAsync(foreign);

        Assert.Equal([ReasonCode.Frozen], PageBench.Codes(why));
        Assert.Contains("taunton: director", why.GetProperty("reasons")[0].GetProperty("who").EnumerateArray().Select(who => who.GetString()));
    }

    [Fact]
    public async Task A_candidate_whose_commit_is_nowhere_any_more_is_closed()
    {
        await using var bench = await PageBench.StartAsync();
        var lost = await bench.PushAsync(Here, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await bench.WhyAsync(lost, "hold");
        await bench.GitAsync(null, "--git-dir", bench.Repository, "update-ref", "-d", Here);
        // As after a restore without the mirrors.
        bench.Lose("mirrors", PageBench.Name + ".git");

        await bench.LookAsync();

        Assert.Equal("left-source", Assert.Single(bench.Facts<CandidateClosed>(lost)).Why);
    }

    private static Task<string> GoldAsync(PageBench bench) => bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", "refs/heads/gold");

    private static void AssertRefused(PageBench bench, CommitSha commit, string code, string text) =>
        Assert.Equal([(Here, code, text), (There, code, text)], bench.Facts<CandidateRefused>(commit).Select(refused => (refused.Ref, refused.Code, refused.Text)).Order());
}
