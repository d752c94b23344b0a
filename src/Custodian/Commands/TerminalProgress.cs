namespace Custodian.Commands;

/// <summary>Counts on one line of a terminal's standard error.</summary>
internal sealed class TerminalProgress(string what) : IProgress<long>
{
    public void Report(long value) => Console.Error.Write($"\r\u001b[K{value} {what}\r");
}
