namespace Custodian.Ledger;

/// <summary>A signed checkpoint and how many entries it counts.</summary>
internal sealed record SignedHead(long Size, string Note);
