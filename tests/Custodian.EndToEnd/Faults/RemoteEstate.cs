using System.Text.Json;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>An estate whose repository is served over https, through a proxy that can break connections.</summary>
internal sealed class RemoteEstate(HttpsGitServer server, CuttingProxy proxy, FaultEstate estate) : IAsyncDisposable
{
    public HttpsGitServer Server => server;

    public CuttingProxy Proxy => proxy;

    public FaultEstate Estate => estate;

    public static async Task<RemoteEstate> MakeAsync(string pushTimeout = "2s")
    {
        var folder = new PeerFolder();
        await FaultEstate.MakeRepositoryAsync(folder, FaultEstate.Repository);
        var server = await HttpsGitServer.ServeAsync(folder["repositories"], TestContext.Current.CancellationToken);
        var proxy = new CuttingProxy(server.Port);
        folder.Write("password", server.Password);
        var estate = await FaultEstate.MakeAsync(
            new()
            {
                PushTimeout = pushTimeout,
                FetchTimeout = "2s",
                Repositories = new Dictionary<string, string?> { [FaultEstate.Repository] = server.Url($"{FaultEstate.Repository}.git", proxy.Port) },
                Credential = $$"""{ username: {{server.Username}}, password: file:password, certificate-authority: "{{server.CertificateAuthority}}" }""",
            },
            folder);
        return new(server, proxy, estate);
    }

    /// <summary>Starts the service, adopts, and has a candidate seen that lacks nothing but its sign-offs.</summary>
    public async Task<string> ReadyToPromoteAsync()
    {
        await estate.StartAsync();
        await estate.AdoptAsync();
        var commit = await estate.PushAsync();
        await estate.Doors.SeenAsync(commit, FaultEstate.Soon);
        return commit;
    }

    /// <summary>True once the bare repository's own file says that gold stands there.</summary>
    public bool GoldIs(string commit)
    {
        var file = Path.Combine(estate.Bare(), "refs", "heads", "gold");
        return File.Exists(file) && File.ReadAllText(file).Trim() == commit;
    }

    /// <summary>Waits until the API and /readyz both say why the remote does not answer.</summary>
    public Task ToldAsync(string why) => Eventually.UntilAsync(
        $"/readyz and the API say: {why}",
        FaultEstate.Soon,
        async () =>
        {
            await estate.Doors.WatchAsync();
            var ready = await estate.Doors.GetAsync<JsonElement?>("readyz");
            return ready?.GetProperty("status").GetString() == "degraded"
                && ready.Value.GetProperty("remotes").TryGetProperty(FaultEstate.Repository, out var told) && told.GetString()!.Contains(why, StringComparison.Ordinal)
                && (await estate.Doors.StateAsync())?.Failure?.Contains(why, StringComparison.Ordinal) == true;
        },
        () => estate.Log);

    public Task DegradedAsync(string why) => estate.DegradedAsync(why);

    public async Task PromotedOnceAsync(string commit)
    {
        await estate.GoldAsync(commit);
        await Eventually.UntilAsync(
            "the remote is told to be well again",
            FaultEstate.Soon,
            async () =>
            {
                await estate.Doors.WatchAsync();
                return await estate.Doors.StateAsync() is { Failure: null };
            },
            () => estate.Log);
        Assert.Single(estate.Ledger.Of("promoted"));
        await estate.CheckAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await estate.DisposeAsync();
        await proxy.DisposeAsync();
        await server.DisposeAsync();
    }
}
