using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Custodian.EndToEnd.Estates;

/// <summary>A server that answers what a test makes up, counts what it is sent, and thanks for it; beside it people with keys.</summary>
internal sealed class LyingServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("custodian lying server ").FullName;
    private WebApplication? server;
    private int received;

    private LyingServer() => People = new(folder);

    public People People { get; }

    public int Received => received;

    public string Url => server!.Urls.First();

    public static async Task<LyingServer> MakeAsync(params string[] people)
    {
        var made = new LyingServer();
        foreach (var person in people) await made.People.MakeKeyAsync(person);
        return made;
    }

    /// <param name="doors">The paths that take what is sent.</param>
    public async Task ServeAsync(Action<WebApplication> map, params string[] doors)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        map(server);
        foreach (var door in doors)
        {
            server.MapPost(door, () =>
            {
                Interlocked.Increment(ref received);
                return Results.Created((string?)null, new { seq = 1, repeated = false });
            });
        }

        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
