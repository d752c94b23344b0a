namespace Custodian.Store.Facts;

/// <summary>Every custodian lifted the freeze, and gold stands where the ledger says.</summary>
internal sealed record FreezeLifted : FactBody
{
    /// <summary>The freeze's place in the ledger.</summary>
    public required long Freeze { get; init; }
}
