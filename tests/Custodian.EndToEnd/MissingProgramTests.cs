using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>What somebody reads on a machine that lacks a program and may not install one: scripts of a copy, with a PATH of a few links.</summary>
public sealed class MissingProgramTests : IDisposable
{
    // The scripts look here, whatever PATH says.
    private static readonly string[] Always = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    // What the scripts use before they come to what is missing, and the package that brings each.
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["bash"] = "bash",
        ["bwrap"] = "bubblewrap",
        ["cmp"] = "diffutils",
        ["cut"] = "coreutils",
        ["dirname"] = "coreutils",
        ["dotnet"] = "the .NET SDK",
        ["flock"] = "util-linux",
        ["git"] = "git",
        ["grep"] = "grep",
        ["mkdir"] = "coreutils",
        ["node"] = "nodejs",
        ["npm"] = "npm",
        ["setpriv"] = "util-linux",
        ["ssh-keygen"] = "openssh-client",
        ["tr"] = "coreutils",
    };

    private readonly PeerFolder folder = new();

    public MissingProgramTests()
    {
        Directory.CreateDirectory(folder["scripts"]);
        foreach (var script in Directory.GetFiles(Path.Combine(Built.Sources, "scripts"))) File.Copy(script, Path.Combine(folder["scripts"], Path.GetFileName(script)));
        folder.NewFolder("programs");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("git", "git is missing. Install it, then run this again:  sudo apt-get install git")]
    [InlineData("ssh-keygen", "ssh-keygen is missing. Install it, then run this again:  sudo apt-get install openssh-client")]
    [InlineData("node", "node is missing. Install it, then run this again:  sudo apt-get install nodejs")]
    [InlineData("npm", "npm is missing. Install it, then run this again:  sudo apt-get install npm")]
    [InlineData("bwrap", "bwrap is missing. Install it, then run this again:  sudo apt-get install bubblewrap")]
    [InlineData("dotnet", "The .NET 10 SDK is missing: see https://learn.microsoft.com/dotnet/core/install/ and run this again.")]
    public async Task Bootstrap_ends_with_2_and_names_what_installs_a_missing_program(string missing, string says)
    {
        Link(Packages.Keys.Except([missing]));

        var ended = await RunAsync("bootstrap", ci: false);

        Assert.Equal((2, "", $"{says}\n"), (ended.ExitCode, ended.Output, ended.Error));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Peers_names_what_installs_each_missing_peer_and_fails_in_continuous_integration(bool ci, int exitCode)
    {
        string[] hidden = ["bwrap", "curl", "wget", "npm"];
        foreach (var program in hidden.Append("apt-get"))
        {
            if (Always.Any(place => File.Exists(Path.Combine(place, program)))) Assert.Skip($"not run: {program} cannot be hidden from the script here");
        }

        Link(["bash", "dirname", "cmp", "cut"]);
        Directory.CreateDirectory(folder["tests/Custodian.EndToEnd"]);
        File.Copy(Path.Combine(Built.Sources, "tests", "Custodian.EndToEnd", "package-lock.json"), folder["tests/Custodian.EndToEnd/package-lock.json"]);

        var ended = await RunAsync("peers", ci);

        Assert.Equal(exitCode, ended.ExitCode);
        var lines = ended.Output.Split('\n');
        Assert.All(
            [("bwrap", "bubblewrap"), ("curl", "curl"), ("npm", "npm"), ("standardwebhooks", "nodejs npm")],
            peer => Assert.Contains($"not run: {peer.Item1}, install {peer.Item2}", lines));
        Assert.DoesNotContain("The peers of the end-to-end tests are here.", ended.Output);
    }

    private void Link(IEnumerable<string> programs)
    {
        foreach (var program in programs) File.CreateSymbolicLink(Path.Combine(folder["programs"], program), Peer.Require(program, Packages[program]));
    }

    private Task<ProgramResult> RunAsync(string script, bool ci) => new ProgramRunner("tests").RunAsync(
        new()
        {
            Program = Peer.Require("bash", Packages["bash"]),
            Arguments = [Path.Combine(folder["scripts"], script)],
            Environment = new Dictionary<string, string> { ["PATH"] = folder["programs"], ["CI"] = ci ? "true" : "" },
            Timeout = TimeSpan.FromMinutes(1),
        },
        TestContext.Current.CancellationToken);
}
