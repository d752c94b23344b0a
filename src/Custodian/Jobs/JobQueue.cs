using System.Collections.Concurrent;
using Hangfire;
using Hangfire.States;

namespace Custodian.Jobs;

/// <summary>Wakes steps. A wake may be lost, doubled or late: facts are the truth, and the reconciler looks again.</summary>
internal sealed class JobQueue(IBackgroundJobClient client, TimeProvider clock)
{
    public const string ChecksQueue = "checks";
    public const string RemotesQueue = "remotes";

    // A wake that waits makes a second one needless. Were it lost, it would stand in the way for so long and no longer; but
    // most often it waits for a free worker, and more wakes would only make the queue longer.
    private static readonly TimeSpan Trust = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TrustInChecks = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(JobKind Kind, string Id), long> waiting = new();

    public void Enqueue(JobKind kind, string id)
    {
        var now = clock.GetTimestamp();
        if (waiting.TryGetValue((kind, id), out var since) && clock.GetElapsedTime(since, now) < (kind == JobKind.Check ? TrustInChecks : Trust)) return;

        waiting[(kind, id)] = now;
        try
        {
            // Named twice: a job that is tried again goes where the first says.
            client.Create<JobRunner>(QueueOf(kind), runner => runner.RunAsync(kind.ToString(), id, CancellationToken.None), new EnqueuedState(QueueOf(kind)));
        }
        catch
        {
            Started(kind, id);
            throw;
        }
    }

    /// <summary>Wakes a step later.</summary>
    public void Schedule(JobKind kind, string id, TimeSpan delay) =>
        client.Schedule<JobRunner>(QueueOf(kind), runner => runner.RunAsync(kind.ToString(), id, CancellationToken.None), delay);

    // What waits for silent remotes must not take the workers that decide and promote.
    private static string QueueOf(JobKind kind) => kind switch
    {
        JobKind.Check => ChecksQueue,
        JobKind.Watch or JobKind.Publish or JobKind.Tell or JobKind.Propose or JobKind.Review or JobKind.Comment or JobKind.Missed => RemotesQueue,
        _ => EnqueuedState.DefaultQueue,
    };

    /// <summary>A job begins to read the facts: what is recorded from now on needs a wake of its own.</summary>
    public void Started(JobKind kind, string id) => waiting.TryRemove((kind, id), out _);
}
