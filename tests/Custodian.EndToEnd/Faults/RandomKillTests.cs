using System.Globalization;
using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>kill -9 at moments that nobody chose, under traffic. CUSTODIAN_KILLS and CUSTODIAN_SEED ask for more, or for the same again.</summary>
public sealed class RandomKillTests
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Killed_fifty_times_under_traffic_gold_moves_forward_once_for_each_promotion_and_on_good_grounds_and_no_vote_is_lost()
    {
        var (kills, seed) = (Setting("CUSTODIAN_KILLS", 50), Setting("CUSTODIAN_SEED", Random.Shared.Next()));
        var random = new Random(seed);
        await using var estate = await FaultEstate.MakeAsync(new() { PushTimeout = "10s", FetchTimeout = "10s" });
        await estate.StartAsync();
        await estate.AdoptAsync();
        var traffic = new Traffic(estate, seed);
        var running = traffic.RunAsync();

        var began = TimeProvider.System.GetTimestamp();
        for (var kill = 0; kill < kills && !running.IsCompleted; kill++)
        {
            // Most die at work, some while they start, and a few live long enough that something comes to its end on a slow machine, too.
            var starting = random.Next(5) == 0;
            if (!starting) await estate.Service!.ReadyAsync();
            var longest = starting ? 700 : random.Next(8) == 0 ? 6000 : 1300;
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(longest)), TimeProvider.System, TestContext.Current.CancellationToken);
            await estate.Service!.KillAsync();
            await estate.Service.DisposeAsync();
            estate.Launch();
        }

        var took = TimeProvider.System.GetElapsedTime(began);
        await estate.Service!.ReadyAsync();
        traffic.End();
        var last = await running;
        await estate.GoldAsync(last, Settled);
        await Eventually.UntilAsync(
            "every release is published",
            Settled,
            () => estate.Ledger.Of("released").Count == traffic.Releases,
            () => estate.Log);

        await estate.CheckAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {seed}: {kills} kills in {took.TotalSeconds:0} s, {traffic.Commits} commits, {estate.Ledger.Of("promoted").Count} promotions, "
            + $"{traffic.Releases} releases, {estate.Doors.Acknowledged.Count} votes acknowledged");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
