namespace Custodian.Store.Facts;

/// <summary>An intent came to nothing: gold was not moved by it.</summary>
internal sealed record PromotionAbandoned : FactBody
{
    public required long Intent { get; init; }

    /// <summary>True when the remote refused the push, which waiting may not mend.</summary>
    public bool Refused { get; init; }

    public required string Why { get; init; }

    /// <summary>Digest of what the remote said, which lies beside the ledger: its words may be anybody's name.</summary>
    public string? Said { get; init; }
}
