using System.Text.Json.Nodes;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>The whole way of a commit, by git push and the command line, on each kind of remote.</summary>
public sealed class FromPushToReleaseTests
{
    private static readonly TimeSpan LongestMove = TimeSpan.FromSeconds(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Transport.File)]
    [InlineData(Transport.Https)]
    [InlineData(Transport.Ssh)]
    public async Task What_every_custodian_signed_becomes_gold_and_a_release_that_an_outsider_verifies(Transport transport)
    {
        await using var estate = await TestEstate.ServeAsync(new() { Transport = transport });
        foreach (var director in People.Directors)
        {
            await CommandLineClient.MustAsync(
                "adopt", "--server", estate.Server, "--repository", TestEstate.Repository, "--commit", estate.First, "--as", director, "--key", estate.People.Key(director));
        }

        await estate.GoldBecomesAsync(estate.First);
        var commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(commit);
        await AssertCheckedInSandboxAsync(estate, commit);

        foreach (var person in People.Signers.Where(person => person != People.Blackpool)) await SignOffAsync(estate, commit, person);
        await AssertHeldForBlackpoolAloneAsync(estate, commit);

        await SignOffAsync(estate, commit, People.Blackpool);
        await estate.GoldBecomesAsync(commit, LongestMove);

        await CommandLineClient.MustAsync("why", "--server", estate.Server, TestEstate.Repository, commit, "--wait", "10");
        // By the service's own account, too.
        var took = Assert.Single(estate.Ledger.Of("promoted", commit)).Time - estate.Ledger.Of("sign-off", commit)[^1].Time;
        Assert.InRange(took, TimeSpan.Zero, LongestMove);

        await estate.ReleaseAsync("11.0.1");
        await AssertOutsiderVerifiesAsync(estate, commit, "certified/11.0.1");
        Assert.Single(estate.Ledger.Of("promoted"));
        Assert.Single(estate.Ledger.Of("released"));
    }

    [Fact]
    public async Task A_commit_whose_tests_fail_is_rejected_whoever_signs_and_the_developer_is_told_which_test()
    {
        await using var estate = await TestEstate.AdoptedAsync(new());
        var commit = await estate.PushAsync("broken");
        await estate.LookAsync(() => estate.WhyAsync(commit), why => (string?)why["state"] == "reject");

        foreach (var person in People.Signers) await estate.VoteAsync(person, commit);

        // Every signature is there, and the failed check is all that the gate names.
        var why = await Eventually.BecomesAsync(() => estate.WhyAsync(commit), why => TestEstate.Codes(why).Count == 1, "only the check is against it");
        Assert.Equal("reject", (string?)why["state"]);
        Assert.Equal(["check-failed"], TestEstate.Codes(why));
        Assert.Equal(["developer"], TestEstate.WhoCanAct(why));
        var candidate = await estate.Doors.GetAsync($"/api/v1/repositories/{TestEstate.Repository}/candidates/{commit}");
        Assert.Contains("by weight", (string?)candidate["checks"]![0]!["failingTests"]![0]);
        Assert.Equal(estate.First, await estate.GoldAsync());
    }

    [Fact]
    public async Task A_released_version_is_never_moved()
    {
        await using var estate = await TestEstate.AdoptedAsync(new());
        var foreign = await ForeignTagAsync(estate, "certified/1.0");

        var results = new List<string>();
        foreach (var director in People.Directors)
        {
            var said = await CommandLineClient.RunAsync(
                "release", "--server", estate.Server, "--repository", TestEstate.Repository, "--version", "1.0", "--as", director, "--key", estate.People.Key(director));
            results.Add($"{said.ExitCode} {said.Output.Trim().Split('\n')[^1]}");
        }

        Assert.StartsWith("1 The remote has another tag certified/1.0", results[^1]);
        Assert.Equal(foreign, await estate.Git.RunAsync(estate.BareFolder, "rev-parse", "refs/tags/certified/1.0"));
        Assert.Empty(estate.Ledger.Of("released"));
        Assert.Single(estate.Ledger.Of("release-refused"));
    }

    private static Task<string> SignOffAsync(TestEstate estate, string commit, string person) =>
        CommandLineClient.MustAsync(
            "sign-off", "--server", estate.Server, "--repository", TestEstate.Repository, "--commit", commit, "--path", estate.Clone,
            "--as", person, "--role", People.RoleOf(person), "--key", estate.People.Key(person), "--approve");

    private static async Task AssertCheckedInSandboxAsync(TestEstate estate, string commit)
    {
        var candidate = await estate.Doors.GetAsync($"/api/v1/repositories/{TestEstate.Repository}/candidates/{commit}");
        var run = Assert.Single(candidate["checks"]!.AsArray())!;
        Assert.Equal("passed", (string?)run["outcome"]);
        Assert.Equal("bubblewrap", (string?)run["sandbox"]);
        Assert.Equal(1, (int?)run["tests"]);
    }

    private static async Task AssertHeldForBlackpoolAloneAsync(TestEstate estate, string commit)
    {
        // A verdict that was given after the last of these sign-offs, so that nothing is still on its way.
        var lastSignOff = estate.Ledger.Of("sign-off", commit)[^1].Seq;
        var verdict = await Eventually.BecomesAsync(
            () => Task.FromResult(estate.Ledger.Of("verdict", commit)[^1]), given => given.Seq > lastSignOff, "a verdict is given after the last sign-off");
        Assert.Equal("hold", (string?)verdict.Body["verdict"]);
        var reason = Assert.Single(verdict.Body["reasons"]!.AsArray())!;
        Assert.Equal(("sign-off-missing", "blackpool"), ((string?)reason["code"], (string?)reason["subject"]));

        var why = await CommandLineClient.RunAsync("why", "--server", estate.Server, TestEstate.Repository, commit, "--json");
        Assert.Equal(1, why.ExitCode);
        var document = JsonNode.Parse(why.Output)!;
        Assert.Equal("hold", (string?)document["state"]);
        Assert.Equal(["blackpool: director"], TestEstate.WhoCanAct(document));
        Assert.Equal(estate.First, await estate.GoldAsync());
    }

    private static async Task AssertOutsiderVerifiesAsync(TestEstate estate, string commit, string tag)
    {
        var outside = estate["an outsider"];
        await estate.Git.RunAsync(estate[""], "clone", "-q", estate.Remote, outside);
        var signers = Path.Combine(outside, "allowed_signers");
        await File.WriteAllTextAsync(signers, (await estate.Doors.AskAsync("/trust/allowed_signers")).Text, Stop);

        var verified = await estate.Git.TryAsync(outside, "-c", $"gpg.ssh.allowedSignersFile={signers}", "verify-tag", tag);

        Assert.True(verified.Succeeded, verified.Error);
        Assert.Contains($"Good \"git\" signature for {People.Taunton}", verified.Error);
        // Who does not vote on releases makes no certified tag, whatever its name.
        await estate.Git.RunAsync(
            outside, "-c", "gpg.format=ssh", "-c", $"user.signingKey={estate.People.Key(People.Cso)}", "-c", "user.name=Cso", "-c", "user.email=cso@example.nhs.uk",
            "tag", "-s", "-m", "by hand", "certified/by-hand", commit);
        Assert.False((await estate.Git.TryAsync(outside, "-c", $"gpg.ssh.allowedSignersFile={signers}", "verify-tag", "certified/by-hand")).Succeeded);
        Assert.Equal(commit, await estate.Git.RunAsync(outside, "rev-parse", $"{tag}^{{commit}}"));
    }

    private static async Task<string> ForeignTagAsync(TestEstate estate, string name)
    {
        await new GitClient().RunAsync(estate.BareFolder, "tag", "-a", "-m", "not the gate's", name, estate.First);
        return await new GitClient().RunAsync(estate.BareFolder, "rev-parse", $"refs/tags/{name}");
    }
}
