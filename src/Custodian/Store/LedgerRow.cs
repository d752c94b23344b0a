namespace Custodian.Store;

/// <summary>A row of the facts' table, nothing of it believed.</summary>
internal sealed record LedgerRow(long Seq, string Kind, string? Repository, string? Commit, string At, byte[] Body, byte[] LeafHash);
