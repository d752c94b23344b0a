using System.Text.Json;
using Custodian.EndToEnd.Peers;
using Custodian.Forges;
using Custodian.Rules;
using Custodian.Tests.Forges;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>Our client and GitHub's emulator; whatever it sends must be what GitHub's own description allows.</summary>
public sealed class CheckRunTests(GitHubPeer peer) : IClassFixture<GitHubPeer>, IAsyncLifetime
{
    private const string Name = "IMS-MAXIMS/openMAXIMS";
    private const string Writes = "/check-runs";

    private readonly GitHubBench bench = GitHubBench.Of(peer);
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;
    private readonly string externalId = Guid.NewGuid().ToString();

    public static TheoryData<string> TroubleNames => [.. Faults.ByName.Keys];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        bench.Dispose();
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task A_check_run_is_made_and_then_updated()
    {
        var repository = await FindAsync();
        Assert.Equal((Name, 7001L, false), (repository.FullName, repository.InstallationId, repository.Archived));
        var run = SampleRun.Of(peer.Commit, externalId) with { StartedAt = bench.Clock.GetUtcNow() };

        var made = await bench.Forge.PutCheckRunAsync(repository, run, known: null, stop);
        Assert.Equal(("in_progress", null, run.Title), Shown(await TheRunAsync()));
        var updated = await bench.Forge.PutCheckRunAsync(repository, run with { State = ForgeCheckState.Success, Title = "Gold", CompletedAt = bench.Clock.GetUtcNow() }, made, stop);

        Assert.Equal(made, updated);
        Assert.Equal(("completed", "success", "Gold"), Shown(await TheRunAsync()));
    }

    [Fact]
    public async Task Without_its_number_a_check_run_is_found_again_by_its_external_id()
    {
        var repository = await FindAsync();
        var run = SampleRun.Of(peer.Commit, externalId);
        var made = await bench.Forge.PutCheckRunAsync(repository, run, known: null, stop);
        await bench.Forge.PutCheckRunAsync(repository, run with { ExternalId = $"{externalId}-other" }, known: null, stop);

        Assert.Equal(made, await bench.Forge.PutCheckRunAsync(repository, run with { State = ForgeCheckState.ActionRequired }, known: null, stop));
        // A number that means nothing is no obstacle.
        Assert.Equal(made, await bench.Forge.PutCheckRunAsync(repository, run with { State = ForgeCheckState.Failure }, known: 999_999, stop));

        Assert.Equal(("completed", "failure", run.Title), Shown(await TheRunAsync()));
    }

    [Fact]
    public async Task One_without_annotations_becomes_the_next_and_one_with_annotations_stays_as_it_is()
    {
        var repository = await FindAsync();
        var queued = SampleRun.Of(peer.Commit, externalId);
        var first = await bench.Forge.PutCheckRunAsync(repository, queued, known: null, stop);
        var run = queued with { ExternalId = $"{externalId}/1", State = ForgeCheckState.Failure, Annotations = SampleRun.Annotations(2) };

        Assert.Equal(first, await bench.Forge.PutCheckRunAsync(repository, run, first, stop));
        Assert.Equal(2, WritesSent());
        var again = run with { ExternalId = $"{externalId}/2", Annotations = SampleRun.Annotations(1) };
        var second = await bench.Forge.PutCheckRunAsync(repository, again, first, stop);

        Assert.NotEqual(first, second);
        Assert.Equal((2, 1, 3), ((await peer.AnnotationsAsync(first)).Length, (await peer.AnnotationsAsync(second)).Length, WritesSent()));
    }

