using System.Collections.Concurrent;
using Custodian.Jobs;

namespace Custodian.Intake;

/// <summary>Takes requests to look now. However many come, there is one fetch a second a repository, and always one after the last request.</summary>
internal sealed class WatchRequests(JobQueue jobs, RemoteHealth health, TimeProvider clock)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> next = new(StringComparer.Ordinal);

    public void Ask(string repository)
    {
        var now = clock.GetUtcNow();
        while (true)
        {
            var due = next.GetOrAdd(repository, DateTimeOffset.MinValue);
            // One is scheduled already and will see what this request is about.
            if (due > now) return;
            // The last one started less than a second ago: the next waits for the rest of it.
            var at = due + Least > now ? due + Least : now;
            if (!next.TryUpdate(repository, at, due)) continue;

            health.LookNow(repository);
            if (at == now) jobs.Enqueue(JobKind.Watch, repository);
            else jobs.Schedule(JobKind.Watch, repository, at - now);
            return;
        }
    }
}
