using Custodian.Forges;
using Custodian.Rules;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>Pull requests, as our client opens, reads, updates and closes them.</summary>
public sealed class PullRequestTests(GitHubPeer peer) : IClassFixture<GitHubPeer>, IAsyncLifetime
{
    private readonly PullRequestStage stage = new(peer);

    public static TheoryData<string> TroubleNames => [.. Faults.ByName.Keys];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task A_pull_request_is_opened_and_read_as_it_is()
    {
        var (repository, commit) = await stage.WithBranchAsync();

        var number = await stage.Forge.PutPullRequestAsync(repository, stage.Draft, stage.Stop);

        var shown = await stage.ShownAsync(repository, number);
        Assert.Equal((number, "Promote a candidate", stage.Branch, commit, (long?)repository.Id, "main"), (shown.Number, shown.Title, shown.HeadBranch, shown.Head, shown.HeadRepositoryId, shown.BaseBranch));
        Assert.Equal((true, false, false), (shown.Open, shown.Merged, shown.Draft));
        Assert.Equal(("custodian[bot]", true), (shown.Author?.Login, shown.Author?.Bot));
        Assert.EndsWith($"/pull/{number}", shown.Url.AbsolutePath, StringComparison.Ordinal);
        Assert.Empty(shown.Requested);
        Assert.Contains(await stage.Forge.RecentPullRequestsAsync(repository, DateTimeOffset.UnixEpoch, stage.Stop), one => (one.Number, one.Head, one.Url) == (number, commit, shown.Url));
    }

    [Fact]
    public async Task It_is_written_again_only_where_it_differs()
    {
        var (repository, number) = await stage.OpenedAsync();
        var before = stage.Writes;

        Assert.Equal(number, await stage.Forge.PutPullRequestAsync(repository, stage.Draft, stage.Stop));
        Assert.Equal(before, stage.Writes);
        Assert.Equal(number, await stage.Forge.PutPullRequestAsync(repository, stage.Draft with { Title = "Promote another", Body = "More." }, stage.Stop));

        Assert.Equal(("Promote another", "More.", before + 1), (await RawAsync(number, "title"), await RawAsync(number, "body"), stage.Writes));
    }

    [Fact]
    public async Task It_is_closed_once_and_then_another_can_be_opened()
    {
        var (repository, number) = await stage.OpenedAsync();
        var before = stage.Writes;

        await stage.Forge.ClosePullRequestAsync(repository, number, stage.Stop);
        await stage.Forge.ClosePullRequestAsync(repository, number, stage.Stop);

        Assert.Equal((false, before + 1), ((await stage.ShownAsync(repository, number)).Open, stage.Writes));
        Assert.DoesNotContain(await stage.Forge.RecentPullRequestsAsync(repository, DateTimeOffset.UnixEpoch, stage.Stop), one => one.Number == number && one.Open);
        Assert.NotEqual(number, await stage.Forge.PutPullRequestAsync(repository, stage.Draft, stage.Stop));
    }

    [Fact]
    public async Task One_that_is_not_there_is_null_and_cannot_be_closed()
    {
        var repository = await stage.FindAsync();

        Assert.Null(await stage.Forge.FindPullRequestAsync(repository, 999_999, stage.Stop));
        Assert.False((await Assert.ThrowsAsync<ForgeException>(() => stage.Forge.ClosePullRequestAsync(repository, 999_999, stage.Stop))).Passes);
    }

    [Fact]
    public async Task Where_we_may_not_write_who_can_let_us_is_told()
    {
        var repository = (await stage.Forge.FindAsync("TRUST/no-checks", stage.Stop))!;

        var told = await Assert.ThrowsAsync<ForgeException>(() => stage.Forge.PutPullRequestAsync(repository, stage.Draft, stage.Stop));

        Assert.Equal((false, Actor.Operator), (told.Passes, told.Who));
        Assert.Contains("TRUST/no-checks", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_request_that_opens_it_there_is_one(string trouble)
    {
        var (repository, _) = await stage.WithBranchAsync();
        stage.Bench.Wire.Fail(HttpMethod.Post, "/pulls", Faults.ByName[trouble](stage.Bench.Clock));

        var number = await stage.Forge.PutPullRequestAsync(repository, stage.Draft, stage.Stop);

        Assert.Equal(number, Assert.Single(await stage.Forge.RecentPullRequestsAsync(repository, DateTimeOffset.UnixEpoch, stage.Stop), one => one.HeadBranch == stage.Branch).Number);
        // The branch, the pull request, and that again at most where it did not arrive.
        Assert.InRange(stage.Writes, 2, 3);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_an_update_it_says_what_it_should(string trouble)
    {
        var (repository, number) = await stage.OpenedAsync();
        stage.Bench.Wire.Fail(HttpMethod.Patch, $"/pulls/{number}", Faults.ByName[trouble](stage.Bench.Clock));

        await stage.Forge.PutPullRequestAsync(repository, stage.Draft with { Body = "More." }, stage.Stop);

        Assert.Equal("More.", await RawAsync(number, "body"));
        Assert.InRange(stage.Writes, 3, 4);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_request_that_closes_it_it_is_closed(string trouble)
    {
        var (repository, number) = await stage.OpenedAsync();
        stage.Bench.Wire.Fail(HttpMethod.Patch, $"/pulls/{number}", Faults.ByName[trouble](stage.Bench.Clock));

        await stage.Forge.ClosePullRequestAsync(repository, number, stage.Stop);

        Assert.Equal("closed", await RawAsync(number, "state"));
        Assert.InRange(stage.Writes, 3, 4);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_a_question_it_is_answered(string trouble)
    {
        var (repository, number) = await stage.OpenedAsync();
        stage.Bench.Wire.Fail(HttpMethod.Get, "/pulls", Faults.ByName[trouble](stage.Bench.Clock));
        stage.Bench.Wire.Fail(HttpMethod.Get, $"/pulls/{number}", Faults.ByName[trouble](stage.Bench.Clock));

        Assert.Contains(await stage.Forge.RecentPullRequestsAsync(repository, DateTimeOffset.UnixEpoch, stage.Stop), one => one.Number == number);
        Assert.Equal(stage.Branch, (await stage.ShownAsync(repository, number)).HeadBranch);
    }

    private async Task<string?> RawAsync(long number, string what) => (await peer.AsAdminAsync(HttpMethod.Get, $"pulls/{number}")).GetProperty(what).GetString();
}
