using Custodian.EndToEnd.Estates;
using Custodian.Rules;
using Custodian.SignOffs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>The command line signs what its user asked for, and nothing that a server slips in.</summary>
public sealed class LyingServerTests : IAsyncLifetime
{
    private const string Asked = "1111111111111111111111111111111111111111";
    private const string Other = "2222222222222222222222222222222222222222";
    private const string Rules = "3333333333333333333333333333333333333333333333333333333333333333";

    private LyingServer server = null!;

    public async ValueTask InitializeAsync() => server = await LyingServer.MakeAsync(People.Taunton);

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task What_was_asked_for_is_signed()
    {
        await ServeAsync(Honest.ToBytes());

        await SignOffAsync();

        Assert.Equal(1, server.Received);
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
        await ServeAsync((member switch
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

        var (exitCode, error) = await SignOffAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Contains($"{member}: you asked for", error);
        Assert.Equal(0, server.Received);
    }

    [Fact]
    public async Task Another_digest_than_the_one_asked_for_is_not_signed()
    {
        await ServeAsync(Honest.ToBytes());

        var (exitCode, error) = await SignOffAsync("--subject", $"commit:{new string('4', 64)}");

        Assert.Equal(1, exitCode);
        Assert.Contains("subject.digest: you asked for", error);
        Assert.Equal(0, server.Received);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    public async Task Bytes_with_anything_beside_the_statement_are_not_signed(string more)
    {
        await ServeAsync([.. Honest.ToBytes(), .. System.Text.Encoding.UTF8.GetBytes(more)]);

        var (exitCode, error) = await SignOffAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Equal(0, server.Received);
    }

    [Fact]
    public async Task What_is_no_statement_is_not_signed()
    {
        await ServeAsync("I owe you a million"u8.ToArray());

        var (exitCode, error) = await SignOffAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Equal(0, server.Received);
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

    private async Task<(int ExitCode, string Error)> SignOffAsync(params string[] more)
    {
        var ended = await CommandLineClient.RunAsync(
            ["sign-off", "--server", server.Url, "--repository", TestEstate.Repository, "--commit", Asked,
                "--as", People.Taunton, "--role", "director", "--key", server.People.Key(People.Taunton), "--approve", .. more]);
        return (ended.ExitCode, ended.Error);
    }

    private Task ServeAsync(byte[] statement) =>
        server.ServeAsync(app => app.MapGet("/api/v1/statement", () => Results.Bytes(statement, "application/json")), "/api/v1/sign-offs");
}
