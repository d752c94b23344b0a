using System.Text.Json.Nodes;
using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>Reviews on GitHub as sign-offs; the gate itself, real git, and GitHub's emulator behind a referee. No hook arrives here: what is said is found by reading.</summary>
public sealed class ReviewSignOffTests(GitHubPeer peer) : IClassFixture<GitHubPeer>
{
    [Fact]
    public async Task A_commit_becomes_gold_by_reviews_alone()
    {
        await using var stage = await ReviewStage.OpenAsync(peer);

        foreach (var person in People.Signers) await stage.ReviewAsync(person, "APPROVE");

        await stage.BecomesAsync("promoted");
        await stage.Estate.GoldBecomesAsync(stage.Commit);
        var votes = await stage.VotesAsync();
        Assert.Equal(People.Signers.Select(person => $"{person} as {People.RoleOf(person)}: approve by github").Order(StringComparer.Ordinal), votes.Select(Told).Order(StringComparer.Ordinal));
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task Whoever_asks_for_changes_rejects_until_they_approve()
    {
        await using var stage = await ReviewStage.OpenAsync(peer);
        await stage.ReviewAsync(People.Sthk, "REQUEST_CHANGES", "The dose is wrong.");
        await stage.BecomesAsync("reject");

        foreach (var person in People.Signers) await stage.ReviewAsync(person, "APPROVE");

        await stage.BecomesAsync("promoted");
    }

    [Fact]
    public async Task A_dismissed_approval_counts_no_more_and_a_dismissed_rejection_still_does()
    {
        await using var stage = await ReviewStage.OpenAsync(peer);
        var approval = await stage.ReviewAsync(People.Taunton, "APPROVE");
        await stage.LacksAsync("sthk", "blackpool", "clinical-safety-officer");
        var rejection = await stage.ReviewAsync(People.Sthk, "REQUEST_CHANGES", "The dose is wrong.");
        await stage.BecomesAsync("reject");

        await stage.DismissAsync(approval);
        await stage.DismissAsync(rejection);
        await stage.SaidAsync(People.Taunton, "withdraw");

        Assert.Equal("reject", (await stage.WhyAsync())["state"]!.GetValue<string>());
        Assert.Equal(["sthk-director as director: reject by github"], (await stage.VotesAsync(People.Sthk)).Select(Told));
    }

    [Fact]
    public async Task What_strangers_and_machines_say_is_nothing_and_neither_are_remarks()
    {
        await using var stage = await ReviewStage.OpenAsync(peer);
        await stage.ReviewAsync("stranger", "APPROVE");
        await stage.ReviewAsync(People.Cso, "COMMENT", "approve");
        await stage.ReviewAsync(People.Taunton, "APPROVE");

        await stage.LacksAsync("sthk", "blackpool", "clinical-safety-officer");

        Assert.Single(await stage.VotesAsync());
    }

    [Fact]
    public async Task Who_withdrew_elsewhere_is_not_signed_for_again_by_a_review_from_before()
    {
        await using var stage = await ReviewStage.OpenAsync(peer);
        await stage.ReviewAsync(People.Taunton, "APPROVE");
        await stage.LacksAsync("sthk", "blackpool", "clinical-safety-officer");
        await stage.Estate.VoteAsync(People.Taunton, stage.Commit, decision: "withdraw");

        await stage.ReviewAsync(People.Sthk, "APPROVE");

        await stage.LacksAsync("taunton", "blackpool", "clinical-safety-officer");
    }

    private static string Told(JsonNode? vote) => $"{vote!["person"]} as {vote["role"]}: {vote["decision"]} by {vote["door"]}";
}
