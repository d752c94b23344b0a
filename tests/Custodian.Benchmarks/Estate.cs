using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Microsoft.AspNetCore.Builder;

namespace Custodian.Benchmarks;

/// <summary>A service in this process over one bare repository of a chosen size, with hook secrets, adopted.</summary>
internal sealed class Estate : IAsyncDisposable
{
    public const string Repository = "bench";
    public const string Main = "refs/heads/main";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string[] Trusts = ["taunton", "sthk", "blackpool"];

    private readonly IReadOnlyDictionary<string, byte[]> secrets;
    private readonly WebApplication app;
    private readonly HttpClient http;
    private string rules = "";

    private Estate(string folder, WebApplication app, HttpClient http, IReadOnlyDictionary<string, byte[]> secrets) => (Folder, this.app, this.http, this.secrets) = (folder, app, http, secrets);

    public string Folder { get; }

    public GitProgram Git { get; } = new(new ProgramRunner("benchmarks"));

    public string Bare => Path.Combine(Folder, "bench.git");

    public string Mirror => Path.Combine(Folder, "data", "mirrors", $"{Repository}.git");

    public static async Task<Estate> OpenAsync(int files, int directorsEach, int groupLimit, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("custodian-bench-").FullName;
        try
        {
            var secrets = Trusts.ToDictionary(trust => trust, _ => RandomNumberGenerator.GetBytes(32));
            await MakeRepositoryAsync(new ProgramRunner("benchmarks"), Path.Combine(folder, "bench.git"), files, stop);
            var file = Path.Combine(folder, "custodian.yaml");
            foreach (var (trust, secret) in secrets) await File.WriteAllTextAsync(Path.Combine(folder, $"{trust}.secret"), $"whsec_{Convert.ToBase64String(secret)}", stop);
            await File.WriteAllTextAsync(file, Yaml(directorsEach), stop);
            var app = CustodianSetup.Build(ConfigurationFile.Load(file, CustodianSetup.CheckSchemas), Path.Combine(folder, "data"), "http://127.0.0.1:0", groupLimit: groupLimit);
            await CustodianSetup.BeginAsync(app, stop);
            var estate = new Estate(folder, app, new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(10) }, secrets);
            await estate.AdoptAsync(stop);
            return estate;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public static IEnumerable<string> Directors(int each) => Trusts.SelectMany(trust => Enumerable.Range(0, each).Select(number => $"{trust}-{number}"));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A new commit on a source branch that follows main and changes one file.</summary>
    public async Task<CommitSha> CommitAsync(string branch, string text, CancellationToken stop)
    {
        var stream = $"commit {branch}\ncommitter D <d@example.org> 0 +0000\ndata {text.Length}\n{text}\nfrom {Main}^0\nM 100644 inline changed.txt\ndata {text.Length}\n{text}\n";
        await CheckedAsync(Git.LocalAsync(Bare, ["fast-import", "--quiet", "--force"], stop, Encoding.UTF8.GetBytes(stream)));
        return await TipAsync(branch, stop);
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken stop) => JsonNode.Parse(await http.GetStringAsync(path, stop))!;

    public async Task WatchAsync(CancellationToken stop) => (await http.PostAsync($"api/v1/repositories/{Repository}/watch", null, stop)).EnsureSuccessStatusCode();

    /// <summary>Asks until the verdict's reasons will do.</summary>
    /// <exception cref="TimeoutException">They never did; the message holds the verdict.</exception>
    public async Task UntilAsync(CommitSha commit, Func<string, IReadOnlyList<string>, bool> enough, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var why = await GetAsync($"api/v1/repositories/{Repository}/candidates/{commit}/verdict", stop);
            if (enough((string)why["state"]!, [.. why["reasons"]!.AsArray().Select(reason => (string)reason!["code"]!)])) return;
            if (Stopwatch.GetElapsedTime(started) > Patience) throw new TimeoutException($"Not within {Patience}: {why.ToJsonString()}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop);
        }
    }

    /// <summary>A signed hook, ready to be sent.</summary>
    public HttpRequestMessage Hook(Statement statement)
    {
        var trust = statement.Person.Split('-')[0];
        var (id, time, body) = (Guid.NewGuid().ToString("N"), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), statement.ToBytes());
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(secrets[trust], signed));
        var request = new HttpRequestMessage(HttpMethod.Post, $"hooks/sign-off/{trust}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", $"v1,{signature}");
        return request;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop) => http.SendAsync(request, stop);

    public Statement Approval(CommitSha commit, string subject, CommitSha gold, string person) => new()
    {
        Subject = new(SubjectKind.Commit, subject),
        Repository = Repository,
        Commit = commit,
        Gold = gold,
        Person = person,
        Role = Motion.Role,
        Decision = SignOffDecision.Approve,
        Rules = rules,
        At = TimeProvider.System.GetUtcNow(),
    };

    private async Task AdoptAsync(CancellationToken stop)
    {
        var commit = await TipAsync(Main, stop);
        await WatchAsync(stop);
        await UntilAsync(commit, (state, _) => state == "hold", stop);
        foreach (var trust in Trusts)
        {
            var statement = await http.GetByteArrayAsync($"api/v1/statement?repository={Repository}&commit={commit}&subject=adoption&person={trust}-0&role=director&decision=approve", stop);
            using var answer = await SendAsync(Hook(Statement.Parse(statement)), stop);
            answer.EnsureSuccessStatusCode();
        }

        await UntilAsync(commit, (state, _) => state == "promoted", stop);
        rules = (string)(await GetAsync($"api/v1/repositories/{Repository}", stop))["rules"]!;
    }

    private async Task<CommitSha> TipAsync(string branch, CancellationToken stop) => new((await CheckedAsync(Git.LocalAsync(Bare, ["rev-parse", branch], stop))).Trim());

    // Folders of a hundred files, as a grown code base has them.
    private static async Task MakeRepositoryAsync(ProgramRunner programs, string bare, int files, CancellationToken stop)
    {
        var git = new GitProgram(programs);
        await CheckedAsync(git.LocalAsync(null, ["init", "--quiet", "--bare", "--initial-branch=main", bare], stop));
        var stream = new StringBuilder($"commit {Main}\ncommitter D <d@example.org> 0 +0000\ndata 5\nfirst\n");
        for (var number = 0; number < files; number++)
        {
            var text = $"file {number}\n{new string('x', number % 2000)}\n";
            stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline d{number / 100}/f{number}.txt\ndata {text.Length}\n{text}\n");
        }

        await CheckedAsync(git.LocalAsync(bare, ["fast-import", "--quiet"], stop, Encoding.UTF8.GetBytes(stream.ToString())));
    }

    private static string Yaml(int directorsEach)
    {
        var people = (string trust) => string.Concat(Enumerable.Range(0, directorsEach).Select(number => $"      {trust}-{number}: {{ name: Director, roles: [director] }}\n"));
        var custodians = string.Concat(Trusts.Select(trust => $"  {trust}:\n    name: {trust}\n    hook-secret: file:{trust}.secret\n    people:\n{people(trust)}"));
        return $"""
            service: {"{"} poll: 1h, reconcile: 10m {"}"}
            custodians:
            {custodians}
            repositories:
              {Repository}: {"{"} url: bench.git, source: [{Main}, "refs/heads/topic/*"], gold: refs/heads/gold, checks: [quick], gate: standard {"}"}
            checks:
              quick: {"{"} type: command, run: ["true"], timeout: 1m {"}"}
            gates:
              standard: {"{"} checks: all, sign-offs: [ {"{"} each: custodian, role: director {"}"} ] {"}"}
            """;
    }

    private static async Task<string> CheckedAsync(Task<ProgramResult> running)
    {
        var result = await running;
        return result.Succeeded ? result.Output : throw new GitException(result.Error);
    }
}
