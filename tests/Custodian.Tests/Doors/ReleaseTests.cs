using Custodian.Commands;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Doors;

[Collection(nameof(Alone))]
public class ReleaseTests
{
    [Theory]
    [InlineData("certified by every custodian", "certified by nobody")]
    [InlineData("Contents: sha256:", "Contents: sha256:0000000000000000000000000000000000000000000000000000000000000000\nContents: sha256:")]
    [InlineData("+0000\n", "+0100\n")]
    public async Task A_tag_whose_text_is_not_the_draft_is_refused(string old, string changed)
    {
        await using var release = await ReleaseBench.StartAsync();

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => release.ProposeAsync(ReleaseBench.Taunton, draft => draft.Replace(old, changed, StringComparison.Ordinal)));

        Assert.Equal("tag-wrong", refused.Type);
        Assert.Empty(release.Facts<ReleaseProposed>());
    }

    [Fact]
    public async Task A_tag_that_names_other_contents_is_refused()
    {
        await using var release = await ReleaseBench.StartAsync();

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => release.ProposeAsync(ReleaseBench.Taunton, draft => Contents(draft, new string('0', 64))));

        Assert.Equal("tag-wrong", refused.Type);
        Assert.Empty(release.Facts<ReleaseProposed>());
    }

    [Theory]
    [InlineData(-310, false)]
    [InlineData(310, false)]
    [InlineData(-200, true)]
    public async Task A_tag_is_dated_within_five_minutes_of_its_statement(int seconds, bool taken)
    {
        await using var release = await ReleaseBench.StartAsync();
        var now = release.Bench.Clock.GetUtcNow().ToUnixTimeSeconds();

        var problem = await Record.ExceptionAsync(() => release.ProposeAsync(ReleaseBench.Taunton, draft => draft.Replace($"{now} +0000", $"{now + seconds} +0000", StringComparison.Ordinal)));

        Assert.Equal(taken ? null : "tag-wrong", (problem as ServerRefusalException)?.Type);
        Assert.Equal(taken ? 1 : 0, release.Facts<ReleaseProposed>().Count);
    }

    [Fact]
    public async Task The_digest_of_the_contents_is_computed_again_from_a_clone()
    {
        await using var release = await ReleaseBench.StartAsync();
        var other = Path.Combine(release.Bench.DataFolder, "other.git");
        await release.Bench.GitAsync(null, "init", "--quiet", "--bare", other);

        Assert.Equal(ExitCode.CouldNot, await release.ReleaseAsync(ReleaseBench.Taunton, "--path", other));
        Assert.Empty(release.Facts<ReleaseProposed>());

        Assert.Equal(ExitCode.Yes, await release.ReleaseAsync(ReleaseBench.Taunton, "--path", release.Bench.Repository));
        Assert.Single(release.Facts<ReleaseProposed>());
    }

    [Fact]
    public async Task A_proposer_and_nobody_else_replaces_their_own_open_proposal()
    {
        await using var release = await ReleaseBench.StartAsync();
        var first = await release.ProposeAsync(ReleaseBench.Taunton);
        release.Bench.Clock.Advance(TimeSpan.FromSeconds(2));

        var others = await Assert.ThrowsAsync<ServerRefusalException>(() => release.ProposeAsync(ReleaseBench.Sthk));
        var second = await release.ProposeAsync(ReleaseBench.Taunton);

        Assert.Equal("version-taken", others.Type);
        Assert.Equal(second, (await release.ViewAsync()).Digest);
        // Whoever votes on what was replaced is told.
        var superseded = await Assert.ThrowsAsync<ServerRefusalException>(() => release.VoteAsync(ReleaseBench.Sthk, first, SignOffDecision.Approve));
        Assert.Equal("subject-differs", superseded.Type);
    }

    [Fact]
    public async Task A_release_that_the_remote_refused_can_be_proposed_again_once_the_other_tag_is_gone()
    {
        await using var release = await ReleaseBench.StartAsync();
        Assert.Equal(0, await release.ReleaseAsync(ReleaseBench.Taunton));
        await release.PutTagAsync([.. (await release.ViewAsync()).Tag, .. "A sentence that nobody signed.\n"u8]);
        Assert.Equal(1, await release.ReleaseAsync(ReleaseBench.Sthk));
        var settled = await Assert.ThrowsAsync<ServerRefusalException>(async () => await release.VoteAsync(ReleaseBench.Sthk, (await release.ViewAsync()).Digest, SignOffDecision.Withdraw));
        await release.RemoveTagAsync();
        release.Bench.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((0, 0), (await release.ReleaseAsync(ReleaseBench.Sthk), await release.ReleaseAsync(ReleaseBench.Taunton)));

        Assert.Equal("settled", settled.Type);
        Assert.Equal(("released", ReleaseBench.Sthk), await release.ViewAsync() is var view ? (view.State, view.ProposedBy) : default);
    }

    [Fact]
    public async Task A_vote_on_what_is_released_is_refused()
    {
        await using var release = await ReleaseBench.StartAsync();
        Assert.Equal((0, 0), (await release.ReleaseAsync(ReleaseBench.Taunton), await release.ReleaseAsync(ReleaseBench.Sthk)));

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(async () => await release.VoteAsync(ReleaseBench.Sthk, (await release.ViewAsync()).Digest, SignOffDecision.Withdraw));

        Assert.Equal("settled", refused.Type);
    }

    [Fact]
    public async Task A_remote_that_refuses_a_tag_is_asked_again_later_and_the_director_is_told_why()
    {
        await using var release = await ReleaseBench.StartAsync();
        await release.RefuseTagsAsync();
        Assert.Equal(0, await release.ReleaseAsync(ReleaseBench.Taunton));

        Assert.Equal(1, await release.ReleaseAsync(ReleaseBench.Sthk, "--wait", "2"));

        var view = await release.BecomesAsync(now => now.Why?.Contains("deny updating a hidden ref", StringComparison.Ordinal) == true);
        Assert.Empty(view.Awaited);
        await release.StepAsync();
        Assert.True(Assert.Single(release.Facts<ReleaseAbandoned>()).Refused);
        await release.TakeTagsAsync();
        release.Bench.Clock.Advance(TimeSpan.FromSeconds(21));
        await release.BecomesAsync(now => now.State == "released");
    }

    [Fact]
    public async Task What_a_remote_said_when_it_refused_a_tag_can_be_erased_and_the_release_is_told_of_and_published_all_the_same()
    {
        await using var release = await ReleaseBench.StartAsync();
        var bench = release.Bench;
        await release.RefuseTagsAsync();
        Assert.Equal((0, 1), (await release.ReleaseAsync(ReleaseBench.Taunton), await release.ReleaseAsync(ReleaseBench.Sthk, "--wait", "2")));
        await release.BecomesAsync(now => now.Why?.Contains("hidden ref", StringComparison.Ordinal) == true);

        bench.ErasePersonalText();

        var listed = Assert.Single((await bench.GetAsync("api/v1/releases")).EnumerateArray());
        Assert.Equal("proposed", listed.GetProperty("state").GetString());
        Assert.EndsWith("; it said: nothing that was kept", listed.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains("certified/1.0", PageBench.Text(await bench.PageAsync("Releases that wait for signatures")), StringComparison.Ordinal);
        await release.TakeTagsAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(21));
        await release.BecomesAsync(now => now.State == "released");
    }

    [Fact]
    public async Task Under_a_policy_that_nobody_adopted_no_release_is_published()
    {
        await using var release = await ReleaseBench.StartAsync();
        await release.RefuseTagsAsync();
        Assert.Equal((0, 1), (await release.ReleaseAsync(ReleaseBench.Taunton), await release.ReleaseAsync(ReleaseBench.Sthk, "--wait", "2")));
        await release.BecomesAsync(now => now.Why?.Contains("hidden ref", StringComparison.Ordinal) == true);
        await release.Bench.RestartAsync("false");
        await release.TakeTagsAsync();
        release.Bench.Clock.Advance(TimeSpan.FromHours(1));

        await release.StepAsync();

        Assert.Empty(release.Facts<Released>());
        Assert.Contains("a policy other than the one that the custodians adopted", (await release.ViewAsync()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_longer_gold_is_neither_voted_on_nor_published()
    {
        await using var release = await ReleaseBench.StartAsync();
        var bench = release.Bench;
        Assert.Equal(0, await release.ReleaseAsync(ReleaseBench.Taunton));
        var elsewhere = await bench.PushAsync("refs/heads/topic/other", "elsewhere", null);
        await bench.PointAsync("refs/heads/gold", elsewhere);
        await bench.LookAsync();
        Assert.Contains("is frozen", (await release.ViewAsync()).Why, StringComparison.Ordinal);
        // While it is frozen gold is still what it was: the vote is taken, and nothing is published.
        await release.VoteAsync(ReleaseBench.Sthk, (await release.ViewAsync()).Digest, SignOffDecision.Approve);
        await release.StepAsync();
        await bench.AdoptAsync(elsewhere, ReleaseBench.Taunton, ReleaseBench.Sthk);
        await release.BecomesAsync(now => now.Why?.Contains("no longer gold", StringComparison.Ordinal) == true);

        await release.StepAsync();
        var refused = await Assert.ThrowsAsync<ServerRefusalException>(async () => await release.VoteAsync(ReleaseBench.Sthk, (await release.ViewAsync()).Digest, SignOffDecision.Approve));

        Assert.Equal("not-gold", refused.Type);
        Assert.Empty(release.Facts<Released>());
    }

    [Fact]
    public async Task The_command_line_signs_for_the_commit_named_or_for_gold_as_it_stands_and_for_nothing_else()
    {
        await using var release = await ReleaseBench.StartAsync();
        var bench = release.Bench;
        Assert.Equal(1, await release.ReleaseAsync(ReleaseBench.Taunton, "--commit", new string('a', 40)));
        Assert.Empty(release.Facts<ReleaseProposed>());
        Assert.Equal(0, await release.ReleaseAsync(ReleaseBench.Taunton, "--commit", release.Gold.ToString()));
        var next = await bench.PushAsync("refs/heads/main", "two", release.Gold);
        await bench.LookAsync();
        foreach (var person in (string[])[ReleaseBench.Taunton, ReleaseBench.Sthk]) await bench.SignAsync(next, person, SignOffDecision.Approve);
        await bench.PageAsync($"Adopted: gold stands at {next.Abbreviated}");

        Assert.Equal(1, await release.ReleaseAsync(ReleaseBench.Sthk));
        Assert.Equal(1, await release.ReleaseAsync(ReleaseBench.Sthk, "--commit", next.ToString()));
        Assert.Equal(["sthk"], (await release.ViewAsync()).Awaited);
        Assert.Equal(0, await release.ReleaseAsync(ReleaseBench.Sthk, "--commit", release.Gold.ToString()));

        Assert.Equal(release.Gold, Assert.Single(release.Facts<Released>()).Commit);
    }

    private static string Contents(string draft, string digest)
    {
        const string mark = "Contents: sha256:";
        var at = draft.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return string.Concat(draft.AsSpan(0, at), digest, draft.AsSpan(at + digest.Length));
    }
}
