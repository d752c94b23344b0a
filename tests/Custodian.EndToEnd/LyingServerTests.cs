using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
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

        await SignOffAsync(Asked);

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

        var (exitCode, error) = await SignOffAsync(Asked);

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Contains($"{member}: you asked for", error);
        Assert.Equal(0, server.Received);
    }

    [Fact]
    public async Task Another_digest_than_the_one_asked_for_is_not_signed()
    {
        await ServeAsync(Honest.ToBytes());

        var (exitCode, error) = await SignOffAsync(Asked, "--subject", $"commit:{new string('4', 64)}");

        Assert.Equal(1, exitCode);
        Assert.Contains("subject.digest: you asked for", error);
        Assert.Equal(0, server.Received);
    }

    [Fact]
    public async Task With_a_clone_its_own_contents_are_signed_and_no_digest_that_the_server_names_instead()
    {
        using var folder = new PeerFolder();
        var git = new GitClient();
        var (clone, twin) = (folder.NewFolder("a clone"), folder.NewFolder("a twin"));
        await git.RunAsync(clone, "init", "--quiet");
        await git.RunAsync(twin, "init", "--quiet", "--object-format=sha256");
        foreach (var tree in (string[])[clone, twin])
        {
            await File.WriteAllTextAsync(Path.Combine(tree, "dose.txt"), "10 mg\n", TestContext.Current.CancellationToken);
            await git.RunAsync(tree, "add", "dose.txt");
        }

        await git.RunAsync(clone, "commit", "--quiet", "--message", "The dose");
        var commit = await git.RunAsync(clone, "rev-parse", "HEAD");
        var served = Honest with { Commit = new CommitSha(commit) };
        await ServeAsync(() => served.ToBytes());

        var (exitCode, error) = await SignOffAsync(commit, "--path", clone);
        var received = server.Received;
        served = served with { Subject = new("commit", await git.RunAsync(twin, "write-tree")) };
        await SignOffAsync(commit, "--path", clone);

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Contains("subject.digest: you asked for", error);
        Assert.Equal((0, 1), (received, server.Received));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    public async Task Bytes_with_anything_beside_the_statement_are_not_signed(string more)
    {
        await ServeAsync([.. Honest.ToBytes(), .. System.Text.Encoding.UTF8.GetBytes(more)]);

        var (exitCode, error) = await SignOffAsync(Asked);

        Assert.Equal(1, exitCode);
        Assert.Contains("nothing was signed", error);
        Assert.Equal(0, server.Received);
    }

    [Fact]
    public async Task What_is_no_statement_is_not_signed()
    {
        await ServeAsync("I owe you a million"u8.ToArray());

        var (exitCode, error) = await SignOffAsync(Asked);

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

    private async Task<(int ExitCode, string Error)> SignOffAsync(string commit, params string[] more)
    {
        var ended = await CommandLineClient.RunAsync(
            ["sign-off", "--server", server.Url, "--repository", TestEstate.Repository, "--commit", commit,
                "--as", People.Taunton, "--role", "director", "--key", server.People.Key(People.Taunton), "--approve", .. more]);
        return (ended.ExitCode, ended.Error);
    }

    private Task ServeAsync(byte[] statement) => ServeAsync(() => statement);

    private Task ServeAsync(Func<byte[]> statement) =>
        server.ServeAsync(app => app.MapGet("/api/v1/statement", () => Results.Bytes(statement(), "application/json")), "/api/v1/sign-offs");
}
