namespace Custodian.Store.Facts;

/// <summary>A commit was seen at the tip of a source branch.</summary>
internal sealed record CandidateSeen : FactBody
{
    /// <summary>Full name of the branch.</summary>
    public required string Ref { get; init; }

    /// <summary>SHA-256 id of its tree.</summary>
    public required string Subject { get; init; }
}
