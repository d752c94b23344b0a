using Custodian.EndToEnd.Estates;
using Custodian.Jobs;
using Custodian.Policies;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>Jobs only wake: doubled, late or about what never was, they change no fact. (That lost ones do no harm is shown by every kill.)</summary>
public sealed class DoubledJobTests
{
    [Fact]
    public async Task Every_kind_of_job_doubled_late_and_stale_leaves_the_ledger_as_it_is()
    {
        await using var estate = await FaultEstate.MakeAsync(new() { Poll = "2s", Reconcile = "10m" });
        var configuration = ConfigurationFile.Load(estate.Configuration, CustodianSetup.CheckSchemas);
        await using var app = CustodianSetup.Build(configuration, estate.Data, estate.Url);
        await CustodianSetup.BeginAsync(app, TestContext.Current.CancellationToken);
        var (first, promoted, open) = await LiveAsync(estate);
        var (jobs, storage) = (app.Services.GetRequiredService<IBackgroundJobClient>(), app.Services.GetRequiredService<JobStorage>());
        await IdleAsync(storage);
        var before = estate.Ledger.Read().Select(line => Convert.ToHexString(line.Bytes)).ToList();

        string[] commits = [first, promoted, open, "ffffffffffffffffffffffffffffffffffffffff"];
        string[] repositories = [FaultEstate.Repository, "never-heard-of"];
        var candidates = repositories.SelectMany(repository => commits.Select(commit => $"{repository}@{commit}")).ToList();
        for (var round = 0; round < 2; round++)
        {
            foreach (var kind in Enum.GetValues<JobKind>())
            {
                var ids = kind switch
                {
                    JobKind.Check => candidates.SelectMany(candidate => new[] { $"{candidate}/tests", $"{candidate}/no-such-check" }),
                    JobKind.Decide or JobKind.Tell or JobKind.Recheck => candidates,
                    JobKind.Reconcile => [""],
                    _ => repositories,
                };
                foreach (var id in ids)
                {
                    // Past the queue of our own, which would leave out the second.
                    for (var time = 0; time < 2; time++) jobs.Enqueue<JobRunner>(runner => runner.RunAsync(kind.ToString(), id, CancellationToken.None));
                }
            }
        }

        await IdleAsync(storage);

        Assert.Equal(before, estate.Ledger.Read().Select(line => Convert.ToHexString(line.Bytes)));
        Assert.Equal(0, storage.GetMonitoringApi().FailedCount());
        Assert.Equal(promoted, await estate.RefAsync());
        await app.StopAsync(TestContext.Current.CancellationToken);
        await estate.CheckAsync();
    }

    // An adopted commit, a promoted one with its release, and one that waits for sign-offs.
    private static async Task<(string First, string Promoted, string Open)> LiveAsync(FaultEstate estate)
    {
        var first = await estate.AdoptAsync();
        var promoted = await estate.PushAsync();
        await estate.ApproveAsync(promoted);
        await estate.GoldAsync(promoted);
        await estate.Doors.ReleaseAsync("1.0");
        await Eventually.UntilAsync("the release is published", FaultEstate.Soon, () => estate.Ledger.Of("released").Count == 1);
        var open = await estate.PushAsync();
        await estate.Doors.SeenAsync(open, FaultEstate.Soon);
        await estate.Doors.VoteAsync(Signatory.Directors[0], open);
        await Eventually.UntilAsync("the check has run", FaultEstate.Soon, () => estate.Ledger.Of("check-run").Any(run => run.Commit == open));
        return (first, promoted, open);
    }

    private static Task IdleAsync(JobStorage storage) => Eventually.UntilAsync(
        "all jobs are done",
        FaultEstate.Soon,
        () =>
        {
            var counts = storage.GetMonitoringApi().GetStatistics();
            return counts is { Enqueued: 0, Processing: 0, Scheduled: 0 };
        });
}
