using System.Text.Json;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd.Forges;

/// <summary>A check that fails, as developers see it beside their code on GitHub, and the button that runs it again; the gate itself, real git, GitHub's emulator.</summary>
public sealed class RerunTests(GitHubPeer peer) : IClassFixture<GitHubPeer>
{
    private const int Member = 1001;
    private const int Stranger = 9;

    private static readonly object Repository = new { id = 186853002, full_name = "IMS-MAXIMS/openMAXIMS" };

    [Fact]
    public async Task A_failing_test_is_shown_at_its_line_and_runs_again_when_a_custodians_person_presses_the_button()
    {
        await using var estate = await TestEstate.AdoptedAsync(new()
        {
            GitHub = "IMS-MAXIMS/openMAXIMS",
            GitHubAccounts = new Dictionary<string, long> { ["developer"] = Member },
            GitHubApp = [$"api: \"{peer.Api.ToString().TrimEnd('/')}\"", $"app: {GitHubPeer.App}", $"private-key: \"file:{peer.Key}\""],
        });
        var commit = await BreakAsync(estate);
        var failed = await BecomesAsync(commit, runs => runs is [var one] && Told(one) == "completed failure Failed");
        var first = failed[0].GetProperty("id").GetInt64();
        Assert.Equal(["check.sh:2 doses.by weight failed: wrong dose"], await peer.RemarksAsync(first));

        // Nobody's account: nothing is run, and the commit says why.
        await PressAsync(estate, "check_run", commit, Stranger, first);
        var refused = await BecomesAsync(commit, runs => Summary(runs[0]).Contains("nothing is run", StringComparison.Ordinal));
        Assert.Contains($"the account that asked (number {Stranger}) is nobody's at a custodian", Summary(Assert.Single(refused)), StringComparison.Ordinal);
        Assert.Single(estate.Ledger.Of("check-run", commit));

        await PressAsync(estate, "check_run", commit, Member, first);
        await BecomesAsync(commit, runs => runs.Any(one => Told(one) == "queued  Is run again: somebody asked for it"));
        // What stands beside the code is never mixed with what another run says.
        var twice = await BecomesAsync(commit, runs => runs.Length == 2 && runs.All(one => Told(one) == "completed failure Failed"));
        var second = twice.Max(one => one.GetProperty("id").GetInt64());
        Assert.Equal(2, estate.Ledger.Of("check-run", commit).Count);
        Assert.Equal(["check.sh:2 doses.by weight failed: wrong dose"], await peer.RemarksAsync(second));
        Assert.DoesNotContain(twice, one => one.GetProperty("id").GetInt64() == second && Summary(one).Contains("nothing is run", StringComparison.Ordinal));

        // The older one's button, and the one for all of them.
        await PressAsync(estate, "check_run", commit, Member, first, externalId: $"{TestEstate.Repository}@{commit}/tests/anything");
        await BecomesAsync(commit, runs => runs.Length == 3 && runs.All(one => Told(one) == "completed failure Failed"));
        await PressAsync(estate, "check_suite", commit, Member, 77);
        await BecomesAsync(commit, runs => runs.Length == 4 && runs.All(one => Told(one) == "completed failure Failed"));
        Assert.Equal(3, estate.Ledger.Of("check-requested", commit).Count);

        // Another App's, and one that was never shown.
        await PressAsync(estate, "check_suite", commit, Member, 77, app: 5);
        await PressAsync(estate, "check_run", estate.First, Member, 999);
        await Eventually.UntilAsync("it says so", Eventually.Patience, () => estate.Service.Log.Contains("never showed there", StringComparison.Ordinal));
        Assert.Equal(3, estate.Ledger.Of("check-requested", commit).Count);
        Assert.Empty(await peer.ViolationsAsync());
    }

    [Fact]
    public async Task A_button_that_was_pressed_as_the_service_fell_is_answered_after_its_next_start()
    {
        await using var estate = await TestEstate.AdoptedAsync(new()
        {
            GitHub = "IMS-MAXIMS/openMAXIMS",
            GitHubAccounts = new Dictionary<string, long> { ["developer"] = Member },
            Reconcile = "2s",
            GitHubApp = [$"api: \"{peer.Api.ToString().TrimEnd('/')}\"", $"app: {GitHubPeer.App}", $"private-key: \"file:{peer.Key}\""],
        });
        var commit = await BreakAsync(estate);
        var failed = await BecomesAsync(commit, runs => runs is [var one] && Told(one) == "completed failure Failed");

        await PressAsync(estate, "check_run", commit, Member, failed[0].GetProperty("id").GetInt64());
        await estate.RestartAsync();

        await BecomesAsync(commit, runs => runs.Length == 2 && runs.All(one => Told(one) == "completed failure Failed"));
        Assert.Single(estate.Ledger.Of("check-requested", commit));
    }

    // What is pushed to GitHub is there before the gate sees it.
    private async Task<string> BreakAsync(TestEstate estate)
    {
        await File.WriteAllTextAsync(Path.Combine(estate.Clone, "check.sh"), """
            echo "<testsuite><testcase classname='doses' name='by weight'><failure message='wrong dose'>at run (/work/check.sh:2:7)</failure></testcase></testsuite>" > report.xml
            sleep 2
            exit 1

            """.ReplaceLineEndings("\n"));
        await File.WriteAllTextAsync(Path.Combine(estate.Clone, "note"), $"{Guid.NewGuid()}\n");
        await estate.Git.RunAsync(estate.Clone, "add", ".");
        await estate.Git.RunAsync(estate.Clone, "commit", "-q", "-m", "Break the doses");
        var commit = await estate.Git.RunAsync(estate.Clone, "rev-parse", "HEAD");
        await peer.TakeAsync(estate, estate.First, commit);
        await estate.Git.RunAsync(estate.Clone, "push", "-q", "origin", $"HEAD:{TestEstate.Main}");
        await estate.LookAsync(() => estate.WhyAsync(commit), why => (string?)why["state"] == "reject");
        return commit;
    }

    private static async Task PressAsync(TestEstate estate, string what, string commit, int sender, long id, long app = GitHubPeer.App, string externalId = "")
    {
        var about = new { id, head_sha = commit, external_id = externalId, app = new { id = app } };
        object payload = what == "check_run"
            ? new { action = "rerequested", check_run = about, repository = Repository, sender = new { id = sender } }
            : new { action = "rerequested", check_suite = about, repository = Repository, sender = new { id = sender } };
        Assert.Equal(202, (int)(await estate.Doors.SendAsync(SignedHook.Of(what, payload))).Status);
    }

    private async Task<JsonElement[]> BecomesAsync(string commit, Func<JsonElement[], bool> enough) => await Eventually.BecomesAsync(
        async () => (await peer.CheckRunsAsync(commit)).Where(run => run.GetProperty("name").GetString() == "custodian/tests").ToArray(), enough, "the commit shows it");

    private static string Told(JsonElement run) => $"{run.GetProperty("status").GetString()} {run.GetProperty("conclusion").GetString()} {run.GetProperty("output").GetProperty("title").GetString()}";

    private static string Summary(JsonElement run) => run.GetProperty("output").GetProperty("summary").GetString()!;
}
