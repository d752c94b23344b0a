namespace Custodian.Rules;

/// <summary>How a check run ended.</summary>
public enum CheckOutcome
{
    /// <summary>It ran to its end and found nothing against the candidate. The only outcome that opens the gate.</summary>
    Passed,

    /// <summary>It ran and found something against the candidate.</summary>
    Failed,

    /// <summary>It was still running when its time was up.</summary>
    TimedOut,

    /// <summary>It was ended by a signal: by its limits, or by itself.</summary>
    Killed,

    /// <summary>It ended well, and left no report, or a report that cannot be read or names no test.</summary>
    NoReport,

    /// <summary>It could not be run at all (no sandbox, no such command, no disk): says nothing about the candidate.</summary>
    Errored,
}
