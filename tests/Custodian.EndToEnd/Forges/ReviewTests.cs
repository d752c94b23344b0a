using Custodian.Forges;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>Reviews: those that came, and those that are asked for.</summary>
public sealed class ReviewTests(GitHubPeer peer) : IClassFixture<GitHubPeer>, IAsyncLifetime
{
    private readonly PullRequestStage stage = new(peer);

    public static TheoryData<string> TroubleNames => [.. Faults.ByName.Keys];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Reviews_come_in_order_with_who_and_what_and_without_those_that_are_being_written()
    {
        var (repository, number) = await stage.OpenedAsync();
        var head = (await stage.ShownAsync(repository, number)).Head;
        await ReviewAsync(number, new { @event = "COMMENT", body = "Hm." });
        await ReviewAsync(number, new { @event = "REQUEST_CHANGES", body = "No.", commit_id = peer.Commit });
        await ReviewAsync(number, new { body = "Perhaps" });
        await ReviewAsync(number, new { @event = "APPROVE" });
        var dismissed = await ReviewAsync(number, new { @event = "APPROVE" });
        await peer.AsAdminAsync(HttpMethod.Put, $"pulls/{number}/reviews/{dismissed}/dismissals", new { message = "Too early" });

        var reviews = await stage.Forge.ReviewsAsync(repository, number, stage.Stop);

        Assert.Equal([ForgeReviewState.Commented, ForgeReviewState.ChangesRequested, ForgeReviewState.Approved, ForgeReviewState.Dismissed], reviews.Select(one => one.State));
        Assert.Equal([head.ToString(), peer.Commit, head.ToString(), head.ToString()], reviews.Select(one => one.Commit?.ToString()));
        Assert.Equal(["Hm.", "No."], reviews.Take(2).Select(one => one.Body));
        Assert.All(reviews, one => Assert.Equal(("admin", false, true), (one.By?.Login, one.By?.Bot, one.At is not null)));
    }

    [Fact]
    public async Task Somebody_is_found_by_number_with_the_name_of_now()
    {
        var repository = await stage.FindAsync();
        var (_, number) = await stage.OpenedAsync();
        await ReviewAsync(number, new { @event = "APPROVE" });
        var by = Assert.Single(await stage.Forge.ReviewsAsync(repository, number, stage.Stop)).By!;

        Assert.Equal(by, await stage.Forge.FindAccountAsync(repository, by.Id, stage.Stop));
        Assert.Null(await stage.Forge.FindAccountAsync(repository, 999_999, stage.Stop));
    }

    [Fact]
    public async Task Exactly_those_are_asked_who_are_awaited()
    {
        var (repository, number) = await stage.OpenedAsync();
        var before = stage.Writes;

        await stage.Forge.RequestReviewsAsync(repository, number, ["admin", "developer"], stage.Stop);
        await stage.Forge.RequestReviewsAsync(repository, number, ["Developer", "admin", "admin"], stage.Stop);
        Assert.Equal(("admin, developer", before + 1), (await AskedAsync(repository, number), stage.Writes));
        await stage.Forge.RequestReviewsAsync(repository, number, ["developer"], stage.Stop);
        Assert.Equal(("developer", before + 2), (await AskedAsync(repository, number), stage.Writes));
        await stage.Forge.RequestReviewsAsync(repository, number, ["admin"], stage.Stop);

        Assert.Equal(("admin", before + 4), (await AskedAsync(repository, number), stage.Writes));
    }

    [Fact]
    public async Task Whom_GitHub_does_not_ask_is_told_and_the_others_are_asked()
    {
        var (repository, number) = await stage.OpenedAsync();
        var before = stage.Writes;

        var told = await Assert.ThrowsAsync<ForgeException>(() => stage.Forge.RequestReviewsAsync(repository, number, ["admin", "nobody-here", "developer"], stage.Stop));

        Assert.False(told.Passes);
        Assert.Contains($"GitHub does not ask nobody-here for a review of #{number} in IMS-MAXIMS/openMAXIMS (Validation failed)", told.Message, StringComparison.Ordinal);
        // All three in vain, and then each.
        Assert.Equal(("admin, developer", before + 4), (await AskedAsync(repository, number), stage.Writes));
        await Assert.ThrowsAsync<ForgeException>(() => stage.Forge.RequestReviewsAsync(repository, number, ["admin", "nobody-here", "developer"], stage.Stop));
        Assert.Equal(before + 5, stage.Writes);
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_review_of_what_is_closed()
    {
        var (repository, number) = await stage.OpenedAsync();
        await stage.Forge.ClosePullRequestAsync(repository, number, stage.Stop);
        var before = stage.Writes;

        await stage.Forge.RequestReviewsAsync(repository, number, ["admin"], stage.Stop);

        Assert.Equal(before, stage.Writes);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_request_for_reviews_the_right_ones_are_asked(string trouble)
    {
        var (repository, number) = await stage.OpenedAsync();
        await stage.Forge.RequestReviewsAsync(repository, number, ["admin"], stage.Stop);
        var before = stage.Writes;
        stage.Bench.Wire.Fail(HttpMethod.Delete, "/requested_reviewers", Faults.ByName[trouble](stage.Bench.Clock));
        stage.Bench.Wire.Fail(HttpMethod.Post, "/requested_reviewers", Faults.ByName[trouble](stage.Bench.Clock));

        await stage.Forge.RequestReviewsAsync(repository, number, ["developer"], stage.Stop);

        Assert.Equal("developer", await AskedAsync(repository, number));
        // One who is not asked any more, one who is, and each at most once again.
        Assert.InRange(stage.Writes - before, 3, 4);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_a_question_it_is_answered(string trouble)
    {
        var (repository, number) = await stage.OpenedAsync();
        await ReviewAsync(number, new { @event = "APPROVE" });
        stage.Bench.Wire.Fail(HttpMethod.Get, "/reviews", Faults.ByName[trouble](stage.Bench.Clock));

        var by = Assert.Single(await stage.Forge.ReviewsAsync(repository, number, stage.Stop)).By!;
        stage.Bench.Wire.Fail(HttpMethod.Get, $"/user/{by.Id}", Faults.ByName[trouble](stage.Bench.Clock));

        Assert.Equal("admin", (await stage.Forge.FindAccountAsync(repository, by.Id, stage.Stop))?.Login);
    }

    private async Task<long> ReviewAsync(long number, object review) => (await peer.AsAdminAsync(HttpMethod.Post, $"pulls/{number}/reviews", review)).GetProperty("id").GetInt64();

    private async Task<string> AskedAsync(ForgeRepository repository, long number) =>
        string.Join(", ", (await stage.ShownAsync(repository, number)).Requested.Select(who => who.Login).Order(StringComparer.Ordinal));
}
