namespace Custodian.Store.Facts;

/// <summary>Every custodian adopted <see cref="FactBody.Commit"/>, and gold stands there.</summary>
internal sealed record Adopted : FactBody
{
    /// <summary>What was voted on.</summary>
    public required string Digest { get; init; }

    /// <summary>The intent that moved gold there.</summary>
    public required long Intent { get; init; }
}
