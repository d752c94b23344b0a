namespace Custodian.Policies;

/// <summary>Where what was read stands in the file, for whoever has a remark about it later.</summary>
internal sealed class Places
{
    private readonly Dictionary<object, Position> known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, Dictionary<string, Position>> keys = new(ReferenceEqualityComparer.Instance);

    /// <summary>Remembers the place, and gives back what was read.</summary>
    public T Mark<T>(T read, Position at)
        where T : class
    {
        known[read] = at;
        return read;
    }

    /// <summary>The place of this very object; the file's start where nobody marked it.</summary>
    public Position Of(object read) => known.GetValueOrDefault(read, Position.Start);

    /// <summary>Remembers where the value of one of its keys stands.</summary>
    public void MarkKey(object read, string key, Position at)
    {
        if (!keys.TryGetValue(read, out var own)) keys[read] = own = new(StringComparer.Ordinal);
        own[key] = at;
    }

    /// <summary>The place of a key's value; of the whole where nobody marked it.</summary>
    public Position Of(object read, string key) => keys.TryGetValue(read, out var own) && own.TryGetValue(key, out var at) ? at : Of(read);
}
