namespace Custodian.Git;

/// <summary>A program that we rely on cannot be started.</summary>
internal sealed class ProgramMissingException(string program, Exception inner)
    : Exception($"'{program}' cannot be started: {inner.Message}", inner)
{
    public string Program => program;
}
