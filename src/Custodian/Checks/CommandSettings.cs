namespace Custodian.Checks;

/// <summary>What a policy says of one check of type <c>command</c>.</summary>
internal sealed record CommandSettings
{
    /// <summary>The program and its arguments; no shell.</summary>
    public required IReadOnlyList<string> Run { get; init; }

    /// <summary>A glob of JUnit reports below the workspace; null where the exit code alone counts.</summary>
    public string? Reports { get; init; }

    /// <summary>Wall time of the whole command.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Bytes of memory.</summary>
    public required long Memory { get; init; }

    /// <summary>Processes and threads at one time.</summary>
    public required int Processes { get; init; }

    /// <summary>Bytes of the largest file that may be written.</summary>
    public required long FileSize { get; init; }

    /// <summary>Processor time of one process.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary><c>required</c>, or <c>none</c> where a policy permits to run without one.</summary>
    public required string Sandbox { get; init; }

    /// <summary>Further files and folders that the command may read, at their own paths.</summary>
    public required IReadOnlyList<string> ReadOnly { get; init; }

    /// <summary>Variables besides PATH, HOME and LANG.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
