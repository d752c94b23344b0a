namespace Custodian.Commands;

/// <summary>A command ends here, with this exit code; the message is for the person who typed it.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
