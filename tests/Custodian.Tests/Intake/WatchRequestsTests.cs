using Custodian.Intake;
using Custodian.Jobs;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Hangfire;
using Hangfire.InMemory;
using Xunit;

namespace Custodian.Tests.Intake;

/// <summary>What requests to look at a repository put into the real queue; nobody works it off here.</summary>
[Collection(nameof(Alone))]
public sealed class WatchRequestsTests : IDisposable
{
    private readonly StandingClock clock = new();
    private readonly InMemoryStorage storage = JobStorages.Make();

    private long Now => storage.GetMonitoringApi().EnqueuedCount(JobQueue.RemotesQueue);

    private long Later => storage.GetMonitoringApi().ScheduledCount();

    [Fact]
    public void Requests_that_come_together_make_one_look_at_once()
    {
        var requests = Requests(clock);

        for (var request = 0; request < 100; request++) requests.Ask("record");

        Assert.Equal((1L, 0L), (Now, Later));
    }

    [Fact]
    public void A_request_that_comes_after_a_look_has_begun_gets_a_look_of_its_own_and_not_before_a_second_has_passed()
    {
        var requests = Requests(clock);
        requests.Ask("record");
        requests.Begun("record");

        for (var request = 0; request < 100; request++) requests.Ask("record");

        Assert.Equal((1L, 1L), (Now, Later));
    }

    [Fact]
    public void A_look_planned_for_later_is_not_begun_before_its_second_by_an_engine_that_keeps_whole_seconds()
    {
        var requests = Requests(TimeProvider.System);
        var earliest = TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(1);
        requests.Begun("record");

        requests.Ask("record");

        var planned = Assert.Single(storage.GetMonitoringApi().ScheduledJobs(0, 10)).Value.EnqueueAt;
        Assert.True(new DateTime(planned.Ticks - (planned.Ticks % TimeSpan.TicksPerSecond)) >= earliest, $"{planned:O} for {earliest:O}");
    }

    [Fact]
    public void A_request_is_waiting_until_a_look_begins_that_comes_after_it()
    {
        var requests = Requests(clock);
        Assert.False(requests.IsWaiting("record"));

        requests.Ask("record");
        Assert.True(requests.IsWaiting("record"));

        requests.Begun("record");
        Assert.False(requests.IsWaiting("record"));

        requests.Ask("record");
        Assert.True(requests.IsWaiting("record"));
    }

    [Fact]
    public void Repositories_do_not_wait_for_each_other()
    {
        var requests = Requests(clock);

        requests.Ask("record");
        requests.Ask("another");

        Assert.Equal((2L, 0L), (Now, Later));
    }

    public void Dispose() => storage.Dispose();

    private WatchRequests Requests(TimeProvider time) => new(new JobQueue(new BackgroundJobClient(storage), time), time);
}
