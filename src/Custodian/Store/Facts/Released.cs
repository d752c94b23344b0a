namespace Custodian.Store.Facts;

/// <summary>The certified tag stands on the remote.</summary>
internal sealed record Released : FactBody
{
    public required string Version { get; init; }

    /// <summary>What was voted on.</summary>
    public required string Digest { get; init; }

    /// <summary>The tag object's id in git.</summary>
    public required string TagId { get; init; }
}
