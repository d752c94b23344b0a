using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>GitHub's emulator (npm: emulate) behind a referee that holds every request against GitHub's own description of its API.</summary>
public sealed class GitHubPeer : IAsyncLifetime
{
    public const int App = 123456;

    private readonly HttpClient reports = new();
    private readonly PeerFolder folder = new();
    private PeerProgram? program;

    /// <summary>Where the referee listens.</summary>
    public Uri Api { get; private set; } = null!;

    /// <summary>The emulator itself, for what a test looks at beside the referee.</summary>
    public Uri Emulator { get; private set; } = null!;

    /// <summary>The one commit of IMS-MAXIMS/openMAXIMS.</summary>
    public string Commit { get; private set; } = null!;

    /// <summary>File with the App's private key.</summary>
    public string Key => folder["app.pem"];

    public async ValueTask InitializeAsync()
    {
        var peers = Path.Combine(Built.Sources, "tests", "peers");
        if (!Directory.Exists(Path.Combine(peers, "node_modules", "emulate"))) Peer.NotRun<string>("GitHub's emulator", "it with scripts/peers");

        using var key = RSA.Create(2048);
        folder.Write("app.pem", key.ExportRSAPrivateKeyPem());
        program = new(Peer.Require("node", install: "nodejs"), [Path.Combine(peers, "github.mjs"), App.ToString(CultureInfo.InvariantCulture), Key, FreePort.Next().ToString(CultureInfo.InvariantCulture)], folder.Path);
        await program.WaitUntilAsync(_ => Task.FromResult(program.Log.Contains("\"commit\"", StringComparison.Ordinal)), TestContext.Current.CancellationToken);

        var ready = JsonSerializer.Deserialize<Dictionary<string, string>>(program.Log.Split('\n').Single(line => line.Contains("\"commit\"", StringComparison.Ordinal)))!;
        (Api, Emulator, Commit) = (new($"{ready["api"]}/"), new(ready["emulator"]), ready["commit"]);
    }

    /// <summary>What was sent since this was last asked that GitHub's description does not allow.</summary>
    public Task<string[]> ViolationsAsync() => ReportAsync<string[]>("violations");

    /// <summary>Every request that arrived, as "METHOD /path".</summary>
    public async Task<string[]> RequestsAsync() =>
        [.. (await ReportAsync<JsonElement[]>("requests")).Select(one => $"{one.GetProperty("method").GetString()} {one.GetProperty("path").GetString()}")];

    /// <summary>The messages of a check run's annotations, in the order in which they came.</summary>
    public async Task<string[]> AnnotationsAsync(long run) => [.. from one in await AnnotationsOfAsync(run) select one.GetProperty("message").GetString()];

    /// <summary>A check run's annotations as "PATH:LINE message", in the order in which they came.</summary>
    public async Task<string[]> RemarksAsync(long run) =>
        [.. from one in await AnnotationsOfAsync(run) select $"{one.GetProperty("path").GetString()}:{one.GetProperty("start_line").GetInt32()} {one.GetProperty("message").GetString()}"];

    private async Task<JsonElement[]> AnnotationsOfAsync(long run) => (await ReportAsync<Dictionary<string, JsonElement[]>>("annotations")).GetValueOrDefault($"{run}", []);

    /// <summary>From now on GitHub has these deliveries of our App's webhook, and no others.</summary>
    /// <param name="to">Where they go when they are sent again.</param>
    /// <param name="secret">By which they are signed.</param>
    public Task HasDeliveriesAsync(string to, string secret, params object[] hooks) => TellAsync("deliveries", new { to, secret, hooks });

