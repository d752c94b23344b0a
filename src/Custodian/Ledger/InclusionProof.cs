namespace Custodian.Ledger;

/// <summary>That an entry is in the log (RFC 6962 section 2.1.1); hashes in base64.</summary>
/// <param name="Index">Place of the entry, from 0.</param>
/// <param name="Size">Size of the tree that the proof is of.</param>
/// <param name="LeafHash">What to start from; recompute it from the entry's bytes.</param>
/// <param name="Root">What to arrive at; compare it with a signed checkpoint of this size.</param>
/// <param name="Hashes">The path, nearest to the leaf first.</param>
internal sealed record InclusionProof(long Index, long Size, string LeafHash, string Root, IReadOnlyList<string> Hashes);
