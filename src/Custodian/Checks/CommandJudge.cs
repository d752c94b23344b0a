using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>
/// From how a command ended and what it reported to an outcome and one sentence. Pure. In this order: could not be run, time, memory,
/// failing tests, a signal, the exit code, and only then what the reports lack.
/// </summary>
internal static class CommandJudge
{
    private const int LongestLine = 200;
    private const int NamesInSummary = 3;

    // What prlimit, the last program before the command, says where the command cannot be executed; then nothing else can have spoken.
    private const string CannotExecute = "prlimit: failed to execute ";
    private const string CannotLimit = "prlimit: failed to set ";

    /// <param name="task">What was run.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="tally">What the reports say; null where none is asked for, or where <paramref name="noReport"/> says why.</param>
    /// <param name="noReport">Why there is no tally, as part of a sentence.</param>
    public static CheckReport Judge(CheckTask task, CommandEnd end, TestTally? tally, string? noReport)
    {
        var (outcome, summary) = Decide(task, end, tally, noReport);
        return new()
        {
            Outcome = outcome,
            Summary = IsSandboxed(task) ? summary : $"{summary} (run without a sandbox)",
            Tests = tally?.Tests,
            Failed = tally?.Failed,
            Skipped = tally?.Skipped,
            FailingTests = tally?.Failing ?? [],
            FailedTests = tally?.Told ?? [],
            Log = end.Log,
            Sandbox = SandboxOf(task),
        };
    }

    /// <summary>The check could not be run at all; says nothing about the candidate.</summary>
    public static CheckReport CannotRun(CheckTask task, string why, string log = "") => new()
    {
        Outcome = CheckOutcome.Errored,
        Summary = $"{task.Name} cannot be run: {why}",
        Log = log,
        Sandbox = SandboxOf(task),
    };

    public static bool IsSandboxed(CheckTask task) => task.Settings.Sandbox != "none";

    private static string SandboxOf(CheckTask task) => IsSandboxed(task) ? "bubblewrap" : "none";

    private static (CheckOutcome Outcome, string Summary) Decide(CheckTask task, CommandEnd end, TestTally? tally, string? noReport)
    {
        if (NotStarted(task, end) is { } why) return (CheckOutcome.Errored, why);
        if (end.TimedOut) return (CheckOutcome.TimedOut, $"still running after {PlainText.Of(task.Settings.Timeout)}");
        if (end.OutOfMemory && end.ExitCode != 0)
            return (CheckOutcome.Killed, $"killed: it used more than {PlainText.OfBytes(task.Settings.Memory)} of memory");
        if (end.ExitCode is not { } code) return (CheckOutcome.Errored, SandboxFailed(task, end));

        // A runner may use its exit code to count failing tests, so a signal's number is believed only after the reports.
        if (tally is { Failed: > 0 }) return (CheckOutcome.Failed, FailedTests(tally));
        if (Signal(code, task.Settings) is { } signal) return (CheckOutcome.Killed, $"killed: {signal}");
        if (code != 0) return (CheckOutcome.Failed, FailedCommand(code, end, tally));
        if (task.Settings.Reports is null) return (CheckOutcome.Passed, "the command succeeded");
        return Reported(tally, noReport);
    }

    private static (CheckOutcome Outcome, string Summary) Reported(TestTally? tally, string? noReport) => tally switch
    {
        null => (CheckOutcome.NoReport, $"the command succeeded, but {noReport ?? "no report was written"}"),
        { Tests: 0 } => (CheckOutcome.NoReport, "the command succeeded, but its report names no test"),
        _ when tally.Skipped == tally.Tests => (CheckOutcome.NoReport, $"the command succeeded, but every test was skipped ({tally.Tests:N0})"),
        { Skipped: > 0 } => (CheckOutcome.Passed, $"{tally.Tests - tally.Skipped:N0} of {Tests(tally.Tests)} passed, {tally.Skipped:N0} skipped"),
        _ => (CheckOutcome.Passed, $"{Tests(tally.Tests)} passed"),
    };

