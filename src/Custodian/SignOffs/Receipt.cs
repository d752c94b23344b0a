namespace Custodian.SignOffs;

/// <summary>The answer to a sign-off that is durable.</summary>
/// <param name="Seq">Its place in the ledger.</param>
/// <param name="Repeated">True when the same one was there before.</param>
/// <param name="Note">What the person should know: that it came too late to count, for example.</param>
internal sealed record Receipt(long Seq, bool Repeated, string? Note);
