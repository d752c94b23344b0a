using Custodian.Checks;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Checks;

public sealed class CommandJudgeTests : IDisposable
{
    private static readonly TestTally Good = new(41, 0, 0, []);
    private static readonly CommandEnd Well = new() { ExitCode = 0, TimedOut = false, OutOfMemory = false, Log = "", Trouble = "" };

    private readonly CheckBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void What_the_machine_itself_limits_lower_is_the_operators()
    {
        var report = Judge(Well with { ExitCode = 1, Log = "prlimit: failed to set the NPROC resource limit: Operation not permitted\n" }, null);

        Assert.Equal(CheckOutcome.Errored, report.Outcome);
        Assert.Contains("raise the service's own", report.Summary);
    }

    [Fact]
    public void A_command_that_only_talks_like_the_launcher_has_failed()
    {
        var report = Judge(Well with { ExitCode = 127, Log = "begun\nprlimit: failed to execute ant: No such file or directory\n" }, null);

        Assert.Equal(CheckOutcome.Failed, report.Outcome);
    }

    [Fact]
    public void A_kernel_without_user_namespaces_names_the_mend()
    {
        var report = Judge(Well with { ExitCode = null, Log = "bwrap: No permissions to create new namespace\n" }, null);

        Assert.Equal(CheckOutcome.Errored, report.Outcome);
        Assert.Contains("allow user namespaces", report.Summary);
        Assert.Contains("set sandbox: none in the policy", report.Summary);
    }

    [Fact]
    public void Memory_comes_before_the_tests_that_it_broke()
    {
        var report = Judge(Well with { ExitCode = 1, OutOfMemory = true }, Good with { Failed = 1, Failing = ["a"] });

        Assert.Equal((CheckOutcome.Killed, "killed: it used more than 1 GiB of memory"), (report.Outcome, report.Summary));
    }

    [Fact]
    public void A_good_report_does_not_save_a_command_that_failed()
    {
        var report = Judge(Well with { ExitCode = 2, Log = "out of luck" }, Good);

        Assert.Equal((CheckOutcome.Failed, "ended with exit code 2, though none of 41 tests failed; its last line: out of luck"), (report.Outcome, report.Summary));
    }

    private CheckReport Judge(CommandEnd end, TestTally? tally) =>
        CommandJudge.Judge(bench.TaskOf(CheckBench.WithReports(bench.Settings)), end, tally, null);
}
