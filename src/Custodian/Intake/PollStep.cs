using System.Collections.Concurrent;
using Custodian.Jobs;
using Custodian.Policies;

namespace Custodian.Intake;

/// <summary>
/// Wakes a look at a remote when the last one lies long enough back: a part of the interval that is drawn anew each time, so
/// that many repositories do not ask one forge in the same second, and never more than the whole of it.
/// </summary>
internal sealed class PollStep(Estate estate, JobQueue jobs, WatchRequests requests) : IStep
{
    // The rest of the interval is for the time until this is asked again, a tenth of it, and for a free worker.
    private const double Least = 0.6;
    private const double Most = 0.8;

    private readonly ConcurrentDictionary<string, double> parts = new(StringComparer.Ordinal);

    public JobKind Kind => JobKind.Poll;

    public Task RunAsync(string id, CancellationToken stop)
    {
        if (requests.SinceLook(id) is { } since && since < estate.Configuration.Service.Poll * parts.GetOrAdd(id, Draw)) return Task.CompletedTask;

        parts[id] = Draw(id);
        jobs.Enqueue(JobKind.Watch, id);
        return Task.CompletedTask;
    }

    private static double Draw(string id) => Least + ((Most - Least) * Random.Shared.NextDouble());
}
