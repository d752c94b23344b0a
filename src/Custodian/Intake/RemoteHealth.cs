using System.Collections.Concurrent;

namespace Custodian.Intake;

/// <summary>How the last looks at each remote went, and when to look again: the longer it fails, the longer the wait.</summary>
internal sealed class RemoteHealth(TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, RemoteStatus> statuses = new(StringComparer.Ordinal);

    public RemoteStatus Of(string repository) => statuses.GetValueOrDefault(repository) ?? new(null, null, 0, null, 0);

    /// <summary>True unless polling still waits for a remote that failed.</summary>
    public bool MayLook(string repository)
    {
        var status = Of(repository);
        return status.Failures == 0 || clock.GetElapsedTime(status.FailedAt) >= status.Wait;
    }

    /// <summary>Gold could be looked at.</summary>
    /// <param name="trouble">What else could not be; null: nothing.</param>
    public void Reached(string repository, string? trouble) => statuses[repository] = new(clock.GetUtcNow(), trouble, 0, null, 0);

    /// <summary>Gold could not be looked at.</summary>
    /// <returns>How many times in a row.</returns>
    public int Failed(string repository, string why, TimeSpan poll)
    {
        var before = Of(repository);
        var now = before with { Failure = why, Failures = before.Failures + 1 };
        // Anybody may ask for a look: one that fails while polling waits must not make it wait any longer.
        statuses[repository] = MayLook(repository) ? Waiting(now, poll) : now;
        return now.Failures;
    }

    private RemoteStatus Waiting(RemoteStatus status, TimeSpan poll)
    {
        // Half an interval less, so that the next poll is not the one that is left out.
        var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, (poll.Ticks << Math.Min(status.Waits, 10)) - (poll.Ticks / 2)));
        return status with { Waits = status.Waits + 1, TriedAgainAt = clock.GetUtcNow() + wait, Wait = wait, FailedAt = clock.GetTimestamp() };
    }
}

/// <param name="ReachedAt">When gold was last seen; null: never since the start.</param>
/// <param name="Failure">What could not be looked at the last time, and why; null: all could.</param>
/// <param name="Failures">How many times in a row gold itself could not be seen.</param>
/// <param name="TriedAgainAt">Polling waits until then, unless somebody asks.</param>
/// <param name="FailedAt">The same moment by a clock that nobody sets back.</param>
internal sealed record RemoteStatus(DateTimeOffset? ReachedAt, string? Failure, int Failures, DateTimeOffset? TriedAgainAt, long FailedAt)
{
    public TimeSpan Wait { get; init; }

    /// <summary>How many waits it has had in a row: the next one is twice as long.</summary>
    public int Waits { get; init; }
}
