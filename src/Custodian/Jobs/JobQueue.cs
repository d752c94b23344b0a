using Hangfire;
using Hangfire.States;

namespace Custodian.Jobs;

/// <summary>Wakes steps. A wake may be lost, doubled or late: facts are the truth, and the reconciler looks again.</summary>
internal sealed class JobQueue(IBackgroundJobClient client)
{
    public const string ChecksQueue = "checks";

    public void Enqueue(JobKind kind, string id)
    {
        var state = new EnqueuedState(kind == JobKind.Check ? ChecksQueue : EnqueuedState.DefaultQueue);
        client.Create<JobRunner>(runner => runner.RunAsync(kind.ToString(), id, CancellationToken.None), state);
    }

    /// <summary>Wakes a step later.</summary>
    public void Schedule(JobKind kind, string id, TimeSpan delay) =>
        client.Schedule<JobRunner>(runner => runner.RunAsync(kind.ToString(), id, CancellationToken.None), delay);
}
