using System.Net;
using System.Security.Cryptography;
using System.Text;
using Custodian.Commands;
using Custodian.Decisions;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Custodian.Tests.Pages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Attacks;

/// <summary>What whoever attacks can do at the front door, and what must have come of it.</summary>
internal static class AttackBench
{
    public const string Taunton = "taunton-director";
    public const string Sthk = "sthk-director";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A candidate on an adopted repository.</summary>
    public static async Task<CommitSha> CandidateAsync(this PageBench bench, string content = "two") => await bench.SeenAsync(await bench.PushAsync(PageBench.Main, content, await bench.AdoptFirstAsync()));

    public static async Task<CommitSha> SeenAsync(this PageBench bench, CommitSha commit)
    {
        await bench.LookAsync();
        return commit;
    }

    /// <summary>A statement of the service's, which may be changed before it is signed.</summary>
    /// <param name="pen">Whose key signs it; null: the person's own.</param>
    public static async Task<Receipt> SayAsync(
        this PageBench bench, CommitSha commit, string person, SignOffDecision decision = SignOffDecision.Approve, string? pen = null, Func<Statement, Statement>? change = null)
    {
        var statement = await bench.StatementAsync(commit, person, decision);
        using var server = new ServerClient(bench.Server);
        return await new Signing(server, bench.Key(pen ?? person)).SendAsync((change?.Invoke(statement) ?? statement).ToBytes(), Stop);
    }

    public static async Task<Statement> StatementAsync(this PageBench bench, CommitSha commit, string person, SignOffDecision decision = SignOffDecision.Approve)
    {
        // A statement of the same instant would be taken for one that came earlier.
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        return Statement.Parse(await bench.Client.GetByteArrayAsync(
            $"api/v1/statement?repository={PageBench.Name}&commit={commit}&subject=commit&person={person}&role=director&decision={decision}", Stop));
    }

    public static async Task RefusedAsync(string type, Func<Task> act) => Assert.Equal(type, (await Assert.ThrowsAsync<ServerRefusalException>(act)).Type);

    /// <summary>Sends a statement as a custodian's own system does.</summary>
    public static async Task<HttpResponseMessage> HookAsync(this PageBench bench, string custodian, string secret, byte[] body)
    {
        var (id, seconds) = ($"msg-{Guid.NewGuid():N}", bench.Clock.GetUtcNow().ToUnixTimeSeconds());
        byte[] message = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), message));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"hooks/sign-off/{custodian}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{seconds}");
        request.Headers.Add("webhook-signature", $"v1,{signature}");
        return await bench.Client.SendAsync(request, Stop);
    }

    /// <summary>Its checks have been run, it was judged by all that is known by now, exactly these reasons stand, and gold was never to be moved to it.</summary>
    public static async Task StaysOutAsync(this PageBench bench, CommitSha commit, params string[] codes)
    {
        var why = await PageBench.UntilAsync(() => bench.WhyAsync(commit), why => PageBench.Codes(why) is var told && told.Count > 0 && !told.Contains(ReasonCode.CheckNotRun));
        Assert.Equal(codes, PageBench.Codes(why));
        await ActivatorUtilities.CreateInstance<DecideStep>(bench.Services).RunAsync(new CandidateId(PageBench.Name, commit).ToString(), Stop);
        Assert.Empty(bench.Facts<PromotionIntended>(commit));
    }

    /// <summary>Everybody approves it, and it becomes gold.</summary>
    public static async Task PromotedAsync(this PageBench bench, CommitSha commit)
    {
        foreach (var director in PageBench.Directors) await bench.SayAsync(commit, director);
        await bench.WhyAsync(commit, "promoted");
    }

    /// <summary>A commit with these files, authored and committed as the options of git say.</summary>
    public static async Task<CommitSha> CommitAsync(this PageBench bench, string branch, CommitSha parent, string message, IReadOnlyDictionary<string, string> files, params string[] options)
    {
        var entries = new StringBuilder();
        foreach (var (name, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            entries.Append(System.Globalization.CultureInfo.InvariantCulture, $"100644 blob {await bench.GitAsync(Encoding.UTF8.GetBytes(content), "--git-dir", bench.Repository, "hash-object", "-w", "--stdin")}\t{name}\n");
        }

        var tree = await bench.GitAsync(Encoding.UTF8.GetBytes(entries.ToString()), "--git-dir", bench.Repository, "mktree");
        string[] commit = ["--git-dir", bench.Repository, "-c", "user.name=Dev", "-c", "user.email=dev@example.org", .. options, "commit-tree", tree, "-p", parent.ToString(), "-m", message];
        var made = new CommitSha(await bench.GitAsync(null, commit));
        await bench.PointAsync(branch, made);
        return made;
    }

    /// <summary>Every door of the service.</summary>
    public static IReadOnlyList<(string Method, string Route)> Doors(this PageBench bench) =>
    [
        .. bench.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(door => (door.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => (method, door.RoutePattern.RawText!))).Distinct(),
    ];

    /// <summary>A door's address where it is about one candidate.</summary>
    public static string PathOf(string route, CommitSha candidate) => route
        .Replace("{name}", PageBench.Name, StringComparison.Ordinal).Replace("{repository}", PageBench.Name, StringComparison.Ordinal).Replace("{commit}", candidate.ToString(), StringComparison.Ordinal)
        .Replace("{check}", "tests", StringComparison.Ordinal).Replace("{custodian}", "taunton", StringComparison.Ordinal).Replace("{version}", "1.0", StringComparison.Ordinal)
        .Replace("{**path}", "0/000", StringComparison.Ordinal);

    public static long Size(this PageBench bench) => bench.Read(reader => reader.Size());

    public static async Task<HttpStatusCode> StatusAsync(this PageBench bench, HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await bench.Client.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
