namespace Custodian.Policies;

/// <summary>Where what was read stands in the file, for whoever has a remark about it later.</summary>
internal sealed class Places
{
    private readonly Dictionary<object, Position> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Remembers the place, and gives back what was read.</summary>
    public T Mark<T>(T read, Position at)
        where T : class
    {
        known[read] = at;
        return read;
    }

    /// <summary>The place of this very object; the file's start where nobody marked it.</summary>
    public Position Of(object read) => known.GetValueOrDefault(read, Position.Start);
}
