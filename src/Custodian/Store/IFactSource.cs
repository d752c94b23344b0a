namespace Custodian.Store;

/// <summary>Facts to ask, of a service's own store or of a data folder that is only looked into.</summary>
internal interface IFactSource
{
    /// <summary>Answers questions from one snapshot of everything committed.</summary>
    /// <exception cref="StoreException">The database cannot be read; the message names the mend.</exception>
    Task<T> ReadAsync<T>(Func<FactReader, T> read, CancellationToken stop);

    /// <summary>Answers the same questions as they would have been answered when the ledger had so many facts.</summary>
    /// <param name="end">Place of the first fact that had not been recorded yet.</param>
    /// <exception cref="StoreException">The database cannot be read; the message names the mend.</exception>
    Task<T> ReadPastAsync<T>(long end, Func<FactReader, T> read, CancellationToken stop);
}
