using Custodian.Jobs;
using Custodian.Policies;

namespace Custodian.Intake;

/// <summary>Spreads the looks at the remotes over the interval, so that many repositories do not ask one forge in the same second.</summary>
internal sealed class PollStep(Estate estate, JobQueue jobs) : IStep
{
    public JobKind Kind => JobKind.Poll;

    public Task RunAsync(string id, CancellationToken stop)
    {
        jobs.Schedule(JobKind.Watch, id, estate.Configuration.Service.Poll * (0.2 * Random.Shared.NextDouble()));
        return Task.CompletedTask;
    }
}
