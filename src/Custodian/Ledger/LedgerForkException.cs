namespace Custodian.Ledger;

/// <summary>The entries are not a continuation of what was signed before: nothing may be signed until a person has looked.</summary>
internal sealed class LedgerForkException(string message) : Exception(message);
