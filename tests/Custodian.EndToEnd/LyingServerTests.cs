using Custodian.EndToEnd.Estates;
using Custodian.Rules;
using Custodian.SignOffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>The command line signs what its user asked for, and nothing that a server slips in.</summary>
public sealed class LyingServerTests : IAsyncLifetime
{
    private const string Asked = "1111111111111111111111111111111111111111";
    private const string Other = "2222222222222222222222222222222222222222";
    private const string Rules = "3333333333333333333333333333333333333333333333333333333333333333";

    private readonly string folder = Directory.CreateTempSubdirectory("custodian lying server ").FullName;
    private readonly People people;
    private WebApplication? server;
    private int received;

    public LyingServerTests() => people = new(folder);

    public async ValueTask InitializeAsync() => await people.MakeKeyAsync(People.Taunton);

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_asked_for_is_signed()
    {
        var url = await ServeAsync(Honest.ToBytes());

        await SignOffAsync(url);

        Assert.Equal(1, received);
    }

    [Theory]
    [InlineData("commit")]
    [InlineData("repository")]
    [InlineData("person")]
    [InlineData("role")]
    [InlineData("decision")]
    [InlineData("reason")]
    [InlineData("subject.kind")]
    [InlineData("at")]
    public async Task A_statement_that_differs_from_the_arguments_is_not_signed(string member)
    {
        var url = await ServeAsync((member switch
        {
            "commit" => Honest with { Commit = new CommitSha(Other) },
            "repository" => Honest with { Repository = "other" },
            "person" => Honest with { Person = "other" },
            "role" => Honest with { Role = "other" },
            "decision" => Honest with { Decision = SignOffDecision.Reject },
            "reason" => Honest with { Reason = "I agree to everything" },
            "subject.kind" => Honest with { Subject = new("release", Rules) },
            _ => Honest with { At = Honest.At.AddHours(-1) },
        }).ToBytes());

        var (exitCode, error) = await SignOffAsync(url);

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Contains($"{member}: you asked for", error);
        Assert.Equal(0, received);
    }

    [Fact]
    public async Task Another_digest_than_the_one_asked_for_is_not_signed()
    {
        var url = await ServeAsync(Honest.ToBytes());

        var (exitCode, error) = await SignOffAsync(url, "--subject", $"commit:{new string('4', 64)}");

        Assert.Equal(1, exitCode);
        Assert.Contains("subject.digest: you asked for", error);
        Assert.Equal(0, received);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    public async Task Bytes_with_anything_beside_the_statement_are_not_signed(string more)
    {
        var url = await ServeAsync([.. Honest.ToBytes(), .. System.Text.Encoding.UTF8.GetBytes(more)]);

        var (exitCode, error) = await SignOffAsync(url);

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Equal(0, received);
    }

    [Fact]
    public async Task What_is_no_statement_is_not_signed()
    {
        var url = await ServeAsync("I owe you a million"u8.ToArray());

        var (exitCode, error) = await SignOffAsync(url);

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Equal(0, received);
    }

    private static Statement Honest => new()
    {
        Subject = new("commit", Rules),
        Repository = TestEstate.Repository,
        Commit = new CommitSha(Asked),
        Person = People.Taunton,
        Role = "director",
        Decision = SignOffDecision.Approve,
        Rules = Rules,
        At = TimeProvider.System.GetUtcNow(),
    };

    private async Task<(int ExitCode, string Error)> SignOffAsync(string url, params string[] more)
    {
        var ended = await CommandLineClient.RunAsync(
            ["sign-off", "--server", url, "--repository", TestEstate.Repository, "--commit", Asked,
                "--as", People.Taunton, "--role", "director", "--key", people.Key(People.Taunton), "--approve", .. more]);
        return (ended.ExitCode, ended.Error);
    }

    private async Task<string> ServeAsync(byte[] statement)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapGet("/api/v1/statement", () => Results.Bytes(statement, "application/json"));
        server.MapPost("/api/v1/sign-offs", () =>
        {
            Interlocked.Increment(ref received);
            return Results.Created((string?)null, new { seq = 1, repeated = false });
        });
        await server.StartAsync();
        return server.Urls.First();
    }
}
