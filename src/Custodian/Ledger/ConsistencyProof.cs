namespace Custodian.Ledger;

/// <summary>That a log only grew between two sizes (RFC 6962 section 2.1.2); hashes in base64.</summary>
internal sealed record ConsistencyProof(long From, long To, string FromRoot, string ToRoot, IReadOnlyList<string> Hashes);
