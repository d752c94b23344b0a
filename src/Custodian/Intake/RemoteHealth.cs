using System.Collections.Concurrent;

namespace Custodian.Intake;

/// <summary>How the last looks at each remote went, and when to look again: the longer it fails, the longer the wait.</summary>
internal sealed class RemoteHealth(TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, RemoteStatus> statuses = new(StringComparer.Ordinal);

    public RemoteStatus Of(string repository) => statuses.GetValueOrDefault(repository) ?? new(null, null, 0, DateTimeOffset.MinValue);

    public void Reached(string repository) => statuses[repository] = new(clock.GetUtcNow(), null, 0, DateTimeOffset.MinValue);

    public void Failed(string repository, string why, TimeSpan poll)
    {
        var before = Of(repository);
        var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, poll.Ticks << Math.Min(before.Failures, 10)));
        statuses[repository] = before with { Failure = why, Failures = before.Failures + 1, NotBefore = clock.GetUtcNow() + wait };
    }
}

/// <param name="ReachedAt">When the remote last answered; null: never since the start.</param>
/// <param name="Failure">Why it did not answer last time; null: it did.</param>
/// <param name="NotBefore">Polling waits until then.</param>
internal sealed record RemoteStatus(DateTimeOffset? ReachedAt, string? Failure, int Failures, DateTimeOffset NotBefore);
