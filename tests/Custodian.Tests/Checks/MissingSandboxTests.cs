using Custodian.Checks;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>Alone, because PATH belongs to the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class MissingSandboxTests : IDisposable
{
    private readonly CheckBench bench = new();
    private readonly string? path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", path);
        bench.Dispose();
    }

    [Fact]
    public async Task A_machine_without_bubblewrap_errs_and_names_the_mend()
    {
        ShowOnly("sh", "setpriv", "prlimit", "timeout", "chown");

        var report = await RunAsync(bench.Settings);

        Assert.Equal(CheckOutcome.Errored, report.Outcome);
        Assert.Equal("tests cannot be run: there is no sandbox: install bubblewrap, or set sandbox: none in the policy", report.Summary);
    }

    [Fact]
    public async Task A_machine_without_bubblewrap_runs_what_a_policy_lets_run_without()
    {
        ShowOnly("sh", "setpriv", "prlimit", "timeout", "chown");

        var report = await RunAsync(bench.Settings with { Sandbox = "none" });

        Assert.Equal((CheckOutcome.Passed, "the command succeeded (run without a sandbox)"), (report.Outcome, report.Summary));
    }

    [Fact]
    public async Task A_machine_without_the_launchers_errs_whatever_the_policy_says()
    {
        ShowOnly("sh", "setpriv", "timeout", "chown");

        var report = await RunAsync(bench.Settings with { Sandbox = "none" });

        Assert.Equal(CheckOutcome.Errored, report.Outcome);
        Assert.StartsWith("tests cannot be run: prlimit cannot be started: install util-linux", report.Summary);
    }

    private void ShowOnly(params string[] programs)
    {
        var folder = Directory.CreateDirectory(Path.Combine(bench.Data, "bin")).FullName;
        foreach (var program in programs) File.CreateSymbolicLink(Path.Combine(folder, program), "/usr/bin/" + program);
        Environment.SetEnvironmentVariable("PATH", folder);
    }

    private Task<CheckReport> RunAsync(CommandSettings settings) =>
        new CommandCheck(bench.Programs, TimeProvider.System, []).RunAsync(bench.TaskOf(settings), CancellationToken.None);
}
