namespace Custodian.Store.Facts;

/// <summary>An intent to publish a release came to nothing: there is no tag of that name on the remote.</summary>
internal sealed record ReleaseAbandoned : FactBody
{
    public required string Version { get; init; }

    /// <summary>What was voted on.</summary>
    public required string Digest { get; init; }

    public required long Intent { get; init; }

    /// <summary>True when the remote refused the push, which waiting may not mend.</summary>
    public bool Refused { get; init; }

    public required string Why { get; init; }

    /// <summary>Digest of what the remote said, which lies beside the ledger: its words may be anybody's name.</summary>
    public string? Said { get; init; }
}
