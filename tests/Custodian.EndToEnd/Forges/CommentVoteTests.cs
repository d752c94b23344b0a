using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>Commands in comments below a pull request; the gate itself, real git, and GitHub's emulator behind a referee.</summary>
public sealed class CommentVoteTests(GitHubPeer peer) : IClassFixture<GitHubPeer>
{
    [Fact]
    public async Task A_commit_becomes_gold_by_comments_and_each_is_answered_once()
    {
        await using var stage = await ReviewStage.OpenAsync(peer);
        var why = await stage.CommentAsync("stranger", "/custodian why");
        Assert.StartsWith($"{stage.Commit[..8]} waits:\n\n- `taunton has not signed off {stage.Commit[..8]} as director yet.`", why, StringComparison.Ordinal);

        var answer = await stage.CommentAsync(People.Taunton, "/custodian approve\n\nThe dose is right.");
        Assert.Matches($"^Recorded as entry [0-9]+ of the ledger: `taunton-director`, director, approve {stage.Commit[..8]}\\.$", answer);
        Assert.StartsWith("Recorded as entry", await stage.CommentAsync(People.Sthk, $"/custodian reject {stage.Commit}"), StringComparison.Ordinal);
        await stage.BecomesAsync("reject");
        Assert.StartsWith("Recorded as entry", await stage.CommentAsync(People.Sthk, "/custodian withdraw"), StringComparison.Ordinal);
        await stage.LacksAsync("sthk", "blackpool", "clinical-safety-officer");
        foreach (var person in new[] { People.Sthk, People.Blackpool, People.Cso }) await stage.SayAsync(person, $"/custodian approve {stage.Commit}");

        await stage.BecomesAsync("promoted");
        Assert.Single(await stage.AnswersAsync("<!-- custodian: answer to"), body => body.Contains("has not signed off", StringComparison.Ordinal));
        Assert.Equal(1 + 1 + 2 + 1 + 1, (await stage.VotesAsync()).Count);
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task What_counts_for_nothing_is_told_so_and_prose_is_left_alone()
    {
        await using var stage = await ReviewStage.OpenAsync(peer);
        var prose = await stage.SayAsync(People.Taunton, "I approve. See /custodian approve");
        // Edited below, long after.
        var edited = await stage.SayAsync(People.Taunton, "Hm.");
        var account = await peer.AccountAsync("stranger");

        Assert.Contains($"the policy names nobody with this account (number {account})", await stage.CommentAsync("stranger", "/custodian approve"), StringComparison.Ordinal);
        Assert.StartsWith("This is no command, and counts for nothing. There are: `/custodian approve`", await stage.CommentAsync(People.Taunton, "/custodian please approve"), StringComparison.Ordinal);
        Assert.Contains("has not been seen at the tip of a watched branch of openmaxims", await stage.CommentAsync(People.Taunton, $"/custodian approve {new string('a', 40)}"), StringComparison.Ordinal);
        Assert.Equal($"`sthk-director` has nothing to withdraw on {stage.Commit[..8]}.", await stage.CommentAsync(People.Sthk, "/custodian withdraw"));
        await stage.EditAsync(People.Taunton, edited, "/custodian approve");
        Assert.Equal("A comment that was edited counts for nothing: write a new one.", await stage.AnswerAsync(edited));

        Assert.Empty(await stage.AnswersAsync($"<!-- custodian: answer to {prose} -->"));
        Assert.Empty(await stage.VotesAsync());
    }

    [Fact]
    public async Task A_failed_check_is_run_again_when_somebody_asks()
    {
        await using var stage = await ReviewStage.OpenAsync(peer);

        var answer = await stage.CommentAsync("stranger", "/custodian recheck");

        Assert.StartsWith($"What has not passed on {stage.Commit[..8]} is asked for again", answer, StringComparison.Ordinal);
    }
}
