using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>It builds everything anew, so it runs by itself when all others are done.</summary>
[CollectionDefinition(nameof(FreshCloneTests), DisableParallelization = true)]
public sealed class ByItself;

/// <summary>What somebody does who has just heard of Custodian.</summary>
[Collection(nameof(FreshCloneTests))]
public sealed partial class FreshCloneTests
{
    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(6);

    // Of a service that is built already, with a look whether it is.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);

    // What a machine needs to reach its package sources, and no more.
    private static readonly string[] Kept = ["NUGET_", "DOTNET_", "SSL_CERT", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_three_printed_commands_work_in_a_fresh_clone_and_git_verifies_the_release()
    {
        if (!Path.Exists(Path.Combine(Built.Sources, ".git"))) Peer.NotRun<string>("a fresh clone", "the sources by git clone");
        using var folder = new PeerFolder();
        var git = new GitClient();
        await git.RunAsync(folder.Path, "-c", "safe.directory=*", "clone", "-q", Built.Sources, folder["fresh clone"]);
        await CopyWhatIsNotCommittedAsync(git, folder["fresh clone"]);
        var (estate, url) = (folder["small estate"], $"http://127.0.0.1:{FreePort.Next()}");
        PeerProgram Run() => new(Path.Combine(folder["fresh clone"], "scripts", "run"), [estate, url], folder["fresh clone"], Environment());

        await using var running = Run();
        await ReadyAsync(running);
        using var doors = new Doors(url);
        await AssertAdoptedAsync(doors);
        var printed = Printed().Matches(running.Log).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(3, printed.Count);
        var said = new List<string>();
        foreach (var command in printed) said.Add(await TypeAsync(folder.Path, command, running));
        Assert.Contains("it is gold", said[1]);
        Assert.Contains("Good \"git\" signature for taunton-director", said[2]);
        await AssertOutsiderVerifiesAsync(estate, folder["an outsider"]);
        await AssertCheckedInSandboxAsync(doors);

        // Another day: what is there is continued.
        var (keys, gold) = (KeysOf(estate), await GoldAsync(estate));
        Assert.True(await running.TerminateAsync() == 0, running.Log);
        await using var again = Run();
        var started = TimeProvider.System.GetTimestamp();
        await ReadyAsync(again);
        var took = TimeProvider.System.GetElapsedTime(started);
        Assert.True(took < LongestStart, $"It was ready again after {took}:\n{again.Log}");
        await AssertAdoptedAsync(doors);
        Assert.Equal(gold, await GoldAsync(estate));
        Assert.Equal(keys, KeysOf(estate));
    }

    private static async Task AssertAdoptedAsync(Doors doors)
    {
        var repositories = (await doors.GetAsync("/api/v1/repositories")).AsArray();
        Assert.Equal(
            [("clinical-forms", "adopted"), ("interfaces", "adopted"), ("openmaxims", "adopted")],
            repositories.Select(one => ((string)one!["name"]!, (string)one["state"]!)).Order());
    }

    private static async Task AssertCheckedInSandboxAsync(Doors doors)
    {
        var gold = (string?)(await doors.GetAsync("/api/v1/repositories/openmaxims"))["gold"];
        var run = Assert.Single((await doors.GetAsync($"/api/v1/repositories/openmaxims/candidates/{gold}"))["checks"]!.AsArray())!;
        Assert.Equal(("passed", "bubblewrap", 6, 0), ((string?)run["outcome"], (string?)run["sandbox"], (int)run["tests"]!, (int)run["failed"]!));
    }

    // People's keys, and what an outsider has pinned: the ledger's public key, too.
    private static Dictionary<string, string> KeysOf(string estate) =>
        new[] { "keys", "trust" }.SelectMany(part => Directory.GetFiles(Path.Combine(estate, part))).ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private static async Task<IReadOnlyList<string>> GoldAsync(string estate)
    {
        var found = new List<string>();
        foreach (var bare in Directory.GetDirectories(Path.Combine(estate, "repositories")).Order()) found.Add($"{bare} {await new GitClient().RunAsync(bare, "rev-parse", TestEstate.Gold)}");
        return found;
    }

    // What was built, not what was committed last, is what the other tests are about.
    private static async Task CopyWhatIsNotCommittedAsync(GitClient git, string clone)
    {
        string[] ask = ["-c", "safe.directory=*", "-c", "core.quotePath=off"];
        async Task<string[]> ListAsync(params string[] what) => (await git.RunAsync(Built.Sources, [.. ask, .. what])).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        foreach (var path in await ListAsync("diff", "--name-only", "--no-renames", "--diff-filter=a", "-z", "HEAD")) File.Delete(Path.Combine(clone, path));
        string[] present = [.. await ListAsync("diff", "--name-only", "--no-renames", "--diff-filter=d", "-z", "HEAD"), .. await ListAsync("ls-files", "--others", "--exclude-standard", "-z")];
        foreach (var path in present)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(clone, path))!);
            File.Copy(Path.Combine(Built.Sources, path), Path.Combine(clone, path));
        }
    }

    private static async Task AssertOutsiderVerifiesAsync(string estate, string clone)
    {
        var git = new GitClient();
        await git.RunAsync(estate, "clone", "-q", Path.Combine(estate, "repositories", "openmaxims.git"), clone);
        var tag = await git.RunAsync(clone, "tag", "--list", "certified/*");

        var verified = await git.TryAsync(clone, "-c", $"gpg.ssh.allowedSignersFile={Path.Combine(estate, "trust", "allowed_signers")}", "verify-tag", tag);

        Assert.True(verified.Succeeded, verified.Error);
        // What an outsider pins names the rules under which it was certified.
        var pinned = (await File.ReadAllTextAsync(Path.Combine(estate, "trust", "policy.sha256"), Stop)).Trim();
        Assert.Contains($"Policy: sha256:{pinned}\n", await git.RunAsync(clone, "cat-file", "tag", tag));
        Assert.Equal(await git.RunAsync(clone, "rev-parse", "origin/gold"), await git.RunAsync(clone, "rev-parse", $"{tag}^{{commit}}"));
    }

    // A peer has half a minute to start; this one builds itself first.
    private static async Task ReadyAsync(PeerProgram running)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await running.WaitUntilAsync(_ => Task.FromResult(running.Log.Contains("Custodian is ready at", StringComparison.Ordinal)), Stop);
                return;
            }
            catch (InvalidOperationException slow) when (slow.Message.Contains("does not answer", StringComparison.Ordinal) && TimeProvider.System.GetElapsedTime(started) < LongestBuild)
            {
                // It is building still.
            }
        }
    }

    private static async Task<string> TypeAsync(string folder, string command, PeerProgram running)
    {
        var typed = await new ProgramRunner("tests").RunAsync(
            new() { Program = "/bin/sh", Arguments = ["-c", command], WorkingFolder = folder, Environment = Environment(), Timeout = TimeSpan.FromMinutes(3) }, Stop);
        Assert.True(typed.Succeeded, $"{command}: exit {typed.ExitCode}\n{typed.Output}\n{typed.Error}\n\n{running.Log}");
        return typed.Output + typed.Error;
    }

    private static Dictionary<string, string> Environment() =>
        System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(variable => Kept.Any(kept => ((string)variable.Key).StartsWith(kept, StringComparison.Ordinal)))
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);

    // "  2. sign off as each trust           '/where it/is'"
    [GeneratedRegex(@"^ +[123]\. [^/'\n]*([/'].*)$", RegexOptions.Multiline)]
    private static partial Regex Printed();
}
