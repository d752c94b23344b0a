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
        Show("sh", "setpriv", "prlimit", "timeout", "chown");

        var report = await RunAsync(bench.Settings);

        Assert.Equal(CheckOutcome.Errored, report.Outcome);
        Assert.Equal("tests cannot be run: there is no sandbox: install bubblewrap, or set sandbox: none in the policy", report.Summary);
    }

    [Fact]
    public async Task A_machine_without_bubblewrap_runs_what_a_policy_lets_run_without()
    {
        Show("sh", "setpriv", "prlimit", "timeout", "chown");

        var report = await RunAsync(bench.Settings with { Sandbox = "none" });

        Assert.Equal((CheckOutcome.Passed, "the command succeeded (run without a sandbox)"), (report.Outcome, report.Summary));
    }

    [Fact]
    public async Task A_machine_without_the_launchers_errs_whatever_the_policy_says()
    {
        Show("sh", "setpriv", "timeout", "chown");

        var report = await RunAsync(bench.Settings with { Sandbox = "none" });

        Assert.Equal(CheckOutcome.Errored, report.Outcome);
        Assert.StartsWith("tests cannot be run: prlimit cannot be started: install util-linux", report.Summary);
    }

    [Fact]
    public async Task What_is_installed_meanwhile_is_found_without_a_restart()
    {
        // Without a sandbox, so that a machine without bubblewrap shows it, too.
        var settings = bench.Settings with { Sandbox = "none" };
        var check = NewCheck();
        Show("sh", "setpriv", "timeout", "chown");
        var before = await RunAsync(settings, check);

        Show("prlimit");

        Assert.Equal(CheckOutcome.Errored, before.Outcome);
        Assert.Equal(CheckOutcome.Passed, (await RunAsync(settings, check)).Outcome);
    }

    private void Show(params string[] programs)
    {
        var folder = Directory.CreateDirectory(Path.Combine(bench.Data, "bin")).FullName;
        foreach (var program in programs) File.CreateSymbolicLink(Path.Combine(folder, program), "/usr/bin/" + program);
        Environment.SetEnvironmentVariable("PATH", folder);
    }

    private CommandCheck NewCheck() => new(bench.Programs, TimeProvider.System, []);

    private Task<CheckReport> RunAsync(CommandSettings settings, CommandCheck? check = null) => (check ?? NewCheck()).RunAsync(bench.TaskOf(settings), CancellationToken.None);
}
