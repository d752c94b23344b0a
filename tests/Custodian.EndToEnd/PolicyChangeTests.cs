using System.Text.Json.Nodes;
using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>A change of the policy with the real binary, from the file that somebody wrote to the first commit that passes by it.</summary>
public sealed class PolicyChangeTests
{
    private const string SecondPairOfEyes = "- { any: 1, role: clinical-safety-officer }";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_three_directors_signed_is_taken_up_by_the_running_service_and_the_next_commit_passes_by_it()
    {
        await using var estate = await TestEstate.AdoptedAsync(new() { Reconcile = "1s" });
        var (config, proposed) = (estate["custodian.yaml"], estate["proposed.yaml"]);
        var text = await File.ReadAllTextAsync(config, Stop);
        Assert.Contains(SecondPairOfEyes, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(proposed, text.Replace(SecondPairOfEyes, "", StringComparison.Ordinal), Stop);

        var mistake = await CommandLineClient.RunAsync(Propose());
        Assert.Equal(1, mistake.ExitCode);
        Assert.Contains("weaker: gate standard: the rule 'any' as clinical-safety-officer is removed", mistake.Output, StringComparison.Ordinal);
        Assert.Contains("Recorded as entry", await CommandLineClient.MustAsync([.. Propose(), "--weaker"]), StringComparison.Ordinal);
        var digest = (string)(await PolicyAsync())["proposals"]![0]!["digest"]!;
        foreach (var director in new[] { People.Sthk, People.Blackpool })
        {
            await CommandLineClient.MustAsync(
                "sign-off", "--server", estate.Server, "--subject", $"policy:{digest}", "--path", proposed, "--as", director, "--role", "director", "--key", estate.People.Key(director), "--approve");
        }

        var waiting = await Eventually.BecomesAsync(PolicyAsync, policy => (int)policy["number"]! == 2 && policy["trouble"] is not null, "the policy is adopted, and it is said that the file does not say it");
        Assert.NotEqual((string?)waiting["digest"], (string?)waiting["running"]);

        File.Copy(proposed, config, overwrite: true);
        await Eventually.BecomesAsync(PolicyIfThereAsync, policy => (string?)policy?["running"] == (string?)waiting["digest"], "the service takes it up by itself");
        Assert.Contains("the service starts again with", estate.Service.Log, StringComparison.Ordinal);

        // Without the second pair of eyes the old policy would hold it.
        var commit = await estate.PushAsync("dose");
        await estate.AwaitsPeopleAsync(commit);
        foreach (var director in People.Directors) await estate.VoteAsync(director, commit);
        await estate.GoldBecomesAsync(commit);
        await CommandLineClient.MustAsync("ledger", "verify", "--server", estate.Server);
        Assert.Equal(2, estate.Ledger.Of("policy-adopted").Count);

        string[] Propose() => ["policy", "propose", "--server", estate.Server, "--config", proposed, "--as", People.Taunton, "--key", estate.People.Key(People.Taunton)];

        Task<JsonNode> PolicyAsync() => estate.Doors.GetAsync("/api/v1/policy");

        async Task<JsonNode?> PolicyIfThereAsync()
        {
            try
            {
                return await PolicyAsync();
            }
            catch (HttpRequestException)
            {
                // Between its two lives nobody answers.
                return null;
            }
        }
    }
}
