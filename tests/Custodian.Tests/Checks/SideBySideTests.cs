using System.Net;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Checks;

[Collection(nameof(Alone))]
public sealed class SideBySideTests : IDisposable
{
    private readonly DirectoryInfo meeting = Directory.CreateTempSubdirectory("custodian-meeting-");

    public SideBySideTests()
    {
        // A service that is root runs checks as nobody.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(meeting.FullName, (UnixFileMode)Convert.ToInt32("777", 8));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => meeting.Delete(recursive: true);

    [Fact]
    public async Task Checks_of_one_candidate_run_side_by_side_up_to_the_limit_and_never_more()
    {
        await using var bench = await PageBench.StartAsync(
            ("reconcile: 1s", "reconcile: 1s, checks-at-once: 2"),
            ("checks: [tests]", "checks: [one, two, three]"),
            ("tests: { type: command, run: [\"true\"], sandbox: none }", Meet("one")),
            ("checks:\n", $"checks:\n  {Meet("two")}\n  {Meet("three")}\n"));
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());

        await bench.LookAsync();
        // Neither ends before both are at it.
        await PageBench.UntilAsync(() => Task.FromResult(AtWork()), count => count >= 2);
        // Meanwhile the gate takes a vote and judges it: a third check has all this time to begin.
        await bench.SignAsync(candidate, "sthk-director", SignOffDecision.Approve);
        await PageBench.UntilAsync(
            () => Task.FromResult(bench.Facts<VerdictGiven>(candidate)), verdicts => verdicts[^1].Reasons.All(reason => reason.Subject != "sthk"));
        Assert.Equal(2, AtWork());

        await File.WriteAllTextAsync(Path.Combine(meeting.FullName, "go"), "", Stop);
        var runs = await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(candidate)), ended => ended.Count == 3);
        Assert.All(runs, run => Assert.Equal(CheckOutcome.Passed, run.Outcome));
        Assert.DoesNotContain("3", await File.ReadAllLinesAsync(Path.Combine(meeting.FullName, "counts"), Stop));
    }

    [Fact]
    public async Task The_first_and_the_last_of_a_log_are_read_at_its_door_up_to_the_configured_size()
    {
        await using var bench = await PageBench.StartAsync(
            ("reconcile: 1s", "reconcile: 1s, log-limit: 1KiB"),
            ("run: [\"true\"]", "run: [seq, \"1\", \"5000\"]"));
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(candidate)), ended => ended.Count == 1);

        using var answer = await bench.Client.GetAsync($"api/v1/repositories/{PageBench.Name}/candidates/{candidate}/checks/tests/log", Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var log = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains("1\n2\n3\n", log, StringComparison.Ordinal);
        Assert.Contains("\n4999\n5000\n", log, StringComparison.Ordinal);
        Assert.DoesNotContain("\n2500\n", log, StringComparison.Ordinal);
        // Beside what is kept there is a line that says how much is not.
        Assert.InRange(log.Length, 1000, 1024 + 200);
    }

    private int AtWork() => meeting.EnumerateFiles("*.at-work").Count();

    // Says that it is at work, counts who else is, and waits to be let go.
    private string Meet(string name)
    {
        var script = $"cd {meeting.FullName} && touch {name}.at-work && ls | grep -c at-work >> counts && while [ ! -e go ]; do sleep 0.05; done; rm {name}.at-work";
        return $"{name}: {{ type: command, run: [sh, -c, \"{script}\"], sandbox: none, timeout: 1m }}";
    }
}
