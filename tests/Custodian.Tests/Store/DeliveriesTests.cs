using Custodian.Store;
using Xunit;

namespace Custodian.Tests.Store;

public sealed class DeliveriesTests : IDisposable
{
    private readonly StoreBench bench = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_delivery_counts_as_known_only_once_it_is_finished()
    {
        Assert.Equal(DeliveryState.New, await KeepAsync("a"));
        Assert.Equal(DeliveryState.Unfinished, await KeepAsync("a"));
        bench.Close();
        Assert.Equal(DeliveryState.Unfinished, await KeepAsync("a"));
        Assert.Equal("push", (await bench.ReadAsync(reader => reader.Deliveries.FindUnfinished("a")))!.Event);

        await FinishAsync("a");

        Assert.Equal(DeliveryState.Finished, await KeepAsync("a"));
        Assert.Null(await bench.ReadAsync(reader => reader.Deliveries.FindUnfinished("a")));
    }

    [Fact]
    public async Task Those_that_nobody_finished_are_found_oldest_first_and_never_forgotten()
    {
        foreach (var id in (string[])["c", "a", "b"])
        {
            await KeepAsync(id);
            bench.Clock.Advance(TimeSpan.FromDays(20));
        }

        await FinishAsync("a");

        Assert.Equal(["c", "b"], await bench.ReadAsync(reader => reader.Deliveries.Unfinished(10)));
        Assert.Equal(["c"], await bench.ReadAsync(reader => reader.Deliveries.Unfinished(1)));
    }

    [Fact]
    public async Task Those_finished_over_30_days_ago_are_forgotten_a_hundred_at_a_time()
    {
        await bench.Store.WriteAsync(transaction =>
        {
            for (var number = 0; number < 250; number++)
            {
                transaction.Deliveries.Keep(Delivery($"old-{number}"), transaction.Now);
                transaction.Deliveries.Finish($"old-{number}", transaction.Now);
            }

            return true;
        }, Stop);
        bench.Clock.Advance(TimeSpan.FromDays(30));
        await KeepAsync("on the day");
        await FinishAsync("on the day");
        Assert.Equal(251L, bench.Foreign("select count(*) from Delivery"));
        bench.Clock.Advance(TimeSpan.FromTicks(1));

        foreach (var left in (long[])[152, 53, 4])
        {
            var id = Guid.NewGuid().ToString();
            await KeepAsync(id);
            await FinishAsync(id);
            Assert.Equal(left, bench.Foreign("select count(*) from Delivery"));
        }
    }

    [Fact]
    public async Task A_repository_is_known_by_its_number_under_any_case_of_its_name_until_it_is_unlearnt()
    {
        var now = bench.Clock.GetUtcNow();
        await LearnAsync(new("Owner/Name", 7, "Owner/Name", now));
        await LearnAsync(new("owner/name", 7, "Owner/Other", now));

        Assert.Equal([new NamedRepository("Owner/Name", 7, "Owner/Other", now)], await bench.ReadAsync(reader => reader.Deliveries.Repositories(7, [])));
        Assert.Single(await bench.ReadAsync(reader => reader.Deliveries.Repositories(8, ["OWNER/NAME"])));
        Assert.Empty(await bench.ReadAsync(reader => reader.Deliveries.Repositories(8, [])));

        await bench.Store.WriteAsync(transaction => { transaction.Deliveries.Unlearn(7); return true; }, Stop);

        Assert.Empty(await bench.ReadAsync(reader => reader.Deliveries.Repositories(7, ["owner/name"])));
    }

    private static Delivery Delivery(string id) => new() { Id = id, Event = "push", Extract = "{}" };

    private Task<DeliveryState> KeepAsync(string id) => bench.Store.WriteAsync(transaction => transaction.Deliveries.Keep(Delivery(id), transaction.Now), Stop);

    private Task<bool> FinishAsync(string id) => bench.Store.WriteAsync(transaction => { transaction.Deliveries.Finish(id, transaction.Now); return true; }, Stop);

    private Task<bool> LearnAsync(NamedRepository repository) => bench.Store.WriteAsync(transaction => { transaction.Deliveries.Learn(repository); return true; }, Stop);
}
