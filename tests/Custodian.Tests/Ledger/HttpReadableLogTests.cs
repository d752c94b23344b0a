using Custodian.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Custodian.Tests.Ledger;

public class HttpReadableLogTests
{
    private static readonly LedgerKey Key = LedgerKey.Generate("custodian.example.nhs.uk/ledger");

    [Fact]
    public async Task A_ledger_verifies_over_http_though_every_first_answer_is_a_failure()
    {
        var log = MemoryLog.Of(600);
        var tiles = log.Tiles;
        var checkpoint = await new CheckpointSigner(Key, tiles).NextAsync(600, null, default);
        HashSet<string> asked = [];
        await using var server = await ServeAsync(async context =>
        {
            var name = context.Request.Path.Value!["/ledger/".Length..];
            if (asked.Add(name))
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = "0";
                return;
            }

            if (name == "checkpoint") await context.Response.WriteAsync(checkpoint);
            else if (TilePath.TryParse(name, out var path) && await tiles.ReadAsync(path, 600, default) is { } bytes)
                await context.Response.Body.WriteAsync(bytes);
            else context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
        using var http = new HttpClient();

        var report = await new LedgerVerifier(new HttpReadableLog(http, new(server.Urls.Single() + "/ledger"), TimeProvider.System))
            .VerifyAsync(new() { Key = Key.Verifier }, default);

        Assert.Empty(report.Findings);
        Assert.Equal(600, report.Entries);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task What_is_not_there_is_not_there(int status) => Assert.Null(await ReadAnswerAsync(status));

    [Theory]
    [InlineData(204)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(503)]
    public async Task Any_other_answer_says_nothing_of_the_ledger(int status) =>
        await Assert.ThrowsAsync<LedgerUnreadableException>(() => ReadAnswerAsync(status));

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var server = await ServeAsync(async context =>
        {
            var piece = new byte[1 << 20];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(piece);
        });
        using var http = new HttpClient();

        await Assert.ThrowsAsync<LedgerUnreadableException>(
            () => new HttpReadableLog(http, new(server.Urls.Single()), TimeProvider.System).ReadAsync("checkpoint", default));
    }

    private static async Task<byte[]?> ReadAnswerAsync(int status)
    {
        await using var server = await ServeAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "0";
            return Task.CompletedTask;
        });
        using var http = new HttpClient();
        return await new HttpReadableLog(http, new(server.Urls.Single()), TimeProvider.System).ReadAsync("checkpoint", default);
    }

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return server;
    }
}
