using Custodian.Forges;
using Custodian.Rules;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>Branches that our client makes and deletes, and never moves.</summary>
public sealed class BranchTests(GitHubPeer peer) : IClassFixture<GitHubPeer>, IAsyncLifetime
{
    private readonly PullRequestStage stage = new(peer);

    public static TheoryData<string> TroubleNames => [.. Faults.ByName.Keys];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task A_branch_is_made_once_and_deleted_once()
    {
        var (repository, commit) = await stage.WithBranchAsync();
        await stage.Forge.PutBranchAsync(repository, stage.Branch, commit, stage.Stop);
        Assert.Equal(commit.ToString(), await TipAsync());
        Assert.Equal(1, stage.Writes);

        await stage.Forge.DeleteBranchAsync(repository, stage.Branch, stage.Stop);
        await stage.Forge.DeleteBranchAsync(repository, stage.Branch, stage.Stop);

        Assert.Null(await TipAsync());
        Assert.Equal(2, stage.Writes);
    }

    [Fact]
    public async Task A_branch_that_is_elsewhere_is_told_and_never_moved()
    {
        var (repository, commit) = await stage.WithBranchAsync();

        var told = await Assert.ThrowsAsync<ForgeException>(() => stage.Forge.PutBranchAsync(repository, stage.Branch, new(peer.Commit), stage.Stop));

        Assert.False(told.Passes);
        Assert.Contains($"is at {commit.Abbreviated} and not at {peer.Commit[..8]}", told.Message, StringComparison.Ordinal);
        Assert.Equal((commit.ToString(), 1), (await TipAsync(), stage.Writes));
    }

    [Fact]
    public async Task A_branch_with_a_name_like_another_ones_beginning_is_another()
    {
        var (repository, commit) = await stage.WithBranchAsync();

        await stage.Forge.DeleteBranchAsync(repository, stage.Branch[..^1], stage.Stop);
        await stage.Forge.DeleteBranchAsync(repository, $"{stage.Branch}?x#y%2F", stage.Stop);

        Assert.Equal((commit.ToString(), 1), (await TipAsync(), stage.Writes));
    }

    [Fact]
    public async Task Where_we_may_not_write_who_can_let_us_is_told()
    {
        var repository = (await stage.Forge.FindAsync("TRUST/no-checks", stage.Stop))!;

        var told = await Assert.ThrowsAsync<ForgeException>(() => stage.Forge.PutBranchAsync(repository, stage.Branch, new(peer.Commit), stage.Stop));

        Assert.Equal((false, Actor.Operator), (told.Passes, told.Who));
        Assert.Contains("does not let us make a branch in TRUST/no-checks", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_GitHub_does_not_have_makes_no_branch()
    {
        var repository = await stage.FindAsync();

        var told = await Assert.ThrowsAsync<ForgeException>(() => stage.Forge.PutBranchAsync(repository, stage.Branch, new(new string('a', 40)), stage.Stop));

        Assert.False(told.Passes);
        Assert.Null(await TipAsync());
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_request_that_makes_it_there_is_the_branch(string trouble)
    {
        stage.Bench.Wire.Fail(HttpMethod.Post, "/git/refs", Faults.ByName[trouble](stage.Bench.Clock));

        var (_, commit) = await stage.WithBranchAsync();

        Assert.Equal(commit.ToString(), await TipAsync());
        Assert.InRange(stage.Writes, 1, 2);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_request_that_deletes_it_the_branch_is_gone(string trouble)
    {
        var (repository, _) = await stage.WithBranchAsync();
        stage.Bench.Wire.Fail(HttpMethod.Delete, stage.Branch, Faults.ByName[trouble](stage.Bench.Clock));

        await stage.Forge.DeleteBranchAsync(repository, stage.Branch, stage.Stop);

        Assert.Null(await TipAsync());
        // The one that made it, the one that deletes it, and that one again.
        Assert.Equal(3, stage.Writes);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_question_where_it_is_it_is_answered(string trouble)
    {
        var (repository, commit) = await stage.WithBranchAsync();
        stage.Bench.Wire.Fail(HttpMethod.Get, stage.Branch, Faults.ByName[trouble](stage.Bench.Clock));

        await stage.Forge.PutBranchAsync(repository, stage.Branch, commit, stage.Stop);

        Assert.Equal(1, stage.Writes);
    }

    private async Task<string?> TipAsync()
    {
        var found = await peer.AsAdminAsync(HttpMethod.Get, $"git/matching-refs/heads/{stage.Branch}");
        return found.EnumerateArray().Select(one => one.GetProperty("object").GetProperty("sha").GetString()).SingleOrDefault();
    }
}
