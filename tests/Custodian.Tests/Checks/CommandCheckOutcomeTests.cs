using Custodian.Checks;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Checks;

public sealed class CommandCheckOutcomeTests : IDisposable
{
    private const string Passing = "<testsuite name='S'><testcase classname='Dosage' name='rounds_down'/><testcase classname='Dosage' name='adds'/></testsuite>";

    private readonly CheckBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_command_that_succeeds_passes()
    {
        var report = await bench.ShellAsync("echo well; pwd");

        Assert.Equal((CheckOutcome.Passed, "the command succeeded"), (report.Outcome, report.Summary));
        Assert.Equal("well\n/work\n", report.Log);
        Assert.Equal("bubblewrap", report.Sandbox);
    }

    [Fact]
    public async Task A_report_without_failures_passes_with_its_count()
    {
        bench.Write("made", Passing);

        var report = await bench.ShellAsync("mkdir -p a/b; cp made a/b/TEST-s.xml", CheckBench.WithReports);

        Assert.Equal((CheckOutcome.Passed, "2 tests passed"), (report.Outcome, report.Summary));
        Assert.Equal((2, 0, 0), (report.Tests, report.Failed, report.Skipped));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(133)]
    public async Task Failing_tests_are_named_whatever_the_exit_code(int code)
    {
        bench.Write("made", """
            <testsuites><testsuite name='S' tests='1' failures='0'>
              <testcase classname='Dosage' name='rounds_up'><failure message='no'>stack</failure></testcase>
              <testcase classname='Allergy' name='warns'><error/></testcase>
              <testcase classname='Ward' name='moves'/>
            </testsuite><testsuite name='T'>
              <testcase classname='Bed' name='frees'><failure/></testcase><testcase name='x'><skipped/></testcase>
            </testsuite></testsuites>
            """);

        var report = await bench.ShellAsync($"cp made TEST-s.xml; exit {code}", CheckBench.WithReports);

        Assert.Equal((CheckOutcome.Failed, "3 of 5 tests failed: Dosage.rounds_up, Allergy.warns, Bed.frees"), (report.Outcome, report.Summary));
        Assert.Equal(["Dosage.rounds_up", "Allergy.warns", "Bed.frees"], report.FailingTests);
        Assert.Equal((5, 3, 1), (report.Tests, report.Failed, report.Skipped));
    }

    [Fact]
    public async Task Failing_without_a_report_tells_the_exit_code_and_the_last_line()
    {
        var report = await bench.ShellAsync("echo one; printf 'it is \\033[31mbroken\\n' >&2; echo; exit 3", CheckBench.WithReports);

        Assert.Equal(CheckOutcome.Failed, report.Outcome);
        Assert.Equal("ended with exit code 3; its last line: it is  [31mbroken", report.Summary);
    }

