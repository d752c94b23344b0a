namespace Custodian.Policies;

/// <summary>
/// One value of the file and where it stands. A tree of our own because YamlDotNet's refuses a file at its first
/// duplicate key, and every problem is to be told at once.
/// </summary>
internal abstract record YamlValue(Position At)
{
    /// <summary>Text, number, flag: all the same to YAML's reader.</summary>
    public sealed record Scalar(string Text, Position At) : YamlValue(At)
    {
        /// <summary>True of <c>key:</c> with nothing behind it, and of null.</summary>
        public bool Empty { get; init; }
    }

    public sealed record Sequence(IReadOnlyList<YamlValue> Items, Position At) : YamlValue(At);

    /// <summary>Entries in the order of the file, each key once: a second one has been reported.</summary>
    public sealed record Map(IReadOnlyList<Entry> Entries, Position At) : YamlValue(At);

    /// <summary>Something already reported; nobody needs to complain about it again.</summary>
    public sealed record Refused(Position At) : YamlValue(At);

    public sealed record Entry(YamlText Key, YamlValue Value);
}
