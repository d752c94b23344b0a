using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Custodian.Intake;
using Custodian.Store;
using Custodian.Tests.Ledger;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>The real service over one real repository that GitHub calls <see cref="FullName"/>; its looks and searches lie far apart, so that only hooks wake it.</summary>
internal sealed class GitHubHookBench : IAsyncDisposable
{
    public const string FullName = "IMS-MAXIMS/openMAXIMS";
    public const long Number = 186853002;
    public const string New = "the-new-secret-of-this-hook";
    public const string Old = "the-old-secret-of-this-hook";

    private readonly TemporaryFolder secrets = new();

    private GitHubHookBench(PageBench service) => Service = service;

    public PageBench Service { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<GitHubHookBench> StartAsync()
    {
        var bench = new GitHubHookBench(null!);
        await File.WriteAllTextAsync(bench.secrets["new"], New + "\n", Stop);
        await File.WriteAllTextAsync(bench.secrets["old"], Old, Stop);
        bench.Service = await PageBench.StartAsync(
            ("reconcile: 1s }", $"reconcile: 10m, github: {{ hook-secret: [\"file:{bench.secrets["new"]}\", \"file:{bench.secrets["old"]}\"] }} }}"),
            ("source: [refs/heads/main,", $"github: {FullName}, source: [refs/heads/main,"));
        // The look of the start is over; the next one is a hook's.
        await PageBench.UntilAsync(() => Task.FromResult(bench.Looks.SinceLook(PageBench.Name)), since => since is not null);
        return bench;
    }

    public WatchRequests Looks => Service.Services.GetRequiredService<WatchRequests>();

    /// <summary>A payload of this repository, or of another.</summary>
    public static string Payload(long number = Number, string name = FullName, string? action = null) =>
        JsonSerializer.Serialize(new { action, repository = new { id = number, full_name = name }, installation = new { id = 77 }, sender = new { login = "somebody" } });

    /// <summary>As GitHub would send it.</summary>
    public static HttpRequestMessage Hook(string body, string name = "push", string? delivery = null, string secret = New)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, "hooks/github") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-GitHub-Delivery", delivery ?? Guid.NewGuid().ToString());
        request.Headers.Add("X-GitHub-Event", name);
        // Sent beside the other, and not looked at.
        request.Headers.Add("X-Hub-Signature", "sha1=0000000000000000000000000000000000000000");
        request.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes))}");
        return request;
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpRequestMessage request)
    {
        using var answer = await Service.Client.SendAsync(request, Stop);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }

    /// <summary>A good hook is taken and worked off.</summary>
    public async Task FollowAsync(string body, string name = "push")
    {
        var delivery = Guid.NewGuid().ToString();
        Assert.Equal(202, (await SendAsync(Hook(body, name, delivery))).Status);
        await FinishedAsync(delivery);
    }

    public Task FinishedAsync(string delivery) =>
        PageBench.UntilAsync(() => Task.FromResult(Kept()), kept => kept.Any(one => one.Id == delivery && one.Finished is not null));

    /// <summary>What the store keeps of deliveries, as any program can read it.</summary>
    public IReadOnlyList<(string Id, string Event, string? Finished, string Extract)> Kept()
    {
        using var connection = new SqliteDatabase(Path.Combine(Service.DataFolder, "custodian.db")).OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "select Id, Event, FinishedAt, Extract from Delivery order by ReceivedAt";
        using var rows = command.ExecuteReader();
        var kept = new List<(string, string, string?, string)>();
        while (rows.Read()) kept.Add((rows.GetString(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.GetString(3)));
        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        secrets.Dispose();
    }
}
