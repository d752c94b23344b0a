using System.Net;
using Custodian.Commands;
using Custodian.Ledger;
using Custodian.Tests.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Custodian.Tests.Commands;

/// <summary>The command line in front of a server that is not a Custodian, or not only one.</summary>
public sealed class OtherServerTests : IAsyncLifetime
{
    private static readonly string Commit = new('a', 40);

    private readonly WebApplication app;
    private Func<HttpContext, Task> answer = _ => Task.CompletedTask;

    public OtherServerTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Url => app.Urls.First();

    public async ValueTask InitializeAsync()
    {
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(context => answer(context));
        await app.StartAsync(Stop);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_page_for_people_in_the_place_of_an_answer_ends_with_3()
    {
        answer = context => context.Response.WriteAsync("<html>Please sign in</html>", Stop);

        Assert.Equal(ExitCode.CouldNot, await CommandLine.RunAsync(["why", "--server", Url, "openmaxims", Commit]));
    }

    [Fact]
    public async Task A_path_in_the_server_s_address_is_kept()
    {
        var asked = "";
        answer = context =>
        {
            asked = context.Request.Path;
            return Task.CompletedTask;
        };

        using var client = new ServerClient($"{Url}/custodian");
        await client.GetBytesAsync("api/v1/repositories", Stop);

        Assert.Equal("/custodian/api/v1/repositories", asked);
    }

    [Fact]
    public async Task A_server_without_a_ledger_is_neither_good_nor_bad()
    {
        answer = context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return Task.CompletedTask;
        };
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["ledger.pub"], LedgerKey.Generate("custodian").Verifier.Text, Stop);

        Assert.Equal(ExitCode.CouldNot, await CommandLine.RunAsync(["ledger", "verify", "--server", Url]));
        Assert.Equal(ExitCode.CouldNot, await CommandLine.RunAsync(["ledger", "verify", "--server", Url, "--trust", folder.Path]));
    }

    [Theory]
    [InlineData(404, "repository-unknown", ExitCode.WrongUse)]
    [InlineData(403, "person-unknown", ExitCode.WrongUse)]
    [InlineData(400, "parameters", ExitCode.WrongUse)]
    [InlineData(404, "commit-unknown", ExitCode.No)]
    [InlineData(409, "rules-changed", ExitCode.No)]
    [InlineData(500, "internal", ExitCode.CouldNot)]
    public async Task What_a_server_refuses_ends_with_the_code_for_it(int status, string type, int exitCode)
    {
        answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync($$"""{ "type": "urn:custodian:problem:{{type}}", "detail": "No." }""", Stop);
        };

        Assert.Equal(exitCode, await CommandLine.RunAsync(["why", "--server", Url, "openmaxims", Commit]));
    }

    [Fact]
    public async Task A_wait_is_told_once_where_nobody_watches_a_terminal()
    {
        var asked = 0;
        answer = async context =>
        {
            if (context.Request.Method == "POST" || ++asked > 3) return;
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            await context.Response.WriteAsync("""{ "type": "urn:custodian:problem:commit-unknown", "detail": "Not seen yet." }""", Stop);
        };
        using var client = new ServerClient(Url);
        using var told = new StringWriter();

        await Waiting.ForCommitAsync(client, "openmaxims", () => client.GetBytesAsync("api/v1/statement", Stop), TimeSpan.FromMinutes(1), told, Stop);

        Assert.Equal("Not seen yet." + Environment.NewLine, told.ToString());
    }
}
