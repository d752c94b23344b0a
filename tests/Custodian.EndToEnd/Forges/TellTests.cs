using System.Text.Json;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>What developers see at a commit on GitHub, from a push to gold; the gate itself, real git, and GitHub's emulator behind a referee.</summary>
public sealed class TellTests(GitHubPeer peer) : IClassFixture<GitHubPeer>
{
    [Fact]
    public async Task A_commit_shows_its_checks_what_it_waits_for_and_that_it_is_gold()
    {
        await using var estate = await TestEstate.AdoptedAsync(new()
        {
            GitHub = "IMS-MAXIMS/openMAXIMS",
            GitHubApp = [$"api: \"{peer.Api.ToString().TrimEnd('/')}\"", $"app: {GitHubPeer.App}", $"private-key: \"file:{peer.Key}\""],
        });
        // What is pushed to GitHub is there before the gate sees it.
        await File.WriteAllTextAsync(Path.Combine(estate.Clone, "one.txt"), "one\n");
        await estate.Git.RunAsync(estate.Clone, "add", ".");
        await estate.Git.RunAsync(estate.Clone, "commit", "-q", "-m", "One more");
        var commit = await estate.Git.RunAsync(estate.Clone, "rev-parse", "HEAD");
        await peer.TakeAsync(estate, estate.First, commit);
        await estate.Git.RunAsync(estate.Clone, "push", "-q", "origin", $"HEAD:{TestEstate.Main}");
        await estate.AwaitsPeopleAsync(commit);

        var waits = await ShowsAsync(commit, "Waits for 4 things");

        Assert.Equal(["custodian/gate: in_progress ", "custodian/tests: completed success"], Told(waits));
        var gate = One(waits, "custodian/gate");
        Assert.Equal($"https://custodian.example.nhs.uk/repositories/openmaxims/candidates/{commit}", gate.GetProperty("details_url").GetString());
        var summary = gate.GetProperty("output").GetProperty("summary").GetString();
        Assert.Contains($"- `taunton has not signed off {commit[..8]} as director yet.`\n  Who can act: `taunton: director`", summary, StringComparison.Ordinal);
        Assert.Equal("`1 test passed`", One(waits, "custodian/tests").GetProperty("output").GetProperty("summary").GetString());

        foreach (var person in People.Signers.Take(People.Signers.Count - 1)) await estate.VoteAsync(person, commit);
        await ShowsAsync(commit, "Waits for one thing");
        var before = Writes(await peer.RequestsAsync());
        await estate.VoteAsync(People.Signers[^1], commit);
        await estate.GoldBecomesAsync(commit);

        var gold = await ShowsAsync(commit, "This is gold");

        Assert.Equal(["custodian/gate: completed success", "custodian/tests: completed success"], Told(gold));
        // From the last sign-off on: approved, and gold; what came between may have been passed over.
        Assert.InRange(Writes(await peer.RequestsAsync()) - before, 1, 3);
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task Gold_waits_for_nobody_who_cannot_be_told()
    {
        await using var estate = await TestEstate.AdoptedAsync(new()
        {
            GitHub = "IMS-MAXIMS/openMAXIMS",
            // Nobody listens there.
            GitHubApp = [$"api: \"http://127.0.0.1:{FreePort.Next()}\"", $"app: {GitHubPeer.App}", $"private-key: \"file:{peer.Key}\""],
        });
        var commit = await estate.PushAsync("one.txt");
        await estate.AwaitsPeopleAsync(commit);

        foreach (var person in People.Signers) await estate.VoteAsync(person, commit);

        await estate.GoldBecomesAsync(commit);
        await Eventually.BecomesAsync(
            () => Task.FromResult(estate.Service.Log), log => log.Contains("stands cannot be told on the forge:", StringComparison.Ordinal), "the operator is told");
    }

    private async Task<JsonElement[]> ShowsAsync(string commit, string title) => await Eventually.BecomesAsync(
        () => peer.CheckRunsAsync(commit), runs => runs.Any(run => run.GetProperty("output").GetProperty("title").GetString() == title), $"the commit shows '{title}'");

    private static JsonElement One(JsonElement[] runs, string name) => Assert.Single(runs, run => run.GetProperty("name").GetString() == name);

    private static IEnumerable<string> Told(JsonElement[] runs) =>
        runs.Select(run => $"{run.GetProperty("name").GetString()}: {run.GetProperty("status").GetString()} {run.GetProperty("conclusion").GetString()}").Order(StringComparer.Ordinal);

    private static int Writes(string[] requests) => requests.Count(request => request.Contains("/check-runs", StringComparison.Ordinal) && !request.StartsWith("GET ", StringComparison.Ordinal));
}
