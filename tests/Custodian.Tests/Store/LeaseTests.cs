using Xunit;

namespace Custodian.Tests.Store;

public sealed class LeaseTests : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly StoreBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_lease_is_one_holder_s_until_it_is_given_back()
    {
        Assert.Equal(1, await TakeAsync("first"));
        Assert.Null(await TakeAsync("second"));

        await bench.Store.WriteAsync(transaction => { transaction.ReleaseLease("gold", "first", 1); return 0; }, Stop);

        Assert.Equal(2, await TakeAsync("second"));
        Assert.False(await HeldAsync("first", 1));
        Assert.True(await HeldAsync("second", 2));
    }

    [Fact]
    public async Task A_holder_that_takes_it_again_renews_it_under_a_new_number()
    {
        var first = await TakeAsync("first");
        bench.Clock.Advance(Length / 2);
        var renewed = await TakeAsync("first");
        bench.Clock.Advance(Length * 0.75);

        Assert.True(renewed > first);
        Assert.True(await HeldAsync("first", renewed!.Value));
        Assert.False(await HeldAsync("first", first!.Value));
        Assert.Null(await TakeAsync("second"));
    }

    [Fact]
    public async Task A_lease_that_has_run_out_is_taken_over_and_the_old_holder_is_fenced_off()
    {
        var old = await TakeAsync("first");
        bench.Clock.Advance(Length + TimeSpan.FromTicks(1));

        Assert.False(await HeldAsync("first", old!.Value));
        var taken = await TakeAsync("second");

        Assert.True(taken > old);
        await bench.Store.WriteAsync(transaction => { transaction.ReleaseLease("gold", "first", old.Value); return 0; }, Stop);
        Assert.True(await HeldAsync("second", taken!.Value));
    }

    [Fact]
    public async Task A_new_start_ends_every_lease_and_the_numbers_go_on_growing()
    {
        var old = await TakeAsync("first");
        bench.Close();

        Assert.False(await HeldAsync("first", old!.Value));
        Assert.True(await TakeAsync("second") > old);
    }

    [Fact]
    public async Task Leases_of_different_names_do_not_touch()
    {
        Assert.NotNull(await TakeAsync("first"));

        Assert.Equal(1, await bench.Store.WriteAsync(transaction => transaction.TakeLease("other", "second", Length), Stop));
    }

    private Task<long?> TakeAsync(string holder) => bench.Store.WriteAsync(transaction => transaction.TakeLease("gold", holder, Length), Stop);

    private Task<bool> HeldAsync(string holder, long fence) => bench.Store.WriteAsync(transaction => transaction.HoldsLease("gold", holder, fence), Stop);
}
