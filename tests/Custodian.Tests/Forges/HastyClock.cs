using Microsoft.Extensions.Time.Testing;

namespace Custodian.Tests.Forges;

/// <summary>
/// A clock on which every wait is over at once, and written down. A time limit is no wait: it ends only what others' waits outlast.
/// </summary>
internal sealed class HastyClock() : FakeTimeProvider(System.GetUtcNow())
{
    private readonly Lock use = new();
    private readonly List<TimeSpan> waits = [];

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (use) return [.. waits];
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        // What ends a token is a limit; what ends a task is a wait.
        if (state is CancellationTokenSource || dueTime <= TimeSpan.Zero) return timer;

        lock (use) waits.Add(dueTime);
        ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }
}