    private static string FailedTests(TestTally tally)
    {
        var names = string.Join(", ", tally.Failing.Take(NamesInSummary));
        var more = tally.Failed - NamesInSummary;
        return $"{tally.Failed:N0} of {Tests(tally.Tests)} failed: {names}{(more > 0 ? $" and {more:N0} more" : "")}";
    }

    private static string FailedCommand(int code, CommandEnd end, TestTally? tally)
    {
        var tests = tally is { Tests: > 0 } ? $", though none of {Tests(tally.Tests)} failed" : "";
        var line = PlainText.LastLine(end.Log, LongestLine);
        return $"ended with exit code {code}{tests}{(line is null ? " and printed nothing" : $"; its last line: {line}")}";
    }

    private static string? NotStarted(CheckTask task, CommandEnd end)
    {
        var said = end.Log.TrimEnd();
        if (end.ExitCode is > 0 && said.StartsWith(CannotLimit, StringComparison.Ordinal) && !said.Contains('\n'))
            return $"{task.Name} cannot be started: {PlainText.Line(said, LongestLine)}; lower the check's limit, or raise the service's own (LimitNPROC= and kin)";

        if (end.ExitCode is not (126 or 127) || !said.StartsWith(CannotExecute, StringComparison.Ordinal) || said.Contains('\n')) return null;

        var program = PlainText.Line(task.Settings.Run[0], LongestLine);
        var missing = said.EndsWith("No such file or directory", StringComparison.Ordinal);
        var why = (missing, program.Contains('/')) switch
        {
            (true, true) => $"'{program}', or the interpreter that it names, is not there",
            (true, false) => $"'{program}' is not installed {(IsSandboxed(task) ? "in the sandbox" : "on this machine")}",
            _ => PlainText.Line(said[CannotExecute.Length..], LongestLine),
        };
        return $"{task.Name} cannot be started: {why}";
    }

    private static string SandboxFailed(CheckTask task, CommandEnd end)
    {
        var said = PlainText.LastLine(end.Trouble, LongestLine) ?? PlainText.LastLine(end.Log, LongestLine) ?? "it was ended from outside";
        var mend = said.Contains("namespace", StringComparison.Ordinal)
            ? "allow user namespaces (sysctl kernel.unprivileged_userns_clone=1 or user.max_user_namespaces, or an AppArmor profile), "
            : said.Contains("source path", StringComparison.Ordinal)
            ? $"make every path under read-only present and readable for user {SandboxUser.Name}, "
            : "";
        return $"{task.Name} cannot be run: the sandbox did not start or did not end well ({said}); mend that: {mend}or set sandbox: none in the policy";
    }

    private static string? Signal(int code, CommandSettings settings) => (code - 128) switch
    {
        24 => $"one of its processes used more than {PlainText.Of(settings.CpuTime)} of processor time (signal 24, XCPU)",
        25 => $"it wrote a file larger than {PlainText.OfBytes(settings.FileSize)} (signal 25, XFSZ)",
        1 => "ended by signal 1 (HUP)",
        2 => "ended by signal 2 (INT)",
        3 => "ended by signal 3 (QUIT)",
        4 => "it crashed by signal 4 (ILL, illegal instruction)",
        5 => "it crashed by signal 5 (TRAP)",
        6 => "it ended itself by signal 6 (ABRT), as programs do that run out of memory or find themselves broken",
        7 => "it crashed by signal 7 (BUS)",
        8 => "it crashed by signal 8 (FPE, arithmetic)",
        9 => "ended by signal 9 (KILL)",
        11 => "it crashed by signal 11 (SEGV, memory fault)",
        13 => "ended by signal 13 (PIPE)",
        15 => "ended by signal 15 (TERM)",
        31 => "it made a system call that is not allowed (signal 31, SYS)",
        > 0 and < 32 and var other => $"ended by signal {other}",
        _ => null,
    };

    private static string Tests(int count) => count == 1 ? "1 test" : $"{count:N0} tests";
}
