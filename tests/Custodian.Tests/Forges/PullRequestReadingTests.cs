using System.Net;
using Custodian.Forges;
using Xunit;

namespace Custodian.Tests.Forges;

/// <summary>What GitHub tells of pull requests, reviews, comments and accounts where it is not as usual.</summary>
public sealed class PullRequestReadingTests
{
    private const string Base = ScriptedGitHub.Api + "repos/OWNER/NAME";
    private const string Somebody = """{"id":9,"login":"anna","type":"User"}""";

    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Further_pages_are_where_the_Link_says_and_nowhere_else()
    {
        using var github = new ScriptedGitHub(request =>
            request.RequestUri!.Query.Contains("after=zz", StringComparison.Ordinal) ? ScriptedGitHub.Json($"[{Pull(2)},{Pull(3)}]")
            : ScriptedGitHub.Json($"[{Pull(1)},{Pull(2)}]", HttpStatusCode.OK, ("Link", $"<{Base}/somewhere?after=zz>; rel=\"next\"")));

        var open = await github.Forge.RecentPullRequestsAsync(ScriptedGitHub.Repository, DateTimeOffset.UnixEpoch, stop);

        // One that was seen on both pages, since others came between, is one.
        Assert.Equal([1, 2, 3], open.Select(one => one.Number));
        Assert.Equal([$"GET {Base}/pulls?state=all&sort=updated&direction=desc&per_page=100", $"GET {Base}/somewhere?after=zz"], github.Sent.Select(one => one.Asked));
    }

