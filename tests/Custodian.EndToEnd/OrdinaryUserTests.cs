using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Faults;
using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;
using Doors = Custodian.EndToEnd.Estates.Doors;

namespace Custodian.EndToEnd;

/// <summary>The other tests run as whoever started them. Where that is root, this one shows that root is not needed.</summary>
public sealed class OrdinaryUserTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly PeerFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // All that the ordinary user has.
    private string Estate => folder["small estate"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_ordinary_user_serves_the_small_estate_whose_checks_run_in_the_sandbox_and_whose_gold_moves()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("not run: the tests run as an ordinary user already, and all the others are the proof");
        var (program, url) = (await PrepareAsync(), $"http://127.0.0.1:{FreePort.Next()}");
        string[] serve = [Dotnet, program, "demo", "--dir", Estate, "--urls", url];

        await using var running = new PeerProgram(Peer.Require("setpriv", "util-linux"), AsNobody(serve), folder.Path, Settings());
        await running.WaitUntilAsync(_ => Task.FromResult(running.Log.Contains("Custodian is ready at", StringComparison.Ordinal)), Stop);
        var service = Assert.Single(Services());
        Assert.Contains($"Uid:\t{Nobody}\t{Nobody}\t{Nobody}\t{Nobody}", await File.ReadAllLinesAsync($"/proc/{service}/status", Stop));

        await MustAsync(Path.Combine(Estate, "try", "1-push"));
        Assert.Contains("it is gold", await MustAsync(Path.Combine(Estate, "try", "2-sign-off")));

        var commit = await GitAsync("clones", "openmaxims", "rev-parse", "HEAD");
        Assert.Equal(commit, await GitAsync("repositories", "openmaxims.git", "rev-parse", TestEstate.Gold));
        using var doors = new Doors(url);
        var run = Assert.Single((await doors.GetAsync($"/api/v1/repositories/openmaxims/candidates/{commit}"))["checks"]!.AsArray())!;
        Assert.Equal(("passed", "bubblewrap", 6), ((string?)run["outcome"], (string?)run["sandbox"], (int)run["tests"]!));
        Assert.True(await running.TerminateAsync() == 0, running.Log);
    }

    private static string Dotnet => Peer.Require("dotnet", "the .NET SDK");

    // setpriv becomes what it starts; the shell that watches over it names the folder, too. What the service starts is a copy of it for a moment.
    private IEnumerable<int> Services()
    {
        var copies = Processes.Running(Dotnet, $"\0--dir\0{Estate}\0");
        return copies.Where(id => Processes.ParentOf(id) is { } parent && !copies.Contains(parent));
    }

    /// <returns>The program, in a folder that an ordinary user reaches, as the place where it was built need not be.</returns>
    private async Task<string> PrepareAsync()
    {
        var program = Path.Combine(folder["program"], "custodian.dll");
        await RootAsync("cp", "-R", "--", AppContext.BaseDirectory, folder["program"]);
        folder.Write("custodian", $"""
            #!/bin/sh
            exec '{Dotnet}' '{program}' "$@"

            """);
        folder.NewFolder("home");
        folder.NewFolder("temporary");
        await RootAsync("chmod", "-R", "u+rwX", "--", folder.Path);
        await RootAsync("chmod", "u+x", "--", folder["custodian"]);
        await RootAsync("chown", "-R", $"{Nobody}:{Nobody}", "--", folder.Path);

        if (!(await TryAsync(Dotnet, program, "--version")).Succeeded) Peer.NotRun<string>(".NET for an ordinary user", "the .NET SDK where everybody may read it");
        if (!(await TryAsync(Peer.Require("bwrap", "bubblewrap"), "--unshare-all", "--ro-bind", "/", "/", "true")).Succeeded)
            Peer.NotRun<string>("a sandbox for an ordinary user", "bubblewrap, and let ordinary users have namespaces");
        return program;
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["HOME"] = folder["home"],
        ["TMPDIR"] = folder["temporary"],
        ["CUSTODIAN_COMMAND"] = folder["custodian"],
    };

    private static string[] AsNobody(params string[] command) => [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--no-new-privs", "--", .. command];

    private Task<ProgramResult> TryAsync(params string[] command) => new ProgramRunner("tests").RunAsync(
        new()
        {
            Program = Peer.Require("setpriv", "util-linux"),
            Arguments = AsNobody(command),
            WorkingFolder = folder.Path,
            Environment = Settings(),
            Timeout = TimeSpan.FromMinutes(2),
        },
        Stop);

    private async Task<string> MustAsync(params string[] command)
    {
        var ran = await TryAsync(command);
        Assert.True(ran.Succeeded, $"{string.Join(' ', command)}: exit {ran.ExitCode}\n{ran.Output}\n{ran.Error}");
        return ran.Output;
    }

    private async Task<string> GitAsync(string part, string repository, params string[] arguments) =>
        (await MustAsync([Peer.Require("git", "git"), "-C", Path.Combine(Estate, part, repository), .. arguments])).Trim();

    private static async Task RootAsync(string program, params string[] arguments)
    {
        var ran = await new ProgramRunner("tests").RunAsync(new() { Program = program, Arguments = arguments, Timeout = TimeSpan.FromMinutes(1) }, Stop);
        Assert.True(ran.Succeeded, ran.Error);
    }
}
