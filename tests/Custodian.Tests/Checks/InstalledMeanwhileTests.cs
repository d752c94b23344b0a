using Custodian.Checks;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>Alone, because PATH belongs to the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class InstalledMeanwhileTests : IDisposable
{
    private readonly CheckBench bench = new();
    private readonly string? path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", path);
        bench.Dispose();
    }

    [Fact]
    public async Task What_is_installed_meanwhile_is_found_without_a_restart()
    {
        var check = new CommandCheck(bench.Programs, TimeProvider.System, []);
        Show("sh", "setpriv", "timeout", "chown");
        var before = await RunAsync(check);

        Show("prlimit");

        Assert.Equal(CheckOutcome.Errored, before.Outcome);
        Assert.Equal(CheckOutcome.Passed, (await RunAsync(check)).Outcome);
    }

    private void Show(params string[] programs)
    {
        var folder = Directory.CreateDirectory(Path.Combine(bench.Data, "bin")).FullName;
        foreach (var program in programs) File.CreateSymbolicLink(Path.Combine(folder, program), "/usr/bin/" + program);
        Environment.SetEnvironmentVariable("PATH", folder);
    }

    // Without a sandbox, so that a machine without bubblewrap shows it, too.
    private Task<CheckReport> RunAsync(CommandCheck check) => check.RunAsync(
        new CheckTask
        {
            Repository = "openmaxims",
            Commit = new(new string('a', 40)),
            Name = "tests",
            Settings = bench.Settings with { Sandbox = "none" },
            Workspace = bench.Workspace,
            LogLimit = 1_000,
        },
        CancellationToken.None);
}
