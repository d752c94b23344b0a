using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>The pull request that asks for a candidate, from a push to gold; the gate itself, real git, and GitHub's emulator behind a referee.</summary>
public sealed class ProposalTests(GitHubPeer peer) : IClassFixture<GitHubPeer>
{
    [Fact]
    public async Task A_candidate_is_asked_for_by_one_pull_request_with_one_comment_until_it_is_gold()
    {
        await using var stage = await ProposalStage.OpenAsync(peer);
        var commit = await stage.PushAsync("dose");

        var number = await stage.AsksAsync(commit, [.. People.Signers]);
        var (comment, text) = await stage.SaysAsync(number, "Waits for 4 things");
        var shown = await stage.ShowsAsync(commit, _ => true, "the pull request is there");
        Assert.Equal($"Promote {commit[..8]} to gold: `Change dose of @everyone`", shown.GetProperty("title").GetString());
        Assert.Equal(("gold", commit), (shown.GetProperty("base").GetProperty("ref").GetString(), shown.GetProperty("head").GetProperty("sha").GetString()));
        Assert.Contains($"- {commit[..8]} `Change dose of @everyone` by ", text, StringComparison.Ordinal);
        Assert.Contains($"(https://custodian.example.nhs.uk/repositories/openmaxims/candidates/{commit})", text, StringComparison.Ordinal);

        // One by GitHub's button, one with a key; whoever signed is asked no more.
        await stage.ReviewAsync(People.Taunton, number, "APPROVE");
        await stage.Estate.LookAsync(() => stage.Estate.WhyAsync(commit), why => TestEstate.Codes(why).Count == 3);
        await stage.Estate.VoteAsync(People.Cso, commit);
        await stage.AsksAsync(commit, People.Sthk, People.Blackpool);
        Assert.Equal(comment, (await stage.SaysAsync(number, "Waits for 2 things")).Id);
        await stage.ReviewAsync(People.Sthk, number, "APPROVE");
        await stage.Estate.LookAsync(() => stage.Estate.WhyAsync(commit), why => TestEstate.Codes(why).Count == 1);
        await stage.AsksAsync(commit, People.Blackpool);
        await stage.SaysAsync(number, "Waits for one thing");
        var before = await stage.WritesAsync();
        await stage.ReviewAsync(People.Blackpool, number, "APPROVE");
        await stage.Estate.LookAsync(stage.Estate.GoldAsync, gold => gold == commit);

        Assert.InRange(await stage.WritesAsync() - before, 0, 3);
        Assert.Equal(comment, (await stage.SaysAsync(number, "This is gold")).Id);
        // GitHub sees that gold has it; the emulator has to be told.
        Assert.True(await stage.HasBranchAsync(commit));
        await peer.AsAdminAsync(HttpMethod.Put, $"pulls/{number}/merge", new { });
        await Eventually.UntilAsync("the branch is gone", Eventually.Patience, async () => !await stage.HasBranchAsync(commit));
        Assert.Single(await stage.PullRequestsAsync(commit));
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task An_older_commit_gives_way_to_a_newer_one_unless_somebody_has_approved_it()
    {
        await using var stage = await ProposalStage.OpenAsync(peer);
        var first = await stage.PushAsync("one");
        var older = await stage.AsksAsync(first, [.. People.Signers]);

        var second = await stage.PushAsync("two");
        var number = await stage.AsksAsync(second, [.. People.Signers]);
        await stage.ShowsAsync(first, one => one.GetProperty("state").GetString() == "closed", "the older pull request is closed");
        await stage.SaysAsync(older, $"A newer commit of this branch is asked for instead: {second}");
        await Eventually.UntilAsync("its branch is gone", Eventually.Patience, async () => !await stage.HasBranchAsync(first));
        await stage.Estate.VoteAsync(People.Taunton, second);
        await stage.SaysAsync(number, "Waits for 3 things");
        var third = await stage.PushAsync("three");
        await stage.AsksAsync(third, [.. People.Signers]);

        await stage.ShowsAsync(second, one => one.GetProperty("state").GetString() == "open", "what is approved by one is still asked for");
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task What_gold_has_gone_past_is_asked_for_no_more()
    {
        await using var stage = await ProposalStage.OpenAsync(peer);
        var first = await stage.PushAsync("one");
        await stage.Estate.VoteAsync(People.Taunton, first);
        var older = await stage.AsksAsync(first, People.Sthk, People.Blackpool, People.Cso);
        var second = await stage.PushAsync("two");
        await stage.AsksAsync(second, [.. People.Signers]);

        foreach (var person in People.Signers) await stage.Estate.VoteAsync(person, second);

        await stage.Estate.GoldBecomesAsync(second);
        await stage.ShowsAsync(first, one => one.GetProperty("state").GetString() == "closed", "the older pull request is closed");
        await stage.SaysAsync(older, "Gold contains this commit already");
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task What_is_rejected_asks_nobody_until_the_rejection_is_taken_back()
    {
        await using var stage = await ProposalStage.OpenAsync(peer);
        var commit = await stage.PushAsync("dose");
        var number = await stage.AsksAsync(commit, [.. People.Signers]);

        await stage.Estate.VoteAsync(People.Sthk, commit, decision: "reject");
        await stage.AsksAsync(commit);
        await stage.SaysAsync(number, "Something speaks against this commit");
        await stage.Estate.VoteAsync(People.Sthk, commit, decision: "withdraw");

        await stage.AsksAsync(commit, [.. People.Signers]);
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task Gold_waits_for_nobody_who_cannot_be_asked()
    {
        // Nobody listens there.
        await using var stage = await ProposalStage.OpenAsync(peer, $"http://127.0.0.1:{FreePort.Next()}");
        var commit = await stage.PushAsync("dose");

        foreach (var person in People.Signers) await stage.Estate.VoteAsync(person, commit);

        await stage.Estate.GoldBecomesAsync(commit);
        await Eventually.BecomesAsync(
            () => Task.FromResult(stage.Estate.Service.Log), log => log.Contains("cannot be asked for on the forge:", StringComparison.Ordinal), "the operator is told");
    }
}
