using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>A fact and its place in the ledger.</summary>
/// <param name="Seq">Index of its leaf, from 0.</param>
internal sealed record StoredFact(long Seq, FactBody Body);

/// <summary>The same, of a kind that is known.</summary>
internal sealed record StoredFact<T>(long Seq, T Body) where T : FactBody;
