namespace Custodian.Store.Facts;

/// <summary>Somebody proposed that <see cref="FactBody.Commit"/> become the repository's first gold, or its gold after a freeze.</summary>
internal sealed record AdoptionProposed : FactBody
{
    /// <summary>What is voted on: SHA-256 of the proposal, which is kept as evidence.</summary>
    public required string Digest { get; init; }

    public required string Person { get; init; }
}
