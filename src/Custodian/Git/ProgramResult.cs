namespace Custodian.Git;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n where signal n ended it; -1 where it was killed at its timeout.</param>
/// <param name="Output">Standard output, within the limit asked for.</param>
/// <param name="Error">Standard error, within the limit asked for.</param>
/// <param name="TimedOut">True when it was killed because its time was up.</param>
/// <param name="Truncated">True when a stream went over its limit.</param>
internal sealed record ProgramResult(int ExitCode, string Output, string Error, bool TimedOut, bool Truncated)
{
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}
