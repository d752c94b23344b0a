namespace Custodian.EndToEnd.Faults;

/// <summary>A vote that the service answered with 2xx: from then on it must not be lost.</summary>
/// <param name="Seq">Where the answer says that it stands in the ledger.</param>
/// <param name="Statement">The exact bytes that were sent.</param>
internal sealed record Acknowledged(long Seq, string Person, byte[] Statement);
