namespace Custodian.Ledger;

/// <summary>The ledger's private key cannot be used; the message names the mend and never the key.</summary>
internal sealed class LedgerKeyException(string message, Exception? inner = null) : Exception(message, inner);
