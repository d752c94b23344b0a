using System.Collections.Concurrent;

namespace Custodian.Policies;

/// <summary>What was made of something that never changes, so that it is made once. Filled up by whoever may push, it forgets everything and begins anew.</summary>
/// <param name="most">As many are remembered at a time.</param>
internal sealed class Remembered<TKey, T>(int most)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, T> known = [];

    /// <summary>What is remembered of a key; else what is made now. What throws is not remembered.</summary>
    public T Of(TKey key, Func<T> make)
    {
        if (known.TryGetValue(key, out var before)) return before;

        var made = make();
        if (known.Count >= most) known.Clear();
        return known[key] = made;
    }
}
