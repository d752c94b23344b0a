namespace Custodian.Ledger;

/// <summary>What to compare a log with.</summary>
internal sealed record LedgerVerification
{
    /// <summary>The key that signs the log, pinned out of band.</summary>
    public required VerifierKey Key { get; init; }

    /// <summary>A signed checkpoint of the same log, kept from earlier or had from elsewhere, that the log must continue.</summary>
    public byte[]? Older { get; init; }

    /// <summary>Called for each entry in order, with its index and exact bytes; gives what is wrong with it, or null.</summary>
    public Func<long, ReadOnlyMemory<byte>, CancellationToken, ValueTask<string?>>? CheckEntry { get; init; }

    /// <summary>Told how many entries have been checked, once a bundle.</summary>
    public IProgress<long>? Progress { get; init; }
}
