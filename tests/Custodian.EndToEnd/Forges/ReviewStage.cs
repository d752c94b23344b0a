using System.Text.Json.Nodes;
using Custodian.EndToEnd.Estates;

namespace Custodian.EndToEnd.Forges;

/// <summary>An estate whose repository is on GitHub's emulator, a commit that waits for people alone, and a pull request from it.</summary>
internal sealed class ReviewStage : IAsyncDisposable
{
    private readonly GitHubPeer peer;
    private long number;

    private ReviewStage(GitHubPeer peer, TestEstate estate) => (this.peer, Estate) = (peer, estate);

    public TestEstate Estate { get; }

    public string Commit { get; private set; } = "";

    public static async Task<ReviewStage> OpenAsync(GitHubPeer peer)
    {
        var accounts = new Dictionary<string, long>();
        foreach (var person in People.Signers) accounts[person] = await peer.AccountAsync(person);
        var stage = new ReviewStage(peer, await TestEstate.AdoptedAsync(new()
        {
            GitHub = "IMS-MAXIMS/openMAXIMS",
            GitHubApp = [$"api: \"{peer.Api.ToString().TrimEnd('/')}\"", $"app: {GitHubPeer.App}", $"private-key: \"file:{peer.Key}\""],
            GitHubAccounts = accounts,
        }));
        stage.Commit = await stage.Estate.PushAsync("dose.txt");
        await peer.TakeAsync(stage.Estate, stage.Estate.First, stage.Commit);
        var name = Guid.NewGuid();
        foreach (var (branch, at) in new[] { ($"gold-{name}", stage.Estate.First), ($"work-{name}", stage.Commit) })
            await peer.AsAdminAsync(HttpMethod.Post, "git/refs", new { @ref = $"refs/heads/{branch}", sha = at });
        stage.number = (await peer.AsAdminAsync(HttpMethod.Post, "pulls", new { title = "Dose", head = $"work-{name}", @base = $"gold-{name}" })).GetProperty("number").GetInt64();
        await stage.Estate.AwaitsPeopleAsync(stage.Commit);
        return stage;
    }

    public async Task<long> ReviewAsync(string person, string verdict, string body = "") =>
        (await peer.AsAsync(person, HttpMethod.Post, $"pulls/{number}/reviews", new { @event = verdict, body })).GetProperty("id").GetInt64();

    public Task DismissAsync(long review) => peer.AsAdminAsync(HttpMethod.Put, $"pulls/{number}/reviews/{review}/dismissals", new { message = "Too early" });

    /// <summary>Writes a comment, and waits for the answer.</summary>
    public async Task<string> CommentAsync(string person, string body)
    {
        var id = (await peer.AsAsync(person, HttpMethod.Post, $"issues/{number}/comments", new { body })).GetProperty("id").GetInt64();
        return await AnswerAsync(id);
    }

    /// <summary>Writes a comment that nobody waits for.</summary>
    public async Task<long> SayAsync(string person, string body) => (await peer.AsAsync(person, HttpMethod.Post, $"issues/{number}/comments", new { body })).GetProperty("id").GetInt64();

    /// <summary>Waits for the answer to a comment.</summary>
    public async Task<string> AnswerAsync(long comment)
    {
        var marker = $"<!-- custodian: answer to {comment} -->";
        var answers = await Estate.LookAsync(() => AnswersAsync(marker), answers => answers.Count > 0);
        return answers[0][marker.Length..].Trim();
    }

    /// <summary>Every comment that begins so.</summary>
    public async Task<IReadOnlyList<string>> AnswersAsync(string beginning) =>
        [.. (await peer.AsAdminAsync(HttpMethod.Get, $"issues/{number}/comments?per_page=100")).EnumerateArray().Select(comment => comment.GetProperty("body").GetString()!).Where(body => body.StartsWith(beginning, StringComparison.Ordinal))];

    public Task EditAsync(string person, long comment, string body) => peer.AsAsync(person, HttpMethod.Patch, $"issues/comments/{comment}", new { body });

    public Task<JsonNode> WhyAsync() => Estate.WhyAsync(Commit);

    public Task BecomesAsync(string state) => Estate.LookAsync(WhyAsync, why => (string?)why["state"] == state);

    /// <summary>Waits until exactly these are missed.</summary>
    public Task LacksAsync(params string[] subjects) => Estate.LookAsync(
        WhyAsync, why => why["reasons"]!.AsArray().Select(reason => (string)reason!["subject"]!).Order(StringComparer.Ordinal).SequenceEqual(subjects.Order(StringComparer.Ordinal)));

    /// <summary>Waits until a person's last word is this.</summary>
    public Task SaidAsync(string person, string decision) => Estate.LookAsync(() => VotesAsync(person), votes => votes.Count > 0 && (string?)votes[^1]!["decision"] == decision);

    public async Task<IReadOnlyList<JsonNode?>> VotesAsync(string? person = null) =>
        [.. (await Estate.Doors.GetAsync($"/api/v1/repositories/{TestEstate.Repository}/candidates/{Commit}"))["signOffs"]!.AsArray().Where(vote => person is null || (string?)vote!["person"] == person)];

    public ValueTask DisposeAsync() => Estate.DisposeAsync();
}
