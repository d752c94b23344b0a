namespace Custodian.Git;

/// <summary>One program to run, with everything that it may know and use.</summary>
internal sealed record ProgramRun
{
    /// <summary>Name on PATH, or a full path.</summary>
    public required string Program { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public string? WorkingFolder { get; init; }

    /// <summary>The whole environment besides PATH, HOME, TMPDIR and LC_ALL: nothing else is inherited.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Writes the input as the program takes it, instead of <see cref="Input"/>.</summary>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>
    /// Takes the output as it comes, instead of <see cref="ProgramResult.Output"/>: hundreds of megabytes are neither kept nor made text
    /// of. It may still be at work after a program that had to be killed.
    /// </summary>
    public Func<Stream, CancellationToken, Task>? ReadOutput { get; init; }

    /// <summary>Wall time after which the program and all its children are killed.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>True where the program and its children are first asked to end, for up to 2 s: git then takes its locks with it.</summary>
    public bool AskedToEndFirst { get; init; }

    /// <summary>Most bytes kept of each output stream: the first and the last half of it; what lies between is dropped.</summary>
    public int OutputLimit { get; init; } = 1 << 20;
}
