using Custodian.Forges;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>The one comment that our client keeps up to date, among those of others.</summary>
public sealed class CommentTests(GitHubPeer peer) : IClassFixture<GitHubPeer>, IAsyncLifetime
{
    private const string Marker = "<!-- custodian: promotion -->";

    private readonly PullRequestStage stage = new(peer);

    public static TheoryData<string> TroubleNames => [.. Faults.ByName.Keys];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task A_comment_is_written_once_and_then_only_where_it_differs()
    {
        var (repository, number) = await stage.OpenedAsync();
        var before = stage.Writes;

        var first = await PutAsync(repository, number, "Waits for two.");
        Assert.Equal(first, await PutAsync(repository, number, "Waits for two.", first));
        Assert.Equal(first, await PutAsync(repository, number, "Waits for two."));
        Assert.Equal(before + 1, stage.Writes);
        Assert.Equal(first, await PutAsync(repository, number, "Waits for one."));

        var comment = Assert.Single(await stage.Forge.CommentsAsync(repository, number, stage.Stop));
        Assert.Equal((first, $"{Marker}\nWaits for one.", "custodian[bot]", true), (comment.Id, comment.Body, comment.By?.Login, comment.By?.Bot));
        Assert.InRange(comment.UpdatedAt, comment.CreatedAt, DateTimeOffset.MaxValue);
        Assert.Equal(before + 2, stage.Writes);
    }

    [Fact]
    public async Task What_others_wrote_is_left_alone_whatever_it_says()
    {
        var (repository, number) = await stage.OpenedAsync();
        var (_, other) = (await peer.AsAdminAsync(HttpMethod.Post, $"issues/{number}/comments", new { body = "Hello" }), await PutAsync(repository, number, "x", marker: "<!-- custodian: other -->"));
        var theirs = (await peer.AsAdminAsync(HttpMethod.Post, $"issues/{number}/comments", new { body = $"{Marker}\nMine" })).GetProperty("id").GetInt64();

        // Though a number is known that is another's.
        var ours = await PutAsync(repository, number, "Ours", theirs);
        Assert.Equal(ours, await PutAsync(repository, number, "Ours again", other));

        var comments = await stage.Forge.CommentsAsync(repository, number, stage.Stop);
        Assert.Equal(["Hello", "<!-- custodian: other -->\nx", $"{Marker}\nMine", $"{Marker}\nOurs again"], comments.Select(one => one.Body));
        Assert.Equal([false, true, false, true], comments.Select(one => one.By!.Bot));
    }

    [Fact]
    public async Task A_comment_on_another_pull_request_is_another()
    {
        var (repository, number) = await stage.OpenedAsync();
        await using var elsewhere = new PullRequestStage(peer);
        var (_, other) = await elsewhere.OpenedAsync();
        var there = await PutAsync(repository, other, "There");

        var here = await PutAsync(repository, number, "Here", there);

        Assert.NotEqual(there, here);
        Assert.Equal($"{Marker}\nThere", Assert.Single(await stage.Forge.CommentsAsync(repository, other, stage.Stop)).Body);
    }

    [Fact]
    public async Task A_person_with_a_token_keeps_a_comment_too()
    {
        var (_, number) = await stage.OpenedAsync();
        await File.WriteAllTextAsync(peer.Key + ".token", "test_token_admin", stage.Stop);
        using var person = new GitHubBench(new() { Api = peer.Api, Token = GitHubBench.Secret(peer.Key + ".token") });
        var repository = (await person.Forge.FindAsync("IMS-MAXIMS/openMAXIMS", stage.Stop))!;

        var first = await person.Forge.PutCommentAsync(repository, number, Marker, "One", known: null, stage.Stop);
        Assert.Equal(first, await person.Forge.PutCommentAsync(repository, number, Marker, "Two", known: null, stage.Stop));

        Assert.Equal(("admin", $"{Marker}\nTwo"), (await stage.Forge.CommentsAsync(repository, number, stage.Stop)).Select(one => (one.By?.Login, one.Body)).Single());
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_the_request_that_writes_it_there_is_one(string trouble)
    {
        var (repository, number) = await stage.OpenedAsync();
        var before = stage.Writes;
        stage.Bench.Wire.Fail(HttpMethod.Post, "/comments", Faults.ByName[trouble](stage.Bench.Clock));

        var written = await PutAsync(repository, number, "Waits for two.");

        Assert.Equal(written, Assert.Single(await stage.Forge.CommentsAsync(repository, number, stage.Stop)).Id);
        Assert.InRange(stage.Writes - before, 1, 2);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_an_update_it_says_what_it_should(string trouble)
    {
        var (repository, number) = await stage.OpenedAsync();
        var written = await PutAsync(repository, number, "Waits for two.");
        var before = stage.Writes;
        stage.Bench.Wire.Fail(HttpMethod.Patch, $"/comments/{written}", Faults.ByName[trouble](stage.Bench.Clock));

        await PutAsync(repository, number, "Waits for one.", written);

        Assert.Equal($"{Marker}\nWaits for one.", Assert.Single(await stage.Forge.CommentsAsync(repository, number, stage.Stop)).Body);
        Assert.InRange(stage.Writes - before, 1, 2);
    }

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Whatever_becomes_of_a_question_it_is_answered(string trouble)
    {
        var (repository, number) = await stage.OpenedAsync();
        stage.Bench.Wire.Fail(HttpMethod.Get, "/app", Faults.ByName[trouble](stage.Bench.Clock));
        stage.Bench.Wire.Fail(HttpMethod.Get, "/comments", Faults.ByName[trouble](stage.Bench.Clock));
        var written = await PutAsync(repository, number, "Waits for two.");
        stage.Bench.Wire.Fail(HttpMethod.Get, $"/comments/{written}", Faults.ByName[trouble](stage.Bench.Clock));

        Assert.Equal(written, await PutAsync(repository, number, "Waits for two.", written));

        Assert.Single(await stage.Forge.CommentsAsync(repository, number, stage.Stop));
    }

    private Task<long> PutAsync(ForgeRepository repository, long number, string body, long? known = null, string marker = Marker) =>
        stage.Forge.PutCommentAsync(repository, number, marker, body, known, stage.Stop);
}
