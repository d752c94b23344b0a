using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>SIGTERM in the midst of work: over within 10 s, exit code 0, nothing left running, nothing lost.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Stopped_during_a_check_it_ends_in_time_and_the_check_is_run_again_at_the_next_start()
    {
        var gate = Directory.CreateTempSubdirectory("custodian-gate-");
        try
        {
            // The sandbox shows this folder to the check, which runs as nobody.
            File.SetUnixFileMode(gate.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
            await using var estate = await FaultEstate.MakeAsync(new()
            {
                Check = $$"""{ type: command, run: [sh, -c, "while [ ! -e {{gate.FullName}}/open ]; do sleep 0.1; done"], timeout: 5m, read: ["{{gate.FullName}}"] }""",
            });
            await estate.StartAsync();
            await estate.AdoptAsync();
            var commit = await estate.PushAsync();
            await estate.ApproveAsync(commit);
            await RunningAsync(estate, gate);

            var (exitCode, took) = await estate.Service!.TerminateAsync();

            Assert.True(exitCode == 0, $"exit {exitCode}\n{estate.Service.Log}");
            Assert.True(took < Longest, $"It took {took} to end.");
            Assert.Empty(Processes.OwnedBy(estate.Data));
            Assert.Empty(Processes.Naming(gate.FullName));
            Assert.Empty(estate.Ledger.Of("check-run"));

            await estate.Service.DisposeAsync();
            await estate.StartAsync();
            await RunningAsync(estate, gate);
            await File.WriteAllTextAsync(Path.Combine(gate.FullName, "open"), "", TestContext.Current.CancellationToken);
            await estate.GoldAsync(commit);
            Assert.Equal("passed", Assert.Single(estate.Ledger.Of("check-run"))["outcome"]);
            await estate.CheckAsync();
        }
        finally
        {
            gate.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("pre-receive")]
    [InlineData("post-receive")]
    public async Task Stopped_during_a_push_it_ends_in_time_and_the_next_start_settles_it(string point)
    {
        await using var estate = await FaultEstate.MakeAsync();
        await estate.StartAsync();
        await estate.AdoptAsync();
        var commit = await estate.PushAsync();
        using var aim = new Aim(estate.Bare(), point);
        await estate.ApproveAsync(commit);
        await aim.ReachedAsync(estate);

        var (exitCode, took) = await estate.Service!.TerminateAsync();

        Assert.True(exitCode == 0, $"exit {exitCode}\n{estate.Service.Log}");
        Assert.True(took < Longest, $"It took {took} to end.");
        Assert.Empty(Processes.OwnedBy(estate.Data));

        await estate.Service.DisposeAsync();
        await estate.StartAsync();
        await estate.GoldAsync(commit);
        Assert.Single(estate.Ledger.Of("promoted"));
        await estate.CheckAsync();
    }

    private static Task RunningAsync(FaultEstate estate, DirectoryInfo gate) => Eventually.UntilAsync(
        "the check runs", FaultEstate.Soon, () => Processes.Naming(gate.FullName).Count > 0, () => estate.Log);
}
