using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Custodian.Forges;
using Custodian.Forges.GitHub;
using Custodian.Policies;

namespace Custodian.Tests.Forges;

/// <summary>Our client over a wire that ends in this process, where a test says what GitHub answers.</summary>
internal sealed class ScriptedGitHub : HttpMessageHandler
{
    public const string Api = "https://github.example.nhs.uk/api/v3/";
    public const string Commit = "a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4";

    /// <summary>As the client takes it.</summary>
    public static readonly ForgeRepository Repository = new(42, "OWNER/NAME", 7, false);

    private readonly ConcurrentQueue<(string Asked, string? Bearer, string? Tag)> sent = new();
    private readonly Func<HttpRequestMessage, HttpResponseMessage> answer;
    private readonly string keyFile = Path.Combine(Path.GetTempPath(), $"custodian-app-{Guid.NewGuid():N}.pem");
    private readonly GitHubApi api;
    private int writing;

    /// <param name="answer">For everything but installation tokens, which are token-1, token-2 and so on.</param>
    /// <param name="token">A person's, instead of the App.</param>
    public ScriptedGitHub(Func<HttpRequestMessage, HttpResponseMessage> answer, string? token = null)
    {
        this.answer = answer;
        Key = RSA.Create(2048);
        File.WriteAllText(keyFile, token ?? Key.ExportPkcs8PrivateKeyPem());
        var settings = new GitHubSettings { Api = new(Api) };
        api = new(token is null ? settings with { App = 5, PrivateKey = Secret($"file:{keyFile}") } : settings with { Token = Secret($"file:{keyFile}") }, Clock, this);
        Forge = new GitHubForge(api, Clock);
        Deliveries = new(api);
        Passwords = new(api);
    }

    public HastyClock Clock { get; } = new();

    public RSA Key { get; }

    public IForge Forge { get; }

    public GitHubDeliveries Deliveries { get; }

    public GitHubPasswords Passwords { get; }

    /// <summary>How long an installation's token is good.</summary>
    public TimeSpan TokensLast { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many tokens were given.</summary>
    public int Tokens { get; private set; }

    /// <summary>True once two writes were on their way at one time.</summary>
    public bool TwoWroteAtOnce { get; private set; }

    /// <summary>When each write arrived.</summary>
    public ConcurrentQueue<DateTimeOffset> Writes { get; } = new();

    /// <summary>Every request but those for tokens: what was asked, who asked, and which tag it knew.</summary>
    public IReadOnlyList<(string Asked, string? Bearer, string? Tag)> Sent => [.. sent];

    public static SecretReference Secret(string text) => SecretReference.TryParse(new(text, Position.Start), new("custodian.yaml"))!;

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    public static HttpResponseMessage Moved(HttpStatusCode status, string location) => Json("{}", status, ("Location", location));

    /// <summary>What GitHub says of the repository and of the App there.</summary>
    public static HttpResponseMessage Found(HttpRequestMessage request) => Json(
        request.RequestUri!.AbsolutePath.EndsWith("/installation", StringComparison.Ordinal) ? """{"id":7}""" : """{"id":42,"full_name":"OWNER/NAME","archived":false}""");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.EndsWith("/access_tokens", StringComparison.Ordinal))
        {
            return Json($$"""{"token":"{{Token(++Tokens)}}","expires_at":"{{Clock.GetUtcNow() + TokensLast:O}}"}""", HttpStatusCode.Created);
        }

        sent.Enqueue(($"{request.Method} {request.RequestUri}", request.Headers.Authorization?.Parameter, request.Headers.TryGetValues("If-None-Match", out var tags) ? tags.Single() : null));
        if (request.Method == HttpMethod.Get) return answer(request);

        if (Interlocked.Increment(ref writing) > 1) TwoWroteAtOnce = true;
        Writes.Enqueue(Clock.GetUtcNow());
        await Task.Yield();
        var answered = answer(request);
        Interlocked.Decrement(ref writing);
        return answered;
    }

    /// <summary>Longer than tokens were until 2026.</summary>
    public static string Token(int number) => $"ghs_5_{new string('x', 600)}-{number}";

    protected override void Dispose(bool disposing)
    {
        File.Delete(keyFile);
        Key.Dispose();
        base.Dispose(disposing);
    }
}
