namespace Custodian.Ledger;

/// <summary>The entries of the log, in their order; the store implements it over its facts.</summary>
internal interface ILeafSource
{
    /// <summary>How many entries are durable; it never shrinks.</summary>
    Task<long> SizeAsync(CancellationToken stop);

    /// <summary>RFC 6962 leaf hashes, 32 bytes each: exactly <paramref name="count"/> of them, in order.</summary>
    Task<IReadOnlyList<byte[]>> LeafHashesAsync(long first, int count, CancellationToken stop);

    /// <summary>The exact bytes that were hashed, at most 65,535 each: exactly <paramref name="count"/> of them, in order.</summary>
    Task<IReadOnlyList<byte[]>> BodiesAsync(long first, int count, CancellationToken stop);
}
