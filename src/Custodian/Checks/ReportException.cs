namespace Custodian.Checks;

/// <summary>The reports of a run are missing or cannot be read; the message says which, as part of a sentence.</summary>
internal sealed class ReportException(string message, Exception? inner = null) : Exception(message, inner);
