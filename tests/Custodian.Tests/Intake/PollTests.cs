using Custodian.Git;
using Custodian.Intake;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Store;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Custodian.Tests.Policies;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Custodian.Tests.Intake;

/// <summary>What the polling step puts into the real queue, asked a tenth of the interval apart as the recurring job does.</summary>
[Collection(nameof(Alone))]
public sealed class PollTests : IDisposable
{
    private const string Name = "openmaxims";

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(3);

    private readonly StandingClock clock = new();
    private readonly InMemoryStorage storage = JobStorages.Make();
    private readonly SampleFile file = new(Sample.Good.Replace("env:HUB_TOKEN", "file:token", StringComparison.Ordinal));
    private readonly WatchRequests requests;
    private readonly PollStep poll;

    public PollTests()
    {
        var jobs = new JobQueue(new BackgroundJobClient(storage), clock);
        requests = new(jobs, clock);
        File.WriteAllText(Path.Combine(file.Folder, "token"), "a token");
        var estate = new Estate(ConfigurationFile.Load(file.Path, CustodianSetup.CheckSchemas), new GitProgram(new ProgramRunner("tests")), file.Folder, NullLogger<ObjectDigests>.Instance);
        Assert.Equal(Tick * 10, estate.Configuration.Service.Poll);
        poll = new(estate, jobs, requests);
    }

    private long Looks => storage.GetMonitoringApi().EnqueuedCount(JobQueue.RemotesQueue);

    [Fact]
    public async Task Two_looks_never_lie_more_than_the_interval_apart_and_not_always_the_same_time()
    {
        var pauses = new HashSet<double>();
        for (var look = 1; look <= 40; look++)
        {
            requests.Begun(Name);
            var waited = TimeSpan.Zero;
            // The job before has run: the next wake is one of its own.
            for (; Looks < look; waited += Tick)
            {
                clock.Advance(Tick);
                await poll.RunAsync(Name, TestContext.Current.CancellationToken);
            }

            Assert.InRange(waited.TotalSeconds, 18, 30);
            pauses.Add(waited.TotalSeconds);
            clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.True(pauses.Count > 1, "Every repository asks in the same second.");
    }

    [Fact]
    public async Task A_repository_that_was_never_looked_at_is_looked_at_at_once()
    {
        await poll.RunAsync(Name, TestContext.Current.CancellationToken);

        Assert.Equal(1, Looks);
    }

    public void Dispose()
    {
        storage.Dispose();
        file.Dispose();
    }
}
