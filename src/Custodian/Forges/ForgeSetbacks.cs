using System.Collections.Concurrent;

namespace Custodian.Forges;

/// <summary>What a forge refused, and from when on it is tried again: at once once it passed, and ever more rarely while it does not.</summary>
internal sealed class ForgeSetbacks(TimeProvider clock)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    // How often in a row the forge took nothing, and when to try again.
    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset NotBefore)> all = new(StringComparer.Ordinal);

    public bool Waits(string what) => all.TryGetValue(what, out var trouble) && clock.GetUtcNow() < trouble.NotBefore;

    public void Over(string what) => all.TryRemove(what, out _);

    /// <returns>When to try again.</returns>
    public DateTimeOffset Failed(string what, ForgeException refused)
    {
        var failures = all.GetValueOrDefault(what).Failures + 1;
        var again = clock.GetUtcNow() + (FirstWait * Math.Min(Math.Pow(2, failures - 1), LongestWait / FirstWait));
        if (refused.PassesAt is { } at && at > again) again = at;
        all[what] = (failures, again);
        return again;
    }
}
