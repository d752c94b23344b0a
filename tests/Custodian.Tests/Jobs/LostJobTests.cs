using Custodian.Decisions;
using Custodian.Jobs;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Hangfire;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Jobs;

/// <summary>Facts are the truth: a wake that is lost in a process that lives on costs time and nothing else.</summary>
[Collection(nameof(Alone))]
public sealed class LostJobTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(JobKind.Decide), 1)]
    [InlineData(nameof(JobKind.Check), 10)]
    public async Task A_wake_that_was_lost_is_given_again_once_its_time_is_over(string kind, int minutes)
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        var candidate = await bench.PushAsync(PageBench.Main, "two", first);
        var loss = new Loss(kind, candidate);
        int before;
        GlobalJobFilters.Filters.Add(loss);
        try
        {
            await bench.LookAsync();
            foreach (var director in PageBench.Directors) await bench.SignAsync(candidate, director, SignOffDecision.Approve);
            await PageBench.UntilAsync(() => Task.FromResult(Others(bench, kind, candidate)), done => done);
            before = Done(bench, kind, candidate);
        }
        finally
        {
            GlobalJobFilters.Filters.Remove(loss);
        }

        bench.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await ActivatorUtilities.CreateInstance<ReconcileStep>(bench.Services).RunAsync("", Stop);

        await bench.WhyAsync(candidate, "promoted");
        Assert.Equal((1, 0), (loss.Lost, before));
        Assert.Single(bench.Facts<Promoted>(candidate));
    }

    // What does not hang on the lost wake is done meanwhile.
    private static bool Others(PageBench bench, string kind, CommitSha candidate) =>
        kind == nameof(JobKind.Check) ? bench.Facts<VerdictGiven>(candidate).Count > 0 : bench.Facts<CheckRun>(candidate).Count > 0;

    private static int Done(PageBench bench, string kind, CommitSha candidate) =>
        kind == nameof(JobKind.Check) ? bench.Facts<CheckRun>(candidate).Count : bench.Facts<VerdictGiven>(candidate).Count;

    /// <summary>Takes jobs of one kind, about one commit, out of the queue before anybody can work on them.</summary>
    private sealed class Loss(string kind, CommitSha about) : IElectStateFilter
    {
        private int lost;

        public int Lost => lost;

        public void OnStateElection(ElectStateContext context)
        {
            var job = context.BackgroundJob.Job;
            if (context.CandidateState is not EnqueuedState || (string)job.Args[0] != kind || !((string)job.Args[1]).Contains(about.ToString(), StringComparison.Ordinal)) return;

            context.CandidateState = new DeletedState();
            Interlocked.Increment(ref lost);
        }
    }
}