    [Fact]
    public async Task A_command_that_goes_on_too_long_is_timed_out()
    {
        var report = await bench.ShellAsync("echo begun; sleep 600", settings => settings with { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal((CheckOutcome.TimedOut, "still running after 1 s"), (report.Outcome, report.Summary));
        Assert.Equal("begun\n", report.Log);
    }

    [Fact]
    public async Task A_command_that_a_signal_ends_is_killed()
    {
        var report = await bench.ShellAsync("kill -SEGV $$");

        Assert.Equal((CheckOutcome.Killed, "killed: it crashed by signal 11 (SEGV, memory fault)"), (report.Outcome, report.Summary));
    }

    [Fact]
    public async Task Processor_time_over_its_limit_is_killed()
    {
        var report = await bench.ShellAsync("while :; do :; done", settings => settings with { CpuTime = TimeSpan.FromSeconds(1) });

        Assert.Equal(CheckOutcome.Killed, report.Outcome);
        Assert.Contains("more than 1 s of processor time", report.Summary);
    }

    [Fact]
    public async Task A_report_that_was_asked_for_and_not_written_is_missed()
    {
        var report = await bench.ShellAsync("true", CheckBench.WithReports);

        Assert.Equal((CheckOutcome.NoReport, "the command succeeded, but no report was written"), (report.Outcome, report.Summary));
    }

    [Fact]
    public async Task A_report_that_came_with_the_sources_does_not_count()
    {
        bench.Write("old/TEST-s.xml", Passing);

        Assert.Equal(CheckOutcome.NoReport, (await bench.ShellAsync("true", CheckBench.WithReports)).Outcome);
        Assert.Equal(CheckOutcome.Passed, (await bench.ShellAsync("touch old/TEST-s.xml", CheckBench.WithReports)).Outcome);
    }

    [Theory]
    [InlineData("<testsuite name='S'/>", "its report names no test")]
    [InlineData("<testsuite tests='9'><testcase name='a'><skipped/></testcase></testsuite>", "every test was skipped (1)")]
    [InlineData("<testsuite><testcase name='a'>", "the report TEST-s.xml cannot be read: ")]
    [InlineData("<html/>", "its root is <html>, not a test suite")]
    [InlineData("", "the report TEST-s.xml cannot be read: ")]
    public async Task A_report_that_says_nothing_does_not_pass(string made, string why)
    {
        bench.Write("made", made);

        var report = await bench.ShellAsync("cp made TEST-s.xml", CheckBench.WithReports);

        Assert.Equal(CheckOutcome.NoReport, report.Outcome);
        Assert.Contains(why, report.Summary);
    }

    [Fact]
    public async Task One_unreadable_report_among_good_ones_does_not_pass()
    {
        bench.Write("made", Passing);

        var report = await bench.ShellAsync("cp made TEST-a.xml; echo '<' > TEST-b.xml", CheckBench.WithReports);

        Assert.Equal(CheckOutcome.NoReport, report.Outcome);
        Assert.Contains("TEST-b.xml", report.Summary);
    }

    [Fact]
    public async Task A_program_that_is_not_there_says_nothing_about_the_candidate()
    {
        var report = await bench.RunAsync(settings => settings with { Run = ["no-such-ant", "test"] });

        Assert.Equal(CheckOutcome.Errored, report.Outcome);
        Assert.Equal("tests cannot be started: 'no-such-ant' is not installed in the sandbox", report.Summary);
    }

    [Fact]
    public async Task A_program_that_may_not_be_executed_says_so()
    {
        bench.Write("run-tests", "#!/bin/sh\n");

        var report = await bench.RunAsync(settings => settings with { Run = ["./run-tests"] });

        Assert.Equal((CheckOutcome.Errored, "tests cannot be started: ./run-tests: Permission denied"), (report.Outcome, report.Summary));
    }

    [Fact]
    public async Task A_command_that_itself_misses_a_program_has_failed()
    {
        var report = await bench.ShellAsync("no-such-ant");

        Assert.Equal(CheckOutcome.Failed, report.Outcome);
        Assert.Contains("exit code 127; its last line: sh: 1: no-such-ant: not found", report.Summary);
    }

    [Fact]
    public async Task A_sandbox_that_cannot_be_built_says_why_and_the_mend()
    {
        var report = await bench.RunAsync(settings => settings with { ReadOnly = ["/nowhere/at/all"] });

        Assert.Equal(CheckOutcome.Errored, report.Outcome);
        Assert.Contains("Can't find source path /nowhere/at/all", report.Summary);
        Assert.Contains("make every path under read-only present", report.Summary);
    }

    [Fact]
    public async Task Without_a_sandbox_the_result_says_so()
    {
        var report = await bench.ShellAsync("echo ran; exit 4", settings => settings with { Sandbox = "none" });

        Assert.Equal((CheckOutcome.Failed, "none"), (report.Outcome, report.Sandbox));
        Assert.Equal("ended with exit code 4; its last line: ran (run without a sandbox)", report.Summary);
    }

    [Fact]
    public async Task Without_a_sandbox_limits_and_endings_are_told_the_same()
    {
        static Task<CheckReport> Run(CheckBench bench, string script) =>
            bench.ShellAsync(script, settings => settings with { Sandbox = "none", Timeout = TimeSpan.FromSeconds(1.5), FileSize = 1 << 20 });

        Assert.Equal(CheckOutcome.TimedOut, (await Run(bench, "sleep 600")).Outcome);
        Assert.Equal(CheckOutcome.Killed, (await Run(bench, "kill -9 $$")).Outcome);
        Assert.Contains((await Run(bench, "head -c 2000000 /dev/zero > big")).Outcome, (CheckOutcome[])[CheckOutcome.Failed, CheckOutcome.Killed]);
        Assert.Equal(CheckOutcome.Passed, (await Run(bench, "true")).Outcome);
    }

    [Fact]
    public async Task A_workspace_out_of_reach_says_so()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "an ordinary user reaches its own folders");
        bench.ChangeMode("700", Path.GetDirectoryName(bench.Workspace)!);

        var report = await bench.ShellAsync("true");

        Assert.Equal(CheckOutcome.Errored, report.Outcome);
        Assert.Contains("user nobody (65534) cannot reach or write the workspace", report.Summary);
    }
}
