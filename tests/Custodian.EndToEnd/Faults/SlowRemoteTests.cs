using Custodian.EndToEnd.Estates;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>A push that has no answer in time: nobody knows yet whether it lands.</summary>
public sealed class SlowRemoteTests
{
    [Theory]
    [InlineData("pre-receive")]
    [InlineData("reference-transaction")] // The ref is locked there: whoever leaves the lock behind locks gold for ever.
    public async Task A_push_that_is_ended_at_its_limit_leaves_its_intent_open_and_is_repeated(string point)
    {
        await using var estate = await FaultEstate.MakeAsync(new() { PushTimeout = "2s" });
        await estate.StartAsync();
        await estate.AdoptAsync();
        var commit = await estate.PushAsync();
        await estate.Doors.SeenAsync(commit, FaultEstate.Soon);
        using var aim = new Aim(estate.Bare(), point);

        await estate.ApproveAsync(commit);
        await aim.ReachedAsync(estate);

        await estate.GoldAsync(commit);
        Assert.Single(estate.Ledger.Of("promotion-intended"), intent => intent.Commit == commit);
        Assert.Empty(estate.Ledger.Of("promotion-abandoned"));
        Assert.Contains("no answer within 00:00:02", estate.Service!.Log);
        await estate.CheckAsync();
    }

    [Fact]
    public async Task A_push_whose_connection_breaks_leaves_its_intent_open_and_is_repeated()
    {
        await using var estate = await FaultEstate.MakeAsync(new());
        await estate.StartAsync();
        await estate.AdoptAsync();
        var commit = await estate.PushAsync();
        await estate.Doors.SeenAsync(commit, FaultEstate.Soon);
        var (hook, once) = (Path.Combine(estate.Bare(), "hooks", "pre-receive"), Path.Combine(estate.Bare(), "broken"));
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        // The program at the other end, which has the answer still to give, is killed; the ledger's own pushes go on.
        await File.WriteAllTextAsync(hook, $"#!/bin/sh\ngrep -q refs/heads/gold || exit 0\n[ -e '{once}' ] && exit 0\ntouch '{once}'\nkill -s KILL $PPID\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hook, (UnixFileMode)Convert.ToInt32("755", 8));

        await estate.ApproveAsync(commit);

        await estate.GoldAsync(commit, TimeSpan.FromSeconds(90));
        Assert.True(File.Exists(once));
        Assert.Single(estate.Ledger.Of("promotion-intended"), intent => intent.Commit == commit);
        Assert.Empty(estate.Ledger.Of("promotion-abandoned"));
        await estate.CheckAsync();
    }

    [Fact]
    public async Task Gold_moved_by_somebody_else_while_the_service_was_dead_freezes_the_repository_at_the_restart()
    {
        await using var estate = await FaultEstate.MakeAsync(new() { Poll = "59m" });
        await estate.StartAsync();
        var first = await estate.AdoptAsync();
        var others = await estate.PushAsync();
        var commit = await estate.PushAsync();
        await estate.Doors.SeenAsync(commit, FaultEstate.Soon);
        using var aim = new Aim(estate.Bare(), "pre-receive");
        await estate.ApproveAsync(commit);
        await aim.ReachedAsync(estate);

        await estate.Service!.KillAsync();
        await Processes.EndAsync(Processes.OwnedBy(estate.Data));
        await estate.MoveAsync("refs/heads/gold", others);
        await estate.Service.DisposeAsync();
        await estate.StartAsync();

        // Whoever asks first: the look or the step that finds the intent open.
        await Eventually.UntilAsync(
            "the repository is frozen and the intent settled", FaultEstate.Soon, () => estate.Ledger.Of("frozen").Count > 0 && estate.Ledger.Of("promotion-abandoned").Count > 0, () => estate.Log);
        Assert.Equal(others, Assert.Single(estate.Ledger.Of("frozen")).Find("found"));
        Assert.Equal(first, Assert.Single(estate.Ledger.Of("frozen")).Find("expected"));
        Assert.Single(estate.Ledger.Of("promotion-abandoned"));
        Assert.Empty(estate.Ledger.Of("promoted"));
        Assert.Equal(others, await estate.RefAsync());
    }
}
