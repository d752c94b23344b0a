using System.Text.Json;
using Custodian.EndToEnd.Estates;

namespace Custodian.EndToEnd.Forges;

/// <summary>An estate whose repository, with gold, is on GitHub's emulator; what its people see there.</summary>
internal sealed class ProposalStage : IAsyncDisposable
{
    private readonly GitHubPeer peer;
    private readonly string place;

    private ProposalStage(GitHubPeer peer, TestEstate estate, string place) => (this.peer, Estate, this.place) = (peer, estate, place);

    public TestEstate Estate { get; }

    /// <param name="api">Where GitHub is said to be; null: where it is.</param>
    public static async Task<ProposalStage> OpenAsync(GitHubPeer peer, string? api = null)
    {
        // What nobody's act wakes is found by looking again.
        var plan = await PlanAsync(peer, api) with { Reconcile = "2s" };
        var stage = new ProposalStage(peer, await TestEstate.AdoptedAsync(plan), plan.GitHub!);
        await peer.TakeAsync(stage.Estate, stage.Estate.First);
        await peer.PointAsync("gold", stage.Estate.First);
        return stage;
    }

    /// <summary>The repositories are with GitHub alone: git reaches them there, and GitHub sees what is pushed.</summary>
    /// <param name="poll">Between two looks.</param>
    /// <param name="hooks">GitHub tells the gate what happens.</param>
    /// <param name="goldElsewhere">Gold is in a repository of the custodians' own.</param>
    public static async Task<ProposalStage> HostedAsync(GitHubPeer peer, string poll, bool hooks, bool goldElsewhere)
    {
        var plan = await PlanAsync(peer, null) with { Host = peer, Transport = Transport.Https, Poll = poll, GoldElsewhere = goldElsewhere };
        var stage = new ProposalStage(peer, await TestEstate.AdoptedAsync(plan), goldElsewhere ? "CUSTODIANS/gold" : plan.GitHub!);
        if (hooks) await peer.SendHooksAsync($"{stage.Estate.Server}/hooks/github", TestEstate.GitHub);
        return stage;
    }

    private static async Task<EstatePlan> PlanAsync(GitHubPeer peer, string? api)
    {
        var accounts = new Dictionary<string, long>();
        foreach (var person in People.Signers) accounts[person] = await peer.AccountAsync(person);
        return new()
        {
            GitHub = "IMS-MAXIMS/openMAXIMS",
            GitHubApp = [$"api: \"{api ?? peer.Api.ToString().TrimEnd('/')}\"", $"app: {GitHubPeer.App}", $"private-key: \"file:{peer.Key}\""],
            GitHubAccounts = accounts,
        };
    }

    /// <summary>A developer commits; GitHub has the commit before the gate sees it.</summary>
    public async Task<string> PushAsync(string file)
    {
        await File.WriteAllTextAsync(Path.Combine(Estate.Clone, file), $"{file} {Guid.NewGuid()}\n");
        await Estate.Git.RunAsync(Estate.Clone, "add", ".");
        await Estate.Git.RunAsync(Estate.Clone, "commit", "-q", "-m", $"Change {file} of @everyone");
        var commit = await Estate.Git.RunAsync(Estate.Clone, "rev-parse", "HEAD");
        await peer.TakeAsync(Estate, commit);
        await Estate.Git.RunAsync(Estate.Clone, "push", "-q", "origin", $"HEAD:{TestEstate.Main}");
        await Estate.AwaitsPeopleAsync(commit);
        return commit;
    }

    /// <summary>Every pull request from a candidate's branch, open or not.</summary>
    public async Task<JsonElement[]> PullRequestsAsync(string commit) =>
    [
        .. (await peer.AsAsync("admin", HttpMethod.Get, "pulls?state=all&per_page=100", repository: place)).EnumerateArray()
            .Where(one => one.GetProperty("head").GetProperty("ref").GetString() == BranchOf(commit)),
    ];

    /// <summary>Waits until the one pull request of a commit is so.</summary>
    public async Task<JsonElement> ShowsAsync(string commit, Func<JsonElement, bool> enough, string what) =>
        (await Eventually.BecomesAsync(() => PullRequestsAsync(commit), all => all is [var one] && enough(one), what, more: () => Estate.Service.Log))[0];

    /// <summary>Waits until exactly these are asked for their review of a commit.</summary>
    public async Task<long> AsksAsync(string commit, params string[] people) =>
        (await ShowsAsync(commit, one => Asked(one).SequenceEqual(people.Order(StringComparer.Ordinal)), $"{string.Join(", ", people)} are asked")).GetProperty("number").GetInt64();

    /// <summary>Waits until the one comment below a pull request begins so.</summary>
    /// <returns>Its number, and all of it.</returns>
    public async Task<(long Id, string Text)> SaysAsync(long number, string begin)
    {
        var all = await Eventually.BecomesAsync(
            () => peer.AsAsync("admin", HttpMethod.Get, $"issues/{number}/comments", repository: place),
            said => said.EnumerateArray().ToArray() is [var one] && one.GetProperty("body").GetString()!.StartsWith($"<!-- custodian -->\n### {begin}", StringComparison.Ordinal),
            $"the comment says '{begin}'",
            more: () => Estate.Service.Log);
        return (all[0].GetProperty("id").GetInt64(), all[0].GetProperty("body").GetString()!);
    }

    public async Task<bool> HasBranchAsync(string commit) =>
        (await peer.AsAsync("admin", HttpMethod.Get, "branches?per_page=100", repository: place)).EnumerateArray().Any(one => one.GetProperty("name").GetString() == BranchOf(commit));

    public Task ReviewAsync(string person, long number, string verdict) => peer.AsAsync(person, HttpMethod.Post, $"pulls/{number}/reviews", new { @event = verdict, body = "As I read it." }, place);

    /// <summary>How many requests that change something came from us.</summary>
    public async Task<int> WritesAsync() => (await peer.RequestsAsync()).Count(one => !one.StartsWith("GET ", StringComparison.Ordinal) && !one.EndsWith("/access_tokens", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => Estate.DisposeAsync();

    private static string BranchOf(string commit) => $"custodian/candidate/{commit}";

    private static IEnumerable<string> Asked(JsonElement one) => one.GetProperty("requested_reviewers").EnumerateArray().Select(who => who.GetProperty("login").GetString()!).Order(StringComparer.Ordinal);
}
