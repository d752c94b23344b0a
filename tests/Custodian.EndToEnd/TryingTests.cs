using System.Text.Json;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>Trying before adopting, and before pushing, by the command line, beside a service that goes on working.</summary>
[Collection(OneDoorAtATime.Name)]
public sealed class TryingTests(DoorEstate shared)
{
    private const string Unseen = "0123456789012345678901234567890123456789";

    private TestEstate Estate => shared.Estate;

    private string Data => Estate["service data"];

    [Fact]
    public async Task A_dry_run_in_the_clone_says_what_the_service_says_and_changes_nothing()
    {
        await Estate.Git.RunAsync(Estate.Clone, "fetch", "-q", "origin", "+refs/heads/gold:refs/remotes/origin/gold");
        var before = Estate.Ledger.Kept();

        var ended = await CommandLineClient.RunAsync("gate", "--config", Estate["custodian.yaml"], "--repository", TestEstate.Repository, "--path", Estate.Clone, "--commit", shared.Commit, "--json");

        using var told = OneDocument(ended, 0);
        Assert.Equal("bubblewrap", told.RootElement.GetProperty("checks")[0].GetProperty("sandbox").GetString());
        var service = await Estate.WhyAsync(shared.Commit);
        Assert.Equal((string?)service["state"], told.RootElement.GetProperty("verdict").GetProperty("state").GetString());
        // Other tests may have signed the service's candidate meanwhile; nobody has signed the developer's own.
        Assert.Equal(TestEstate.Codes(service).Distinct(), told.RootElement.GetProperty("verdict").GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()!).Distinct());
        Assert.Equal(before, Estate.Ledger.Kept());
    }

    [Fact]
    public async Task A_proposed_policy_is_told_apart_from_the_one_in_force()
    {
        using var folder = new PeerFolder();
        var yaml = await File.ReadAllTextAsync(Estate["custodian.yaml"], TestContext.Current.CancellationToken);
        const string Director = "- { each: custodian, role: director }";
        Assert.Contains(Director, yaml);
        var stricter = folder.Write("stricter.yaml", yaml.Replace(Director, $"{Director}\n      - {{ any: 1, role: clinical-safety-officer, of: [taunton], min-assurance: signed }}", StringComparison.Ordinal));

        var same = await CommandLineClient.RunAsync("policy", "test", "--config", Estate["custodian.yaml"], "--data", Data);
        var other = await CommandLineClient.RunAsync("policy", "test", "--config", stricter, "--data", Data, "--json");

        Assert.Equal((0, ""), (same.ExitCode, same.Error));
        Assert.Contains("They are the same policy.", same.Output);
        using var told = OneDocument(other, 1);
        var one = Assert.Single(told.RootElement.GetProperty("cases").EnumerateArray());
        Assert.Equal((shared.Commit, "other-reasons"), (one.GetProperty("commit").GetString(), one.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task The_service_and_its_data_folder_explain_the_same_instant_alike()
    {
        var at = TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);

        var server = await ExplainAsync("--server", Estate.Server, "--at", at);
        var data = await ExplainAsync("--data", Data, "--at", at);

        using var asked = OneDocument(server, 1);
        using var looked = OneDocument(data, 1);
        Assert.Equal("hold", asked.RootElement.GetProperty("state").GetString());
        Assert.Equal(asked.RootElement.GetRawText(), looked.RootElement.GetRawText());
    }

    [Fact]
    public async Task What_cannot_be_tried_ends_with_its_code_and_a_sentence()
    {
        using var folder = new PeerFolder();
        string[] gate = ["gate", "--config", Estate["custodian.yaml"], "--path", Estate.Clone];

        Refused(await CommandLineClient.RunAsync([.. gate, "--repository", "another", "--commit", shared.Commit]), 2, "has no repository 'another'; it has openmaxims.");
        Refused(await CommandLineClient.RunAsync([.. gate, "--repository", TestEstate.Repository, "--commit", Unseen]), 2, "does not have the commit");
        Refused(await CommandLineClient.RunAsync("policy", "test", "--config", Estate["custodian.yaml"], "--data", folder.Path), 3, "holds no custodian.db: name the service's data folder.");
        folder.Write("custodian.db", "something else, and long enough to be looked at as if it were a database of some kind or other");
        Refused(await ExplainAsync("--data", folder.Path, "--at", "2026-11-22T10:00:00Z"), 3, "is damaged");
        Refused(await ExplainAsync("--data", Data, "--at", "2026-11-22T10:00:00"), 2, "write RFC 3339 with its offset");
        Refused(await ExplainAsync("--at", "2026-11-22T10:00:00Z"), 2, "Name one of --server and --data.");
        Refused(await CommandLineClient.RunAsync("explain", "--data", Data, "another", shared.Commit, "--at", "2030-11-22T10:00:00Z"), 2, "No repository is called 'another'");
        Refused(await CommandLineClient.RunAsync("check", "--server", Estate.Server, "--repository", TestEstate.Repository, "--commit", shared.Commit, "--check", "tests"), 1, "running it again would tell nothing new");
        Refused(await CommandLineClient.RunAsync("check", "--server", Estate.Server, "--repository", TestEstate.Repository, "--commit", shared.Commit, "--check", "lint"), 2, "has no check 'lint'; it has tests.");
    }

    private Task<ProgramResult> ExplainAsync(params string[] more) => CommandLineClient.RunAsync(["explain", TestEstate.Repository, shared.Commit, .. more, "--json"]);

    private static void Refused(ProgramResult ended, int exitCode, string sentence)
    {
        Assert.True(ended.ExitCode == exitCode, $"{ended.ExitCode}: {ended.Error}");
        Assert.Contains(sentence, ended.Error);
        Assert.Equal("", ended.Output);
        Assert.DoesNotContain("   at ", ended.Error);
    }

    private static JsonDocument OneDocument(ProgramResult ended, int exitCode)
    {
        Assert.True(ended.ExitCode == exitCode && ended.Output.StartsWith('{'), $"{ended.ExitCode}: {ended.Error}{ended.Output}");
        return JsonDocument.Parse(ended.Output);
    }
}
