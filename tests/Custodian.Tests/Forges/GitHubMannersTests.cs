using System.Diagnostics.Metrics;
using System.Net;
using Custodian.Forges;
using Xunit;

namespace Custodian.Tests.Forges;

/// <summary>What GitHub asks of a client, beyond what is right and wrong in a request.</summary>
public sealed class GitHubMannersTests
{
    private const string Base = ScriptedGitHub.Api + "repos/OWNER/NAME";

    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_writes_at_a_time_and_a_second_lies_between_two_writes()
    {
        using var github = new ScriptedGitHub(request => ScriptedGitHub.Json(request.Method == HttpMethod.Get ? """{"check_runs":[]}""" : """{"id":9}"""));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => github.Forge.PutCheckRunAsync(ScriptedGitHub.Repository, SampleRun.Of(ScriptedGitHub.Commit, $"{number}"), null, stop)));

        Assert.False(github.TwoWroteAtOnce);
        Assert.Equal(8, github.Writes.Count);
        Assert.All(github.Writes.Zip(github.Writes.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(1), TimeSpan.MaxValue));
    }

    [Fact]
    public async Task Nothing_is_asked_again_that_has_not_changed()
    {
        using var github = new ScriptedGitHub(request =>
            request.Headers.Contains("If-None-Match") ? new(HttpStatusCode.NotModified)
            : Tagged(ScriptedGitHub.Found(request), "W/\"one\""));

        var first = await github.Forge.FindAsync("OWNER/NAME", stop);
        var second = await github.Forge.FindAsync("OWNER/NAME", stop);

        Assert.Equal(first, second);
        Assert.Equal([null, null, "W/\"one\"", "W/\"one\""], github.Sent.Select(one => one.Tag));
    }

    [Fact]
    public async Task Further_pages_are_where_the_Link_says_and_nowhere_else()
    {
        using var github = new ScriptedGitHub(request =>
            request.Method == HttpMethod.Patch ? ScriptedGitHub.Json("""{"id":31}""")
            : request.RequestUri!.Query.Contains("after=zz", StringComparison.Ordinal) ? ScriptedGitHub.Json(Page(31, "mine", 5))
            : ScriptedGitHub.Json(Page(30, "other", 5), HttpStatusCode.OK, ("Link", $"<{Base}/somewhere?after=zz>; rel=\"next\"")));

        Assert.Equal(31, await github.Forge.PutCheckRunAsync(ScriptedGitHub.Repository, SampleRun.Of(ScriptedGitHub.Commit, "mine"), null, stop));

        Assert.Equal([$"GET {Base}/commits/{ScriptedGitHub.Commit}/check-runs?check_name=custodian%2Fgate&filter=all&per_page=100", $"GET {Base}/somewhere?after=zz", $"PATCH {Base}/check-runs/31"], github.Sent.Select(one => one.Asked));
    }

    [Fact]
    public async Task Of_two_with_one_external_id_the_newest_is_kept_up_to_date()
    {
        using var github = new ScriptedGitHub(request =>
            request.Method == HttpMethod.Patch ? ScriptedGitHub.Json("""{"id":31}""")
            : request.RequestUri!.Query.Contains("after=zz", StringComparison.Ordinal) ? ScriptedGitHub.Json(Page(30, "mine", 5))
            : ScriptedGitHub.Json(Page(31, "mine", 5), HttpStatusCode.OK, ("Link", $"<{Base}/somewhere?after=zz>; rel=\"next\"")));

        Assert.Equal(31, await github.Forge.PutCheckRunAsync(ScriptedGitHub.Repository, SampleRun.Of(ScriptedGitHub.Commit, "mine"), null, stop));
    }

    [Fact]
    public async Task Whoever_stops_waits_no_longer()
    {
        using var stopping = new CancellationTokenSource();
        using var github = new ScriptedGitHub(_ =>
        {
            stopping.Cancel();
            return ScriptedGitHub.Json("", HttpStatusCode.BadGateway);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => github.Forge.FindAsync("OWNER/NAME", stopping.Token));

        Assert.Single(github.Sent);
    }

    [Fact]
    public async Task A_check_run_of_another_App_is_not_taken_for_ours()
    {
        using var github = new ScriptedGitHub(request => ScriptedGitHub.Json(request.Method == HttpMethod.Get ? Page(31, "mine", app: 6) : """{"id":32}"""));

        Assert.Equal(32, await github.Forge.PutCheckRunAsync(ScriptedGitHub.Repository, SampleRun.Of(ScriptedGitHub.Commit, "mine"), null, stop));
    }

    [Fact]
    public async Task A_repository_that_has_moved_is_followed_for_reading_and_for_writing()
    {
        using var github = new ScriptedGitHub(request =>
            request.RequestUri!.AbsolutePath.Contains("/repos/OWNER/OLD", StringComparison.Ordinal) ? ScriptedGitHub.Moved(request.Method == HttpMethod.Get ? HttpStatusCode.MovedPermanently : HttpStatusCode.TemporaryRedirect, request.RequestUri.AbsolutePath.Replace("OWNER/OLD", "OWNER/NAME", StringComparison.Ordinal))
            : request.Method != HttpMethod.Get ? ScriptedGitHub.Json("""{"id":9}""")
            : request.RequestUri.AbsolutePath.EndsWith("/check-runs", StringComparison.Ordinal) ? ScriptedGitHub.Json("""{"check_runs":[]}""")
            : ScriptedGitHub.Found(request));

        Assert.Equal("OWNER/NAME", (await github.Forge.FindAsync("OWNER/OLD", stop))?.FullName);
        Assert.Equal(9, await github.Forge.PutCheckRunAsync(ScriptedGitHub.Repository with { FullName = "OWNER/OLD" }, SampleRun.Of(ScriptedGitHub.Commit, "x"), null, stop));

        Assert.All(github.Sent.Where(one => !one.Asked.EndsWith("/installation", StringComparison.Ordinal)), one => Assert.Equal(ScriptedGitHub.Token(1), one.Bearer));
    }

    [Fact]
    public async Task Another_host_gets_no_token_and_nothing_unencrypted_and_no_writes()
    {
        var elsewhere = "https://elsewhere.example.org/here";
        using var github = new ScriptedGitHub(request =>
            request.RequestUri!.Host == "elsewhere.example.org" ? ScriptedGitHub.Json("""{"id":42,"full_name":"OWNER/NAME","check_runs":[]}""")
            : request.RequestUri.AbsolutePath.EndsWith("/installation", StringComparison.Ordinal) ? ScriptedGitHub.Found(request)
            : ScriptedGitHub.Moved(HttpStatusCode.TemporaryRedirect, elsewhere));

        await github.Forge.FindAsync("OWNER/NAME", stop);
        Assert.Equal(("GET https://elsewhere.example.org/here", null), (github.Sent[^1].Asked, github.Sent[^1].Bearer));
        var told = await Assert.ThrowsAsync<ForgeException>(() => github.Forge.PutCheckRunAsync(ScriptedGitHub.Repository, SampleRun.Of(ScriptedGitHub.Commit, "x"), null, stop));
        Assert.Contains("another host (elsewhere.example.org)", told.Message, StringComparison.Ordinal);
        elsewhere = "http://github.example.nhs.uk/api/v3/repos/OWNER/NAME";
        await Assert.ThrowsAsync<ForgeException>(() => github.Forge.FindAsync("OWNER/NAME", stop));

        Assert.DoesNotContain(github.Sent, one => one.Asked.Contains("http:", StringComparison.Ordinal) || (one.Asked.Contains("elsewhere", StringComparison.Ordinal) && !one.Asked.StartsWith("GET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Moves_without_an_end_are_given_up()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Moved(HttpStatusCode.MovedPermanently, Base));

        await Assert.ThrowsAsync<ForgeException>(() => github.Forge.FindAsync("OWNER/NAME", stop));

        Assert.Equal(6, github.Sent.Count);
    }

    [Fact]
    public async Task While_GitHub_is_down_it_is_left_alone_and_tried_again_after_a_while()
    {
        var down = true;
        using var github = new ScriptedGitHub(request => down ? ScriptedGitHub.Json("", HttpStatusCode.BadGateway) : ScriptedGitHub.Found(request));

        for (var attempt = 0; attempt < 3; attempt++) Assert.True((await Assert.ThrowsAsync<ForgeException>(() => github.Forge.FindAsync("OWNER/NAME", stop))).Passes);
        var told = await Assert.ThrowsAsync<ForgeException>(() => github.Forge.FindAsync("OWNER/NAME", stop));
        Assert.NotNull(told.PassesAt);
        var before = github.Sent.Count;
        await Assert.ThrowsAsync<ForgeException>(() => github.Forge.FindAsync("OWNER/NAME", stop));
        Assert.Equal(before, github.Sent.Count);

        down = false;
        github.Clock.Advance(told.PassesAt!.Value - github.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        Assert.NotNull(await github.Forge.FindAsync("OWNER/NAME", stop));
    }

    [Fact]
    public async Task Silence_grows_while_GitHub_goes_on_refusing_and_is_then_told()
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json("""{"message":"You have exceeded a secondary rate limit"}""", HttpStatusCode.Forbidden));

        var told = await Assert.ThrowsAsync<ForgeException>(() => github.Forge.FindAsync("OWNER/NAME", stop));

        Assert.Equal([60, 120], github.Clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(240), told.PassesAt!.Value - github.Clock.GetUtcNow());
    }

    [Fact]
    public async Task How_long_a_limit_lasts_is_told_by_GitHubs_clock_and_not_by_ours()
    {
        var asked = 0;
        using var github = new ScriptedGitHub(request => asked++ == 0
            ? ScriptedGitHub.Json("""{"message":"API rate limit exceeded"}""", HttpStatusCode.Forbidden, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1000000090"), ("Date", "Sun, 09 Sep 2001 01:46:40 GMT"))
            : ScriptedGitHub.Found(request));

        Assert.NotNull(await github.Forge.FindAsync("OWNER/NAME", stop));

        Assert.Equal(91, Assert.Single(github.Clock.Waits).TotalSeconds);
    }

    [Theory]
    [InlineData("<html>Sign in to the hospital's network</html>")]
    [InlineData("{\"id\":42,\"full_name\":\"OWNER/NA")]
    [InlineData("{}")]
    public async Task An_answer_that_is_not_GitHubs_is_no_answer(string body)
    {
        using var github = new ScriptedGitHub(request => request.RequestUri!.AbsolutePath.EndsWith("/installation", StringComparison.Ordinal) ? ScriptedGitHub.Found(request) : ScriptedGitHub.Json(body));

        Assert.True((await Assert.ThrowsAsync<ForgeException>(() => github.Forge.FindAsync("OWNER/NAME", stop))).Passes);
    }

    [Fact]
    public async Task Requests_are_counted_by_kind_without_names_and_ids()
    {
        var kinds = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, own) => { if (instrument.Name == "custodian.github_requests") own.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => kinds.Add($"{tags[0].Value} {tags[1].Value}"));
        listener.Start();
        using var github = new ScriptedGitHub(request =>
            request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.EndsWith("/check-runs", StringComparison.Ordinal) ? ScriptedGitHub.Json(Page(31, "mine", 5))
            : request.Method == HttpMethod.Get ? ScriptedGitHub.Found(request)
            : ScriptedGitHub.Json("""{"id":31}"""));

        var found = (await github.Forge.FindAsync("OWNER/NAME", stop))!;
        await github.Forge.PutCheckRunAsync(found, SampleRun.Of(ScriptedGitHub.Commit, "mine"), null, stop);

        string[] expected = ["GET repos/*/* 200", "GET repos/*/*/commits/*/check-runs 200", "GET repos/*/*/installation 200", "PATCH repos/*/*/check-runs/* 200", "POST app/installations/*/access_tokens 201"];
        Assert.Superset(expected.ToHashSet(), kinds.ToHashSet());
        Assert.DoesNotContain(kinds, kind => kind.Contains("OWNER", StringComparison.Ordinal) || kind.Contains("31", StringComparison.Ordinal));
    }

    private static string Page(int id, string externalId, int app) =>
        $$"""{"total_count":2,"check_runs":[{"id":{{id}},"head_sha":"{{ScriptedGitHub.Commit}}","external_id":"{{externalId}}","started_at":null,"app":{"id":{{app}} },"output":{"annotations_count":0} }]}""";

    private static HttpResponseMessage Tagged(HttpResponseMessage response, string tag)
    {
        response.Headers.TryAddWithoutValidation("ETag", tag);
        return response;
    }
}
