using Custodian.EndToEnd.Estates;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>kill -9 at each point of moving gold: the restart finishes or undoes what was open, and gold moves exactly once.</summary>
public sealed class AimedKillTests
{
    // Nothing but the push is under way: no look at the remote happens unless it is asked for.
    private static readonly EstateOptions Quiet = new() { Poll = "59m" };

    [Theory]
    [InlineData("pre-receive", 2)]
    [InlineData("update", 2)]
    [InlineData("reference-transaction", 2)]
    [InlineData("post-receive", 1)]
    public async Task Killed_while_its_push_hangs_in_the_remote_the_restart_ends_that_push_and_settles_its_intent(string point, int intents)
    {
        await using var estate = await FaultEstate.MakeAsync(Quiet);
        var commit = await ReadyToPromoteAsync(estate);
        using var aim = new Aim(estate.Bare(), point);
        await estate.ApproveAsync(commit);
        await aim.ReachedAsync(estate);

        await estate.Service!.KillAsync();
        var left = Processes.OwnedBy(estate.Data);
        await RestartAsync(estate);

        Assert.NotEmpty(left);
        Assert.Empty(left.Intersect(Processes.OwnedBy(estate.Data)));
        await SettledAsync(estate, commit, intents);
    }

    [Theory]
    [InlineData("pre-receive")]
    [InlineData("reference-transaction")]
    [InlineData("post-receive")]
    public async Task Killed_while_its_push_goes_on_without_it_the_restart_finds_gold_moved_and_says_so_once(string point)
    {
        await using var estate = await FaultEstate.MakeAsync(Quiet);
        var commit = await ReadyToPromoteAsync(estate);
        using var aim = new Aim(estate.Bare(), point);
        await estate.ApproveAsync(commit);
        await aim.ReachedAsync(estate);

        await estate.Service!.KillAsync();
        aim.Release();
        await Eventually.UntilAsync("the push ends by itself", FaultEstate.Soon, () => Processes.OwnedBy(estate.Data).Count == 0);
        Assert.Equal(commit, await estate.RefAsync());
        Assert.Empty(estate.Ledger.Of("promoted"));
        await RestartAsync(estate);

        await SettledAsync(estate, commit, intents: 1);
    }

    [Fact]
    public async Task Killed_after_the_remote_s_answer_and_before_the_fact_the_restart_records_it()
    {
        await using var estate = await FaultEstate.MakeAsync(Quiet);
        var commit = await ReadyToPromoteAsync(estate);
        using var aim = new Aim(estate.Bare(), "post-receive");
        await estate.ApproveAsync(commit);
        await aim.ReachedAsync(estate);

        // While another program writes, the service gets its answer and cannot write down what it learnt.
        await using (var other = new SqliteConnection($"Data Source={estate.Database};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var writing = other.BeginTransaction(deferred: false);
            aim.Release();
            await Eventually.UntilAsync("the push ends", FaultEstate.Soon, () => Processes.OwnedBy(estate.Data).Count == 0);
            await estate.Service!.KillAsync();
        }

        Assert.Equal(commit, await estate.RefAsync());
        Assert.Empty(estate.Ledger.Of("promoted"));
        await RestartAsync(estate);
        await SettledAsync(estate, commit, intents: 1);
    }

    private static async Task<string> ReadyToPromoteAsync(FaultEstate estate)
    {
        await estate.StartAsync();
        await estate.AdoptAsync();
        var commit = await estate.PushAsync();
        await estate.Doors.SeenAsync(commit, FaultEstate.Soon);
        return commit;
    }

    private static async Task RestartAsync(FaultEstate estate)
    {
        await estate.Service!.DisposeAsync();
        await estate.StartAsync();
    }

    private static async Task SettledAsync(FaultEstate estate, string commit, int intents)
    {
        await estate.GoldAsync(commit);
        Assert.Equal(intents, estate.Ledger.Of("promotion-intended").Count(intent => intent.Commit == commit));
        Assert.Single(estate.Ledger.Of("promoted"));
        await estate.CheckAsync();
    }
}
