namespace Custodian.Commands;

/// <summary>What the command line answers to scripts.</summary>
internal static class ExitCode
{
    public const int Yes = 0;

    /// <summary>Held, rejected, not verified, findings.</summary>
    public const int No = 1;

    /// <summary>Wrong use or configuration.</summary>
    public const int WrongUse = 2;

    /// <summary>I/O or network.</summary>
    public const int CouldNot = 3;
}
