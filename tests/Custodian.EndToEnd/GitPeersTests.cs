using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>The servers that the other tests talk to do what those tests rest on.</summary>
public sealed class GitPeersTests : IDisposable
{
    private const string Main = "refs/heads/main";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly PeerFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_developer_clones_and_pushes_over_https()
    {
        await MakeRepositoryAsync();
        await using var server = await HttpsGitServer.ServeAsync(folder["repositories"], Stop);
        var git = new GitClient(server.ClientEnvironment);
        await git.RunAsync(folder.Path, "clone", "-q", server.UrlWithCredentials("our record.git"), "clone");

        // More than git sends in one piece: the rest goes chunked, on another path through the server.
        var pushed = await CommitAsync("clone", bytes: 3 << 20);
        await git.RunAsync(folder["clone"], "push", "-q", "origin", "HEAD:refs/heads/main");

        Assert.Equal(pushed, await TipAsync());
        var listed = await git.RunAsync(folder.Path, "ls-remote", server.UrlWithCredentials("our record.git"), Main);
        Assert.Equal($"{pushed}\t{Main}", listed);
    }

    [Fact]
    public async Task Https_speaks_protocol_version_2()
    {
        await MakeRepositoryAsync();
        await using var server = await HttpsGitServer.ServeAsync(folder["repositories"], Stop);
        var traced = new Dictionary<string, string>(server.ClientEnvironment) { ["GIT_TRACE_PACKET"] = folder["trace"] };

        await new GitClient(traced).RunAsync(folder.Path, "ls-remote", server.UrlWithCredentials("our record.git"));

        Assert.Contains("< version 2", await File.ReadAllTextAsync(folder["trace"], Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("custodian:wrong@")]
    public async Task Https_refuses_whoever_has_no_password(string credentials)
    {
        await MakeRepositoryAsync();
        await using var server = await HttpsGitServer.ServeAsync(folder["repositories"], Stop);
        var url = server.Url("our record.git").Replace("https://", $"https://{credentials}");

        var refused = await new GitClient(server.ClientEnvironment).TryAsync(folder.Path, "ls-remote", url);

        Assert.Equal(128, refused.ExitCode);
        Assert.Matches("could not read Username|Authentication failed", refused.Error);
    }

    [Fact]
    public async Task Https_is_not_trusted_without_its_authority()
    {
        await MakeRepositoryAsync();
        await using var server = await HttpsGitServer.ServeAsync(folder["repositories"], Stop);

        var refused = await new GitClient().TryAsync(folder.Path, "ls-remote", server.UrlWithCredentials("our record.git"));

        Assert.Contains("certificate", refused.Error);
    }

    [Fact]
    public async Task A_developer_clones_and_pushes_over_ssh()
    {
        await MakeRepositoryAsync();
        await using var server = await SshGitServer.ServeAsync(folder["repositories"], Stop);
        var git = new GitClient(server.ClientEnvironment);
        await git.RunAsync(folder.Path, "clone", "-q", server.Url("our record.git"), "clone");

        var pushed = await CommitAsync("clone");
        await git.RunAsync(folder["clone"], "push", "-q", "origin", "HEAD:refs/heads/main");

        Assert.Equal(pushed, await TipAsync());
        Assert.Equal($"{pushed}\t{Main}", await git.RunAsync(folder.Path, "ls-remote", server.Url("our record.git"), Main));
    }

    [Theory]
    [InlineData("https")]
    [InlineData("ssh")]
    public async Task A_server_goes_away_and_comes_back_at_the_same_address(string scheme)
    {
        var tip = await MakeRepositoryAsync();
        await using var server = await ServeAsync(scheme);
        var git = new GitClient(server.ClientEnvironment);
        string[] ask = ["ls-remote", server.Address("our record.git"), Main];

        await server.StopAsync();
        var gone = await git.TryAsync(folder.Path, ask);
        await server.StartAsync(Stop);

        Assert.Equal(128, gone.ExitCode);
        Assert.Equal($"{tip}\t{Main}", await git.RunAsync(folder.Path, ask));
    }

    [Fact]
    public async Task The_ssh_key_opens_nothing_but_git()
    {
        await MakeRepositoryAsync();
        await using var server = await SshGitServer.ServeAsync(folder["repositories"], Stop);

        var refused = await new ProgramRunner("tests").RunAsync(
            new()
            {
                Program = "/bin/sh",
                Arguments = ["-c", $"{server.SshCommand} -p {server.Port} {server.User}@127.0.0.1 'echo inside'"],
                Timeout = TimeSpan.FromMinutes(1),
            },
            Stop);

        Assert.DoesNotContain("inside", refused.Output);
        Assert.Contains("unrecognized command", refused.Error);
    }

    [Fact]
    public async Task A_stranger_s_key_is_refused()
    {
        await MakeRepositoryAsync();
        await using var server = await SshGitServer.ServeAsync(folder["repositories"], Stop);
        await using var other = await SshGitServer.ServeAsync(folder["repositories"], Stop);

        var refused = await new GitClient(
            new Dictionary<string, string> { ["GIT_SSH_COMMAND"] = server.SshCommand.Replace(server.SshKey, other.SshKey) })
            .TryAsync(folder.Path, "ls-remote", server.Url("our record.git"));

        Assert.Equal(128, refused.ExitCode);
        Assert.Contains("Permission denied (publickey)", refused.Error);
    }

    [Theory]
    [InlineData("https")]
    [InlineData("ssh")]
    public async Task A_silent_server_is_given_up_when_the_time_is_up(string scheme)
    {
        await using var server = new SilentServer();

        var given = await GivenUpAsync(
            () => server.Accepted > 0,
            limit => new GitClient { Timeout = limit }.TryAsync(folder.Path, "ls-remote", $"{scheme}://127.0.0.1:{server.Port}/record.git"));

        Assert.True(given.TimedOut, given.Error);
        Assert.True(server.Accepted > 0, "It was never reached.");
    }

    [Theory]
    [InlineData("https")]
    [InlineData("ssh")]
    public async Task A_connection_cut_before_the_reply_leaves_the_ref_moved_and_the_client_in_doubt(string scheme)
    {
        var before = await MakeRepositoryAsync();
        await using var server = await ServeAsync(scheme);
        await using var proxy = new CuttingProxy(server.Port);
        var git = new GitClient(server.ClientEnvironment);
        await git.RunAsync(folder.Path, "clone", "-q", server.Address("our record.git", proxy.Port), "clone");
        var pushed = await CommitAsync("clone");

        proxy.Cut = new() { BeforeReplyWhen = () => File.ReadAllText(RefFile) != $"{before}\n" };
        var doubted = await git.TryAsync(folder["clone"], "push", "--porcelain", "origin", "HEAD:refs/heads/main");

        Assert.NotEqual(0, doubted.ExitCode);
        Assert.False(doubted.TimedOut);
        // Over https the client tries once more on a new connection, which is cut as well.
        Assert.InRange(proxy.Cuts, 1, 2);
        Assert.Equal(pushed, await TipAsync());
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_of_a_push_leaves_the_ref_where_it_was()
    {
        var before = await MakeRepositoryAsync();
        await using var server = await HttpsGitServer.ServeAsync(folder["repositories"], Stop);
        await using var proxy = new CuttingProxy(server.Port);
        var git = new GitClient(server.ClientEnvironment);
        await git.RunAsync(folder.Path, "clone", "-q", server.UrlWithCredentials("our record.git", proxy.Port), "clone");
        await CommitAsync("clone", bytes: 3 << 20);

        proxy.Cut = new() { AfterUpstream = 1 << 20 };
        var failed = await git.TryAsync(folder["clone"], "push", "origin", "HEAD:refs/heads/main");

        Assert.NotEqual(0, failed.ExitCode);
        Assert.Equal(1, proxy.Cuts);
        Assert.Equal(before, await TipAsync());
    }

    [Fact]
    public async Task A_half_dead_server_is_given_up_when_the_time_is_up()
    {
        await MakeRepositoryAsync();
        await using var server = await HttpsGitServer.ServeAsync(folder["repositories"], Stop);
        await using var proxy = new CuttingProxy(server.Port) { Cut = new() { AfterDownstream = 2000, Silently = true } };

        var given = await GivenUpAsync(
            () => proxy.Cuts > 0,
            limit => new GitClient(server.ClientEnvironment) { Timeout = limit }
                .TryAsync(folder.Path, "clone", server.UrlWithCredentials("our record.git", proxy.Port), $"clone in {limit.TotalSeconds} s"));

        Assert.True(given.TimedOut, given.Error);
        Assert.True(proxy.Cuts > 0, "It was never half dead.");
    }

    [Fact]
    public async Task An_outside_signer_agrees_with_the_vector_of_the_specification()
    {
        var headers = await StandardWebhooksSigner.SignAsync(
            Secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}""");

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers["webhook-signature"]);
    }

    private async Task<IGitServer> ServeAsync(string scheme) => scheme == "https"
        ? await HttpsGitServer.ServeAsync(folder["repositories"], Stop)
        : await SshGitServer.ServeAsync(folder["repositories"], Stop);

    // A machine under load may need more than the first limit to get as far as the server.
    private static async Task<ProgramResult> GivenUpAsync(Func<bool> reached, Func<TimeSpan, Task<ProgramResult>> ask)
    {
        for (var limit = TimeSpan.FromSeconds(1); ; limit *= 2)
        {
            var given = await ask(limit);
            if (reached() || !given.TimedOut || limit > TimeSpan.FromSeconds(30)) return given;
        }
    }

    private string RefFile => Path.Combine(folder["repositories"], "our record.git", Main);

    /// <summary>A bare repository with one commit on main, which is given back.</summary>
    private async Task<string> MakeRepositoryAsync()
    {
        var git = new GitClient();
        folder.NewFolder("repositories");
        await git.RunAsync(folder.Path, "init", "-q", "--bare", "--initial-branch=main", "repositories/our record.git");
        await git.RunAsync(folder.Path, "init", "-q", "--initial-branch=main", "first");
        var commit = await CommitAsync("first");
        await git.RunAsync(folder["first"], "push", "-q", "../repositories/our record.git", "main");
        return commit;
    }

    private async Task<string> CommitAsync(string clone, int bytes = 1000)
    {
        var git = new GitClient();
        var content = new byte[bytes];
        Random.Shared.NextBytes(content);
        await File.WriteAllBytesAsync(Path.Combine(folder[clone], "record.bin"), content, Stop);
        await git.RunAsync(folder[clone], "add", ".");
        await git.RunAsync(folder[clone], "commit", "-q", "-m", "A change");
        return await git.RunAsync(folder[clone], "rev-parse", "HEAD");
    }

    private Task<string> TipAsync() => new GitClient().RunAsync(folder["repositories/our record.git"], "rev-parse", Main);
}
