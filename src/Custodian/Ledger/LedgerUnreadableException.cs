namespace Custodian.Ledger;

/// <summary>A log is out of reach, so that nothing can be said about it, good or bad.</summary>
internal sealed class LedgerUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