    [Fact]
    public async Task Annotations_go_out_fifty_at_a_time_and_each_once()
    {
        var repository = await FindAsync();
        var run = SampleRun.Of(peer.Commit, externalId) with { State = ForgeCheckState.Failure, Annotations = SampleRun.Annotations(120) };

        var made = await bench.Forge.PutCheckRunAsync(repository, run, known: null, stop);
        Assert.Equal(3, WritesSent());
        await bench.Forge.PutCheckRunAsync(repository, run with { Title = "Again" }, made, stop);

        Assert.Equal(run.Annotations.Select(one => one.Message), await peer.AnnotationsAsync(made));
        Assert.Equal(("completed", "failure", "Again"), Shown(await TheRunAsync()));
        Assert.Equal(4, WritesSent());
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_request_that_makes_it_there_is_one_check_run(string trouble)
    {
        var repository = await FindAsync();
        bench.Wire.Fail(HttpMethod.Post, Writes, Faults.ByName[trouble](bench.Clock));

        await bench.Forge.PutCheckRunAsync(repository, SampleRun.Of(peer.Commit, externalId), known: null, stop);

        Assert.Equal("in_progress", Shown(await TheRunAsync()).Status);
        // One of them arrives; a second write is an update of the same.
        Assert.InRange(WritesSent(), 2, 2);
    }

    [Fact]
    public async Task A_connection_that_is_cut_when_GitHub_has_made_it_costs_no_second_one()
    {
        await using var proxy = new CuttingProxy(peer.Api.Port);
        using var behind = new GitHubBench(new() { Api = new($"http://127.0.0.1:{proxy.Port}/"), App = GitHubPeer.App, PrivateKey = GitHubBench.Secret(peer.Key) });
        var repository = (await behind.Forge.FindAsync(Name, stop))!;
        proxy.Cut = new() { BeforeReplyWhen = () => proxy.Cuts == 0 && behind.Wire.Sent[^1].StartsWith("POST ", StringComparison.Ordinal) };

        await behind.Forge.PutCheckRunAsync(repository, SampleRun.Of(peer.Commit, externalId), known: null, stop);

        Assert.Equal((1, "in_progress"), (proxy.Cuts, Shown(await TheRunAsync()).Status));
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_an_update_no_annotation_is_lost_or_doubled(string trouble)
    {
        var repository = await FindAsync();
        var run = SampleRun.Of(peer.Commit, externalId);
        var made = await bench.Forge.PutCheckRunAsync(repository, run, known: null, stop);
        bench.Wire.Fail(HttpMethod.Patch, $"/{made}", Faults.ByName[trouble](bench.Clock));

        await bench.Forge.PutCheckRunAsync(repository, run with { State = ForgeCheckState.Failure, Annotations = SampleRun.Annotations(70) }, made, stop);

        Assert.Equal(SampleRun.Annotations(70).Select(one => one.Message), await peer.AnnotationsAsync(made));
        Assert.Equal("failure", Shown(await TheRunAsync()).Conclusion);
        // The one that made it, two updates, and at most one of them again.
        Assert.InRange(WritesSent(), 3, 4);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_a_question_it_is_answered(string trouble)
    {
        bench.Wire.Fail(HttpMethod.Get, Name, Faults.ByName[trouble](bench.Clock));

        Assert.Equal(Name, (await FindAsync()).FullName);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_question_for_a_token_there_is_one(string trouble)
    {
        bench.Wire.Fail(HttpMethod.Post, "/access_tokens", Faults.ByName[trouble](bench.Clock));

        Assert.Equal(Name, (await FindAsync()).FullName);
    }

    [Theory]
    [InlineData("403 with Retry-After", 7)]
    [InlineData("403 without Retry-After", 60)]
    [InlineData("429", 60)]
    [InlineData("primary limit, 403", 90)]
    public async Task GitHub_is_left_alone_for_as_long_as_it_asks(string trouble, int seconds)
    {
        await FindAsync();
        bench.Wire.Fail(HttpMethod.Get, Name, Faults.ByName[trouble](bench.Clock));

        await FindAsync();

        Assert.InRange(Assert.Single(bench.Clock.Waits).TotalSeconds, seconds - 1, seconds + 2);
    }

    [Fact]
    public async Task A_limit_that_lasts_long_is_told_with_its_end_and_nothing_more_is_sent_until_then()
    {
        var (repository, until) = (await FindAsync(), bench.Clock.GetUtcNow().AddMinutes(30));
        bench.Wire.Fail(HttpMethod.Post, Writes, Faults.PrimaryLimit(403, until));
        var run = SampleRun.Of(peer.Commit, externalId);

        var told = await Assert.ThrowsAsync<ForgeException>(() => bench.Forge.PutCheckRunAsync(repository, run, known: null, stop));
        Assert.True(told.Passes);
        Assert.InRange(told.PassesAt!.Value, until.AddSeconds(-1), until.AddSeconds(5));
        var before = bench.Wire.Sent.Count;
        await Assert.ThrowsAsync<ForgeException>(() => bench.Forge.PutCheckRunAsync(repository, run, known: null, stop));
        Assert.Equal(before, bench.Wire.Sent.Count);

        bench.Clock.Advance(TimeSpan.FromMinutes(31));
        await bench.Forge.PutCheckRunAsync(repository, run, known: null, stop);
        Assert.Equal("in_progress", Shown(await TheRunAsync()).Status);
    }

    [Fact]
    public async Task What_is_not_ours_to_see_is_not_there()
    {
        Assert.Null(await bench.Forge.FindAsync("OTHER/not-ours", stop));
        Assert.Null(await bench.Forge.FindAsync("IMS-MAXIMS/no-such", stop));
    }

    [Fact]
    public async Task A_permission_that_is_missing_is_told_to_who_can_give_it()
    {
        var repository = (await bench.Forge.FindAsync("TRUST/no-checks", stop))!;

        var told = await Assert.ThrowsAsync<ForgeException>(() => bench.Forge.PutCheckRunAsync(repository, SampleRun.Of(peer.Commit, externalId), known: null, stop));

        Assert.Equal((false, Actor.Operator), (told.Passes, told.Who));
        Assert.Contains("does not let us write check runs in TRUST/no-checks", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_the_Apps_is_told_without_a_word_of_it()
    {
        using var other = new GitHubBench(new() { Api = peer.Api, App = GitHubPeer.App + 1, PrivateKey = GitHubBench.Secret(peer.Key) });

        var told = await Assert.ThrowsAsync<ForgeException>(() => other.Forge.FindAsync(Name, stop));

        Assert.Equal((false, Actor.Operator), (told.Passes, told.Who));
        Assert.Contains("'private-key'", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_App_what_is_public_is_seen_and_nothing_is_written()
    {
        using var nobody = new GitHubBench(new() { Api = peer.Api });

        var repository = (await nobody.Forge.FindAsync(Name, stop))!;

        Assert.Null(repository.InstallationId);
        var told = await Assert.ThrowsAsync<ForgeException>(() => nobody.Forge.PutCheckRunAsync(repository, SampleRun.Of(peer.Commit, externalId), known: null, stop));
        Assert.Contains("from Apps alone", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(nobody.Wire.Sent, one => !one.StartsWith("GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_referee_sees_what_GitHub_would_not_take()
    {
        using var client = new HttpClient();
        using var bad = new StringContent("""{"name":"a","status":"perhaps"}""", System.Text.Encoding.UTF8, "application/json");
        await client.PostAsync(new Uri(peer.Api, $"repos/{Name}/check-runs?colour=red"), bad, stop);
        await client.PostAsync(new Uri(peer.Api, $"repos/{Name}/git/refs"), bad, stop);
        await client.DeleteAsync(new Uri(peer.Api, $"repos/{Name}/pulls/1/requested_reviewers"), stop);
        await client.GetAsync(new Uri(peer.Api, "nowhere"), stop);

        var seen = string.Join('\n', await peer.ViolationsAsync());

        Assert.All(["head_sha", "git/refs: /requestBody must have required property 'sha'", "requested_reviewers: ", "allowed values", "'colour'", "GET /nowhere is not described"], word => Assert.Contains(word, seen, StringComparison.Ordinal));
    }

    private static (string? Status, string? Conclusion, string? Title) Shown(JsonElement run) =>
        (run.GetProperty("status").GetString(), run.GetProperty("conclusion").GetString(), run.GetProperty("output").GetProperty("title").GetString());

    private async Task<ForgeRepository> FindAsync() => (await bench.Forge.FindAsync(Name, stop))!;

    private async Task<JsonElement> TheRunAsync() => Assert.Single(await peer.CheckRunsAsync(), run => run.GetProperty("external_id").GetString() == externalId);

    private int WritesSent() => bench.Wire.Sent.Count(one => !one.StartsWith("GET ", StringComparison.Ordinal) && one.Contains(Writes, StringComparison.Ordinal));
}
