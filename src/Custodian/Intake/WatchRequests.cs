using Custodian.Jobs;

namespace Custodian.Intake;

/// <summary>Takes requests to look now. However many come, there is one look a second a repository, and always one that begins after the last request.</summary>
internal sealed class WatchRequests(JobQueue jobs, TimeProvider clock)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    private readonly Lock guard = new();

    // Until a look begins, whoever woke it: one that was lost is made up for by the next poll.
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);

    // By a clock that nobody sets back.
    private readonly Dictionary<string, long> begun = new(StringComparer.Ordinal);

    public void Ask(string repository)
    {
        var wait = TimeSpan.Zero;
        lock (guard)
        {
            if (!waiting.Add(repository)) return;
            if (begun.TryGetValue(repository, out var last)) wait = Least - clock.GetElapsedTime(last);
        }

        if (wait <= TimeSpan.Zero) jobs.Enqueue(JobKind.Watch, repository);
        else jobs.Schedule(JobKind.Watch, repository, UntilWholeSecond(wait));
    }

    /// <summary>True when somebody asked since the last look began: then a remote that failed is looked at all the same.</summary>
    public bool IsWaiting(string repository)
    {
        lock (guard) return waiting.Contains(repository);
    }

    /// <summary>How long ago the last look began; null: there was none since the start.</summary>
    public TimeSpan? SinceLook(string repository)
    {
        lock (guard) return begun.TryGetValue(repository, out var last) ? clock.GetElapsedTime(last) : null;
    }

    /// <summary>A look begins: a request that comes from now on needs another.</summary>
    public void Begun(string repository)
    {
        lock (guard)
        {
            waiting.Remove(repository);
            begun[repository] = clock.GetTimestamp();
        }
    }

    // The job engine keeps times in whole seconds, rounded down: any other would come too early.
    private TimeSpan UntilWholeSecond(TimeSpan wait)
    {
        var due = (clock.GetUtcNow() + wait).UtcTicks;
        return wait + TimeSpan.FromTicks((TimeSpan.TicksPerSecond - (due % TimeSpan.TicksPerSecond)) % TimeSpan.TicksPerSecond);
    }
}
