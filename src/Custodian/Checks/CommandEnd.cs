namespace Custodian.Checks;

/// <summary>How a started check ended, as the machine saw it.</summary>
internal sealed record CommandEnd
{
    /// <summary>Of the command itself, 128 + n where signal n ended it; null where it was not seen to end, or never began.</summary>
    public required int? ExitCode { get; init; }

    public required bool TimedOut { get; init; }

    /// <summary>The kernel ended a process of it because of its memory.</summary>
    public required bool OutOfMemory { get; init; }

    public required string Log { get; init; }

    /// <summary>What the launchers outside of the sandbox said.</summary>
    public required string Trouble { get; init; }
}
