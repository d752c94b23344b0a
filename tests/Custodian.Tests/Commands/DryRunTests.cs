using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Commands;
using Custodian.Git;
using Custodian.Rules;
using Custodian.Tests.Checks;
using Xunit;

namespace Custodian.Tests.Commands;

/// <summary>A developer's dry run of one commit, in a real clone.</summary>
[Collection(nameof(Alone))]
public sealed class DryRunTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-dry-");
    // Checks run as another account where the tests are root's.
    private readonly DirectoryInfo workspaces = Directory.CreateTempSubdirectory("custodian-dry-checks-");
    private readonly StringWriter output = new(CultureInfo.InvariantCulture);
    private readonly StringWriter error = new(CultureInfo.InvariantCulture);
    private readonly ProgramRunner programs = new("tests");
    private readonly List<(string Old, string New)> changes = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Clone => Path.Combine(folder.FullName, "my clone");

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(workspaces.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
        var remote = Path.Combine(folder.FullName, "remote.git");
        await GitAsync(folder.FullName, "init", "-q", "--bare", "--initial-branch=main", remote);
        await GitAsync(folder.FullName, "clone", "-q", remote, Clone);
        await CommitAsync("one", "dose.txt", "good");
        await GitAsync(Clone, "push", "-q", "origin", "HEAD:main", "HEAD:gold");
        await GitAsync(Clone, "fetch", "-q");
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        workspaces.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_good_commit_passes_and_the_sign_offs_that_it_would_be_asked_for_are_told()
    {
        var commit = await CommitAsync("two", "dose.txt", "good, and better");
        var before = Fingerprint();

        var told = await JsonAsync(0, commit);

        Assert.True(told.GetProperty("passes").GetBoolean());
        Assert.Equal("refs/remotes/origin/gold", told.GetProperty("goldRef").GetString());
        Assert.Equal("passed", told.GetProperty("checks")[0].GetProperty("outcome").GetString());
        var verdict = told.GetProperty("verdict");
        Assert.Equal("hold", verdict.GetProperty("state").GetString());
        Assert.Equal(["sign-off-missing", "sign-off-missing", "soaking"], verdict.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()));
        Assert.Contains(verdict.GetProperty("rules").EnumerateArray(), rule => rule.GetProperty("rule").GetString() == "a sign-off as director from every custodian, by nobody who wrote or committed part of it or fills a seat of another rule");
        // Not one byte of the clone is another, and nothing is left beside it.
        Assert.Equal(before, Fingerprint());
        Assert.Empty(Directory.EnumerateFileSystemEntries(workspaces.FullName));
    }

    [Fact]
    public async Task What_speaks_against_a_commit_ends_with_1()
    {
        var broken = await CommitAsync("broken", "dose.txt", "broken");
        var failed = await JsonAsync(1, broken);
        Assert.Equal(("failed", "check-failed"), (failed.GetProperty("checks")[0].GetProperty("outcome").GetString(), Code(failed)));
        Assert.Contains("  | the dose is wrong", error.ToString(), StringComparison.Ordinal);

        var mended = await CommitAsync("mended", "dose.txt", "good again");
        Assert.Equal("check-not-run", Code(await JsonAsync(1, mended, order => order with { RunChecks = false })));
        // Judged against what it does not descend from.
        await GitAsync(Clone, "checkout", "-q", "-B", "aside", "origin/gold");
        var aside = await CommitAsync("aside", "other.txt", "good");
        Assert.Equal("not-a-fast-forward", Code(await JsonAsync(1, aside, order => order with { Gold = "main" })));
        // Its author is a director of taunton, and nobody else is.
        await GitAsync(Clone, "config", "user.email", "director@taunton.example");
        var own = await CommitAsync("own", "other.txt", "good as well");
        Assert.Contains("seat-vacant", Codes(await JsonAsync(1, own)));
        // A submodule refuses the candidate before any check is run.
        await GitAsync(Clone, "update-index", "--add", "--cacheinfo", $"160000,{own},library");
        await GitAsync(Clone, "commit", "-q", "-m", "submodule");
        var submodule = await JsonAsync(1, await HeadAsync());
        Assert.Equal(["submodule"], Codes(submodule));
        Assert.False(submodule.GetProperty("checks")[0].TryGetProperty("outcome", out _));
    }

    [Fact]
    public async Task An_urgent_commit_is_judged_by_the_urgent_gate_which_asks_for_no_soak()
    {
        var commit = await CommitAsync("two", "dose.txt", "good, and better");
        const string Standard = "gate: standard }", Gates = "gates:\n";
        changes.Add((Standard, "gate: standard, urgent: { source: [\"refs/heads/hotfix/*\"], gate: urgent } }"));
        changes.Add((Gates, Gates + "  urgent: { urgent: true, checks: all, sign-offs: [{ each: custodian, role: director }] }\n"));

        Assert.Equal(["sign-off-missing", "sign-off-missing"], Codes(await JsonAsync(0, commit, order => order with { Urgent = true })));
        Assert.Equal(["sign-off-missing", "sign-off-missing", "soaking"], Codes(await JsonAsync(0, commit)));

        changes.Clear();
        await RefusesAsync("has no urgent gate", order => order with { Urgent = true }, commit);
    }

    [Fact]
    public async Task Where_the_policy_lives_in_the_repository_what_the_commit_makes_of_it_is_judged()
    {
        const string Soak = "soak: 24h, ";
        changes.Add(("repositories:", "policy: { repository: openmaxims, path: custodian.yaml }\nrepositories:"));
        var text = await File.ReadAllTextAsync(await ConfigAsync(), Stop);
        await CommitAsync("policy", "custodian.yaml", text);
        await GitAsync(Clone, "push", "-q", "origin", "HEAD:main", "HEAD:gold");
        await GitAsync(Clone, "fetch", "-q");
        Assert.DoesNotContain("policy-awaited", Codes(await JsonAsync(0, await CommitAsync("code", "dose.txt", "better"))));

        var weaker = await CommitAsync("weaker", "custodian.yaml", text.Replace(Soak, "", StringComparison.Ordinal));
        foreach (var file in await ConfigsAsync(Soak))
        {
            var undeclared = await JsonAsync(1, weaker, order => order with { Config = file });
            Assert.Contains("policy-unreadable", Codes(undeclared));
            Assert.Contains("it weakens the gate and does not say so", undeclared.GetProperty("verdict").GetRawText(), StringComparison.Ordinal);
        }

        await GitAsync(Clone, "commit", "-q", "--amend", "-m", "weaker\n\nPolicy-Weaker: yes");
        foreach (var file in await ConfigsAsync(Soak))
        {
            var declared = await JsonAsync(0, await HeadAsync(), order => order with { Config = file });
            Assert.Contains("policy-awaited", Codes(declared));
            Assert.Contains("This commit brings another policy, which a director of sthk and taunton has not approved", declared.GetProperty("verdict").GetRawText(), StringComparison.Ordinal);
            Assert.Contains("The policy in this commit weakens the gate: ", declared.GetProperty("verdict").GetRawText(), StringComparison.Ordinal);
            Assert.Equal(["sthk-director", "taunton-director"], declared.GetProperty("verdict").GetProperty("unblock").EnumerateArray().Select(act => act.GetString()!.Split(':')[0]).Order());
        }

        // A linked work tree keeps its objects elsewhere.
        var tree = Path.Combine(folder.FullName, "tree");
        await GitAsync(Clone, "worktree", "add", "-q", tree);
        var broken = await CommitAsync("broken", "custodian.yaml", "no policy");
        Assert.Contains("custodian.yaml:1:1: ", (await JsonAsync(1, broken)).GetProperty("verdict").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("policy-unreadable", Codes(await JsonAsync(1, broken, order => order with { Path = tree })));
    }

    [Fact]
    public async Task Changes_that_are_not_committed_are_said_not_to_be_judged()
    {
        var commit = await CommitAsync("two", "dose.txt", "good, and better");
        await File.WriteAllTextAsync(Path.Combine(Clone, "dose.txt"), "broken", Stop);

        Assert.Equal(0, await RunAsync(commit));

        Assert.Contains("The work tree has changes that are not committed: they are not judged.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Nothing speaks against it.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("still can: taunton-director", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_todays_people_could_never_get_through_does_not_pass()
    {
        var commit = await CommitAsync("two", "dose.txt", "good, and better");
        changes.Add(("sign-offs: [{ each: custodian, role: director }]", "sign-offs: [{ each: custodian, role: director }, { any: 1, role: director }]"));

        Assert.Equal(1, await RunAsync(commit));

        Assert.DoesNotContain("Nothing speaks against it", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Nobody could get it through as it is.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Its seats cannot all be filled by the people who may sign it off: one more person is needed as director, from taunton or sthk.", output.ToString(), StringComparison.Ordinal);

        // Whoever has no key, and no system of their own that speaks for them, is as good as not there.
        changes.Clear();
        changes.Add((", keys: [\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINY3sSswE0COmCWw4ZunydRl0UWswWRK+Oabfvykz7zE\"]", ""));
        var told = (await JsonAsync(1, commit)).GetProperty("verdict");
        Assert.Equal("Its seats cannot all be filled by the people who can sign it off: one more person is needed as director, from sthk (sthk-director has no key that is good today, and sthk no 'hook-secret').", Assert.Single(told.GetProperty("impossible").EnumerateArray()).GetString());
        Assert.Empty(told.GetProperty("unblock").EnumerateArray());
        changes.Add(("sthk: { name: St Helens,", "sthk: { name: St Helens, hook-secret: env:STHK_HOOK_SECRET,"));
        await JsonAsync(0, commit);

        // So is who alone may attest a check.
        changes.Clear();
        changes.Add(("checks:\n", "checks:\n  by-hand: { type: attested, role: director, of: [sthk], min-assurance: signed }\n"));
        changes.Add(("checks: [tests]", "checks: [tests, by-hand]"));
        await JsonAsync(0, commit);
        changes.Add((", keys: [\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINY3sSswE0COmCWw4ZunydRl0UWswWRK+Oabfvykz7zE\"]", ""));
        changes.Add(("sthk: { name: St Helens,", "sthk: { name: St Helens, hook-secret: env:STHK_HOOK_SECRET,"));
        var silent = (await JsonAsync(1, commit)).GetProperty("verdict");
        Assert.Equal("Nobody who may attest by-hand can say so: sthk-director has no key that is good today, and the rule asks for a signature.", Assert.Single(silent.GetProperty("impossible").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task What_is_not_there_is_wrong_use_and_said_in_a_sentence()
    {
        var commit = await HeadAsync();
        await RefusesAsync("has no repository 'another'; it has openmaxims", order => order with { Repository = "another" }, commit);
        await RefusesAsync("does not have the commit", order => order, new CommitSha(new string('a', 40)));
        await RefusesAsync("is not a git repository", order => order with { Path = folder.FullName }, commit);
        await RefusesAsync("has no commit that is called 'origin/nowhere'", order => order with { Gold = "origin/nowhere" }, commit);
        await GitAsync(Clone, "update-ref", "-d", "refs/remotes/origin/gold");
        await RefusesAsync("knows no gold: git fetch origin gold", order => order, commit);
    }

    private static string? Code(JsonElement told) => Codes(told)[0];

    private static IReadOnlyList<string?> Codes(JsonElement told) => [.. told.GetProperty("verdict").GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString())];

    private async Task RefusesAsync(string sentence, Func<DryRunOrder, DryRunOrder> change, CommitSha commit)
    {
        var refused = await Assert.ThrowsAsync<CommandException>(() => RunAsync(commit, change));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private async Task<JsonElement> JsonAsync(int exitCode, CommitSha commit, Func<DryRunOrder, DryRunOrder>? change = null)
    {
        output.GetStringBuilder().Clear();
        Assert.Equal(exitCode, await RunAsync(commit, order => (change ?? (same => same))(order) with { Json = true }));
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    private async Task<int> RunAsync(CommitSha commit, Func<DryRunOrder, DryRunOrder>? change = null)
    {
        var order = new DryRunOrder(await ConfigAsync(), "openmaxims", Clone, commit);
        return await new DryRun(output, error, TimeProvider.System).RunAsync((change ?? (same => same))(order), Stop);
    }

    // The policy in force, and the one that the commit brings: a developer may name either.
    private async Task<string[]> ConfigsAsync(string without)
    {
        var (inForce, brought) = (await ConfigAsync(), Path.Combine(folder.FullName, "brought.yaml"));
        await File.WriteAllTextAsync(brought, (await File.ReadAllTextAsync(inForce, Stop)).Replace(without, "", StringComparison.Ordinal), Stop);
        return [inForce, brought];
    }

    private async Task<string> ConfigAsync()
    {
        var file = Path.Combine(folder.FullName, "custodian.yaml");
        var text = $$"""
            service: { workspaces: "{{workspaces.FullName}}" }
            custodians:
              taunton: { name: Taunton, people: { taunton-director: { roles: [director], email: director@taunton.example, keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINaP3hU5JpLQaJPW+sDQDGMBlzA3kxo3e2TxNDfK8+CP"] } } }
              sthk: { name: St Helens, people: { sthk-director: { roles: [director], keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINY3sSswE0COmCWw4ZunydRl0UWswWRK+Oabfvykz7zE"] } } }
            repositories:
              openmaxims: { url: openmaxims.git, source: refs/heads/main, gold: refs/heads/gold, checks: [tests], gate: standard }
            checks:
              tests: { type: command, run: [sh, -c, "! grep -H broken dose.txt || { echo the dose is wrong; exit 1; }"], sandbox: none }
            gates:
              standard: { checks: all, soak: 24h, sign-offs: [{ each: custodian, role: director }] }
            """;
        await File.WriteAllTextAsync(file, changes.Aggregate(text, (now, change) => now.Replace(change.Old, change.New, StringComparison.Ordinal)), Stop);
        return file;
    }

    private async Task<CommitSha> CommitAsync(string message, string file, string content)
    {
        await File.WriteAllTextAsync(Path.Combine(Clone, file), content + "\n", Stop);
        await GitAsync(Clone, "add", ".");
        await GitAsync(Clone, "commit", "-q", "-m", message);
        return await HeadAsync();
    }

    private async Task<CommitSha> HeadAsync() => new((await GitAsync(Clone, "rev-parse", "HEAD")).Trim());

    private string Fingerprint() => string.Join('\n',
        from file in Directory.EnumerateFiles(Clone, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        select $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}");

    private async Task<string> GitAsync(string where, params string[] arguments)
    {
        var result = await programs.RunAsync(new()
        {
            Program = "git",
            Arguments = ["-C", where, .. arguments],
            Environment = new Dictionary<string, string>
            {
                ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_NOSYSTEM"] = "1", ["HOME"] = folder.FullName,
                ["GIT_AUTHOR_NAME"] = "Dev", ["GIT_COMMITTER_NAME"] = "Dev", ["EMAIL"] = "dev@example.org",
            },
            Timeout = TimeSpan.FromSeconds(30),
        }, Stop);
        Assert.True(result.Succeeded, result.Error);
        return result.Output;
    }
}
