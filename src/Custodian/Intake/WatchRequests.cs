using Custodian.Jobs;

namespace Custodian.Intake;

/// <summary>Takes requests to look now. However many come, there is one look a second a repository, and always one that begins after the last request.</summary>
internal sealed class WatchRequests(JobQueue jobs, TimeProvider clock)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    // Were a wake lost, it would keep later requests from making another for so long and no longer.
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(5);

    private readonly Lock guard = new();
    private readonly Dictionary<string, DateTimeOffset> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> begun = new(StringComparer.Ordinal);

    public void Ask(string repository)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset due;
        lock (guard)
        {
            if (waiting.TryGetValue(repository, out var since) && now - since < Trust) return;
            waiting[repository] = now;
            due = begun.TryGetValue(repository, out var last) && last + Least > now ? WholeSecond(last + Least) : now;
        }

        if (due == now) jobs.Enqueue(JobKind.Watch, repository);
        else jobs.Schedule(JobKind.Watch, repository, due - now);
    }

    /// <summary>True when somebody asked since the last look began: then a remote that failed is looked at all the same.</summary>
    public bool IsWaiting(string repository)
    {
        lock (guard) return waiting.ContainsKey(repository);
    }

    /// <summary>A look begins: a request that comes from now on needs another.</summary>
    public void Begun(string repository)
    {
        lock (guard)
        {
            waiting.Remove(repository);
            begun[repository] = clock.GetUtcNow();
        }
    }

    // The job engine keeps times in whole seconds, rounded down: any other would come too early.
    private static DateTimeOffset WholeSecond(DateTimeOffset time) => new(((time.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond, TimeSpan.Zero);
}
