using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Custodian.EndToEnd.Estates;
using Custodian.Git;
using Custodian.SignOffs;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>
/// The people and systems at the service's doors. They go on sending the same bytes until they get an answer, as a
/// careful sender does, and write down every 2xx.
/// </summary>
internal sealed class Doors(FaultEstate estate) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly HttpClient http = new() { BaseAddress = new(estate.Url), Timeout = TimeSpan.FromSeconds(10) };
    private readonly SshKeygen ssh = new(new ProgramRunner("tests"));
    private readonly ConcurrentQueue<Acknowledged> acknowledged = new();

    /// <summary>Every vote that was answered with 2xx.</summary>
    public IReadOnlyList<Acknowledged> Acknowledged => [.. acknowledged];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => http.Dispose();

    /// <summary>One vote, by the custodian's hook or signed with the person's SSH key.</summary>
    /// <param name="kind">What is voted on: <c>commit</c>, <c>adoption</c>, or <c>release:DIGEST</c>.</param>
    /// <returns>What the voter is told.</returns>
    public async Task<Receipt> VoteAsync(
        Signatory who, string commit, string decision = "approve", bool signed = false, string repository = FaultEstate.Repository, string kind = "commit") =>
        await SendAsync(who, await StatementAsync(who, commit, decision, repository, kind), signed, repository);

    /// <summary>The bytes that a vote is made of.</summary>
    public Task<byte[]> StatementAsync(Signatory who, string commit, string decision, string repository = FaultEstate.Repository, string kind = "commit") => InsistAsync(
        $"a statement on {commit}",
        () => new(HttpMethod.Get,
            $"api/v1/statement?repository={repository}&commit={commit}&subject={Uri.EscapeDataString(kind)}&person={who.Person}&role={who.Role}&decision={decision}"),
        repository);

    /// <summary>Sends a statement that was asked for before.</summary>
    /// <returns>What the voter is told.</returns>
    public async Task<Receipt> SendAsync(Signatory who, byte[] statement, bool signed = false, string repository = FaultEstate.Repository)
    {
        var id = $"msg_{Guid.NewGuid():N}";
        var signature = signed ? await ssh.SignAsync(estate.Key(who.Person), SshKeygen.StatementNamespace, statement, Stop) : null;
        var receipt = await InsistAsync(
            $"{who.Person} votes: {Encoding.UTF8.GetString(statement)}",
            () => signature is null ? Hook(who.Custodian, id, statement) : Json("api/v1/sign-offs", new SignedStatement(statement, signature)),
            repository);
        return Remember(who, statement, receipt);
    }

    /// <summary>A director proposes a certified release of gold; the others sign it.</summary>
    public async Task ReleaseAsync(string version)
    {
        var proposer = Signatory.Directors[0];
        var draft = await InsistAsync("a draft", () => new(HttpMethod.Get, $"api/v1/releases/{FaultEstate.Repository}/{version}/draft?person={proposer.Person}"));
        var text = Encoding.UTF8.GetString(draft);
        var tag = Encoding.UTF8.GetBytes(text + await ssh.SignAsync(estate.Key(proposer.Person), SshKeygen.GitNamespace, draft, Stop));
        var commit = text.Split('\n')[0]["object ".Length..];
        var content = text.Split('\n').Single(line => line.StartsWith("Contents: sha256:", StringComparison.Ordinal))["Contents: sha256:".Length..];
        var motion = new ReleaseMotion(FaultEstate.Repository, version, new(commit), content, Convert.ToHexStringLower(SHA256.HashData(tag))).Digest();

        var statement = await StatementAsync(proposer, commit, "approve", FaultEstate.Repository, $"release:{motion}");
        var signature = await ssh.SignAsync(estate.Key(proposer.Person), SshKeygen.StatementNamespace, statement, Stop);
        var receipt = await InsistAsync($"{version} is proposed", () => Json("api/v1/releases", new SignedRelease(version, tag, statement, signature)));
        Remember(proposer, statement, receipt);
        foreach (var other in Signatory.Directors.Skip(1)) await VoteAsync(other, commit, signed: true, kind: $"release:{motion}");
    }

    /// <summary>Where a repository stands, in the service's own words; null while it does not answer.</summary>
    public async Task<RepositoryState?> StateAsync(string repository = FaultEstate.Repository) => await GetAsync<RepositoryState>($"api/v1/repositories/{repository}");

    /// <summary>Asks the gate to look at a remote now, and cares for no answer.</summary>
    public async Task WatchAsync(string repository = FaultEstate.Repository) => (await TryAsync(new(HttpMethod.Post, $"api/v1/repositories/{repository}/watch")))?.Dispose();

    /// <summary>Asks the gate to look until it has seen the commit.</summary>
    public Task SeenAsync(string commit, TimeSpan limit, string repository = FaultEstate.Repository) => Eventually.UntilAsync(
        $"{commit} is a candidate of {repository}",
        limit,
        async () =>
        {
            if (await GetAsync<JsonElement?>($"api/v1/repositories/{repository}/candidates/{commit}") is not null) return true;
            await WatchAsync(repository);
            return false;
        },
        () => estate.Log);

    /// <summary>An answer as JSON; null where there was none, or no success.</summary>
    public async Task<T?> GetAsync<T>(string path)
    {
        using var answer = await TryAsync(new(HttpMethod.Get, path));
        return answer is { IsSuccessStatusCode: true } ? await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, Stop) : default;
    }

    private Receipt Remember(Signatory who, byte[] statement, byte[] answer)
    {
        var receipt = JsonSerializer.Deserialize<Receipt>(answer, JsonSerializerOptions.Web)!;
        acknowledged.Enqueue(new(receipt.Seq, who.Person, statement));
        return receipt;
    }

    // Sends the same until there is an answer; only a commit that has not been seen yet, and a service that is ending, are asked again.
    private Task<byte[]> InsistAsync(string what, Func<HttpRequestMessage> request, string repository = FaultEstate.Repository) => Eventually.ForAsync(
        what,
        Limit,
        async () =>
        {
            using var answer = await TryAsync(request());
            if (answer is null or { StatusCode: HttpStatusCode.ServiceUnavailable }) return null;
            var body = await answer.Content.ReadAsByteArrayAsync(Stop);
            if (answer.IsSuccessStatusCode) return body;
            var problem = Encoding.UTF8.GetString(body);
            if (!problem.Contains("commit-unknown", StringComparison.Ordinal)) Assert.Fail($"{what}: {problem}\n{estate.Log}");
            await WatchAsync(repository);
            return null;
        },
        () => estate.Log);

    /// <returns>Null where the service was not there, or died in the midst of it.</returns>
    private async Task<HttpResponseMessage?> TryAsync(HttpRequestMessage request)
    {
        using var sent = request;
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, Stop);
        }
        catch (Exception away) when (away is HttpRequestException or SocketException or IOException || (away is TaskCanceledException && !Stop.IsCancellationRequested))
        {
            return null;
        }
    }

    private static HttpRequestMessage Json<T>(string path, T body) => new(HttpMethod.Post, path) { Content = JsonContent.Create(body) };

    // Standard Webhooks: each attempt has the same id and a new timestamp.
    private HttpRequestMessage Hook(string custodian, string id, byte[] body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var key = Convert.FromBase64String(estate.Secret(custodian)["whsec_".Length..]);
        var mac = HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]);
        return new(HttpMethod.Post, $"hooks/sign-off/{custodian}")
        {
            Content = new ByteArrayContent(body),
            Headers = { { "webhook-id", id }, { "webhook-timestamp", $"{timestamp}" }, { "webhook-signature", $"v1,{Convert.ToBase64String(mac)}" } },
        };
    }
}

/// <summary>What the tests read of a repository's state.</summary>
internal sealed record RepositoryState(string State, string? Gold, string Rules, string Policy, string? Frozen, string? Failure);