    /// <summary>From now on what is pushed to a bare repository is pushed to GitHub.</summary>
    /// <param name="name">With <c>.git</c>, as addresses have it.</param>
    internal async Task FollowAsync(string folder, string name)
    {
        var to = new Uri(Api, $"_referee/pushed?repository={Uri.EscapeDataString(name[..^".git".Length])}&folder={Uri.EscapeDataString(folder)}");
        await File.WriteAllTextAsync(Path.Combine(folder, "hooks", "post-receive"), $"#!/bin/sh\nexec curl --silent --data-binary @- '{to.AbsoluteUri}'\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(Path.Combine(folder, "hooks", "post-receive"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>From now on GitHub sends hooks there.</summary>
    public Task SendHooksAsync(string to, string secret) => TellAsync("hooks", new { to, secret });

    /// <summary>From now on none of the tokens that GitHub gave out is good any more.</summary>
    public Task EndTokensAsync() => TellAsync("expire", new { });

    private async Task TellAsync(string what, object body)
    {
        using var answer = await reports.PostAsJsonAsync(new Uri(Api, $"_referee/{what}"), body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Every check run at a commit.</summary>
    /// <param name="commit">Null: the one that is there.</param>
    public async Task<JsonElement[]> CheckRunsAsync(string? commit = null) =>
        [.. (await reports.GetFromJsonAsync<JsonElement>(new Uri(Emulator, $"/repos/IMS-MAXIMS/openMAXIMS/commits/{commit ?? Commit}/check-runs?filter=all"), TestContext.Current.CancellationToken)).GetProperty("check_runs").EnumerateArray()];

    /// <summary>Brings commits there whose folders hold files alone, with the ids that git gave them; parents first.</summary>
    internal async Task TakeAsync(TestEstate estate, params string[] commits)
    {
        foreach (var commit in commits)
        {
            Task<string> GitAsync(params string[] arguments) => estate.Git.RunAsync(estate.Clone, arguments);
            var files = new List<object>();
            foreach (var line in (await GitAsync("ls-tree", commit)).Split('\n'))
            {
                var (head, path) = (line.Split('\t')[0].Split(' '), line.Split('\t')[1]);
                var content = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(await GitAsync("cat-file", "blob", head[2]) + "\n"));
                Assert.Equal(head[2], await PostAsync("blobs", new { content, encoding = "base64" }));
                files.Add(new { path, mode = head[0], type = head[1], sha = head[2] });
            }

            var tree = await PostAsync("trees", new { tree = files });
            async Task<object> WhoAsync(string kind) => new { name = await GitAsync("show", "-s", $"--format=%{kind}n", commit), email = await GitAsync("show", "-s", $"--format=%{kind}e", commit), date = await GitAsync("show", "-s", $"--format=%{kind}I", commit) };
            var parents = (await GitAsync("show", "-s", "--format=%P", commit)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var message = await GitAsync("show", "-s", "--format=%B", commit);
            Assert.Equal(commit, await PostAsync("commits", new { message, tree, parents, author = await WhoAsync("a"), committer = await WhoAsync("c") }));
        }
    }

    /// <summary>Makes a branch, or moves it wherever it was.</summary>
    public async Task PointAsync(string branch, string commit)
    {
        var there = (await AsAdminAsync(HttpMethod.Get, "branches?per_page=100")).EnumerateArray().Any(one => one.GetProperty("name").GetString() == branch);
        if (there) await AsAdminAsync(HttpMethod.Patch, $"git/refs/heads/{branch}", new { sha = commit, force = true });
        else await AsAdminAsync(HttpMethod.Post, "git/refs", new { @ref = $"refs/heads/{branch}", sha = commit });
    }

    /// <summary>A commit of no other's, on top of the one that is there.</summary>
    public async Task<string> CommitAsync()
    {
        var tree = (await AsAdminAsync(HttpMethod.Get, $"git/commits/{Commit}")).GetProperty("tree").GetProperty("sha").GetString();
        return await PostAsync("commits", new { message = $"One more: {Guid.NewGuid()}", tree, parents = new[] { Commit } });
    }

    /// <summary>What a person does in IMS-MAXIMS/openMAXIMS, past the referee.</summary>
    public Task<JsonElement> AsAdminAsync(HttpMethod method, string what, object? body = null) => AsAsync("admin", method, what, body);

    /// <summary>What somebody else does there, or elsewhere.</summary>
    public async Task<JsonElement> AsAsync(string login, HttpMethod method, string what, object? body = null, string repository = "IMS-MAXIMS/openMAXIMS")
    {
        using var request = new HttpRequestMessage(method, new Uri(Emulator, $"/repos/{repository}/{what}")) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("token", $"test_token_{login}");
        using var answer = await reports.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{what}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The number of somebody's account.</summary>
    public async Task<long> AccountAsync(string login) =>
        (await reports.GetFromJsonAsync<JsonElement>(new Uri(Emulator, $"/users/{login}"), TestContext.Current.CancellationToken)).GetProperty("id").GetInt64();

    private async Task<string> PostAsync(string what, object body) => (await AsAdminAsync(HttpMethod.Post, $"git/{what}", body)).GetProperty("sha").GetString()!;

    public async ValueTask DisposeAsync()
    {
        if (program is not null) await program.DisposeAsync();
        reports.Dispose();
        folder.Dispose();
    }

    private async Task<T> ReportAsync<T>(string name) => (await reports.GetFromJsonAsync<T>(new Uri(Api, $"_referee/{name}"), TestContext.Current.CancellationToken))!;
}
