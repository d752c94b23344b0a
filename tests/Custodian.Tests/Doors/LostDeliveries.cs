using Custodian.Jobs;
using Hangfire;
using Hangfire.States;

namespace Custodian.Tests.Doors;

/// <summary>As long as it lives, every job that a hook wakes is lost, as in a crash right after the acknowledgement.</summary>
internal sealed class LostDeliveries : IElectStateFilter, IDisposable
{
    public LostDeliveries() => GlobalJobFilters.Filters.Add(this);

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is EnqueuedState && (string)context.BackgroundJob.Job.Args[0] == nameof(JobKind.Delivery)) context.CandidateState = new DeletedState();
    }

    public void Dispose() => GlobalJobFilters.Filters.Remove(this);
}
