namespace Custodian.Store;

/// <summary>The data folder cannot be used, or a write did not become durable. The message names the mend.</summary>
internal sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
