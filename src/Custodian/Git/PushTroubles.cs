using System.Collections.Concurrent;

namespace Custodian.Git;

/// <summary>What remotes said to pushes that they did not take the last time, so that people are told; kept in memory, since it is tried again.</summary>
internal sealed class PushTroubles
{
    private readonly ConcurrentDictionary<(string Repository, string What), string> said = new();

    /// <param name="what">What was pushed, for people: gold, the ledger, a tag.</param>
    public void Failed(string repository, string what, string why) => said[(repository, what)] = why;

    public void Taken(string repository, string what) => said.TryRemove((repository, what), out _);

    /// <summary>One sentence; null where everything was taken.</summary>
    public string? Of(string repository)
    {
        var all = said.Where(one => one.Key.Repository == repository).OrderBy(one => one.Key.What, StringComparer.Ordinal).Select(one => $"The remote did not take {one.Key.What}: {one.Value}").ToList();
        return all.Count == 0 ? null : string.Join(' ', all);
    }
}
