namespace Custodian.Ledger;

/// <summary>What a verification found.</summary>
/// <param name="Checkpoint">The head that was checked; null where there is none that the pinned key signed.</param>
/// <param name="Entries">How many entries were read and hashed.</param>
/// <param name="Findings">All that is wrong, in the order found; after <see cref="LedgerVerifier.MostFindings"/> the rest is
/// not looked at.</param>
internal sealed record LedgerReport(Checkpoint? Checkpoint, long Entries, IReadOnlyList<LedgerFinding> Findings)
{
    /// <summary>Nothing is wrong, and everything was looked at.</summary>
    public bool Verified => Checkpoint is { } head && Findings.Count == 0 && Entries == head.Size;
}