    [Fact]
    public async Task What_was_touched_before_is_not_asked_for()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json($"[{Pull(1)},{Pull(2).Replace("2026-11-01", "2026-10-01", StringComparison.Ordinal)}]", HttpStatusCode.OK, ("Link", $"<{Base}/somewhere?after=zz>; rel=\"next\"")));

        var recent = await github.Forge.RecentPullRequestsAsync(ScriptedGitHub.Repository, new(2026, 10, 15, 0, 0, 0, TimeSpan.Zero), stop);

        Assert.Equal([1], recent.Select(one => one.Number));
        Assert.Single(github.Sent);
    }

    [Fact]
    public async Task A_fork_may_be_gone_and_an_author_too()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json(Pull(4, user: "null", repo: "null")));

        var found = (await github.Forge.FindPullRequestAsync(ScriptedGitHub.Repository, 4, stop))!;

        Assert.Equal((null, null), (found.Author, found.HeadRepositoryId));
    }

    [Theory]
    [InlineData("""{"id":9,"login":"anna","type":"User"}""", "anna", false)]
    [InlineData("""{"id":9,"login":"helper[bot]","type":"Bot"}""", "helper[bot]", true)]
    [InlineData("""{"id":9,"login":"anna","type":"Mannequin"}""", "anna", true)]
    [InlineData("""{"id":9,"login":"anna"}""", "anna", true)]
    [InlineData("""{"id":10137,"login":"ghost","type":"User"}""", null, null)]
    [InlineData("null", null, null)]
    public async Task Nobody_is_a_person_who_is_not_said_to_be_one(string user, string? login, bool? bot)
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json($$"""[{"id":1,"user":{{user}},"body":null,"state":"APPROVED","commit_id":"{{ScriptedGitHub.Commit}}","submitted_at":"2026-11-01T10:00:00Z"}]"""));

        var review = Assert.Single(await github.Forge.ReviewsAsync(ScriptedGitHub.Repository, 4, stop));

        Assert.Equal((login, bot, ""), (review.By?.Login, review.By?.Bot, review.Body));
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero), review.At);
    }

    [Fact]
    public async Task A_review_of_a_commit_that_is_gone_is_of_no_commit()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json($$"""[{"id":1,"user":{{Somebody}},"body":"","state":"APPROVED","commit_id":null}]"""));

        var review = Assert.Single(await github.Forge.ReviewsAsync(ScriptedGitHub.Repository, 4, stop));

        Assert.Equal((null, null), (review.Commit, review.At));
    }

    [Theory]
    [InlineData("""[{"id":1,"user":{"id":9,"login":"anna"},"state":"VETOED","commit_id":null}]""")]
    [InlineData("""[{"id":1,"user":{"id":9},"state":"APPROVED"}]""")]
    [InlineData("""[{}]""")]
    [InlineData("""{}""")]
    [InlineData("""[null]""")]
    [InlineData("""null""")]
    [InlineData("""["a"]""")]
    [InlineData("""[{"id":"a"}]""")]
    [InlineData("""[{"id":1,"submitted_at":"yesterday"}]""")]
    public async Task What_GitHub_never_says_is_not_passed_over(string body)
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json(body));

        Assert.True((await Assert.ThrowsAsync<ForgeException>(() => github.Forge.ReviewsAsync(ScriptedGitHub.Repository, 4, stop))).Passes);
        Assert.True((await Assert.ThrowsAsync<ForgeException>(() => github.Forge.RecentPullRequestsAsync(ScriptedGitHub.Repository, DateTimeOffset.UnixEpoch, stop))).Passes);
    }

    [Fact]
    public async Task A_list_without_an_end_is_given_up()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json("[]", HttpStatusCode.OK, ("Link", $"<{Base}/again>; rel=\"next\"")));

        await Assert.ThrowsAsync<ForgeException>(() => github.Forge.CommentsAsync(ScriptedGitHub.Repository, 4, stop));

        Assert.Equal(100, github.Sent.Count);
    }

    [Fact]
    public async Task Without_an_App_and_a_token_what_is_public_is_read_and_nothing_is_asked_for_a_write()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json($"[{Pull(1)}]"));
        var anybodys = ScriptedGitHub.Repository with { InstallationId = null };

        Assert.Single(await github.Forge.RecentPullRequestsAsync(anybodys, DateTimeOffset.UnixEpoch, stop));
        var before = github.Sent.Count;
        var told = await Assert.ThrowsAsync<ForgeException>(() => github.Forge.ClosePullRequestAsync(anybodys, 1, stop));

        Assert.Contains("'private-key' (or 'token')", told.Message, StringComparison.Ordinal);
        Assert.Equal(before, github.Sent.Count);
    }

    [Fact]
    public async Task Requests_for_branches_and_accounts_are_counted_without_names_and_numbers()
    {
        var kinds = new System.Collections.Concurrent.ConcurrentBag<string?>();
        using var listener = new System.Diagnostics.Metrics.MeterListener { InstrumentPublished = (instrument, own) => { if (instrument.Name == "custodian.github_requests") own.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => kinds.Add((string?)tags[0].Value));
        listener.Start();
        using var github = new ScriptedGitHub(request => request.RequestUri!.AbsolutePath.Contains("/user/", StringComparison.Ordinal) ? ScriptedGitHub.Json(Somebody) : ScriptedGitHub.Json("{}", HttpStatusCode.NotFound));

        await github.Forge.DeleteBranchAsync(ScriptedGitHub.Repository, "custodian/candidate/4711", stop);
        await github.Forge.FindAccountAsync(ScriptedGitHub.Repository, 9, stop);

        Assert.Contains("GET repos/*/*/git/ref/*", kinds);
        Assert.Contains("GET user/*", kinds);
        Assert.DoesNotContain(kinds, kind => kind!.Contains("candidate", StringComparison.Ordinal));
    }

    private static string Pull(int number, string user = Somebody, string repo = """{"id":42}""") =>
        $$"""{"number":{{number}},"title":"t","state":"open","html_url":"https://github.example.nhs.uk/OWNER/NAME/pull/{{number}}","draft":false,"updated_at":"2026-11-01T10:00:00Z","merged_at":null,"user":{{user}},"requested_reviewers":[],"head":{"ref":"topic","sha":"{{ScriptedGitHub.Commit}}","repo":{{repo}} },"base":{"ref":"gold","sha":"{{ScriptedGitHub.Commit}}","repo":{"id":42} } }""";
}
