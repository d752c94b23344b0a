namespace Custodian.Store.Facts;

/// <summary>Somebody proposed to certify gold at <see cref="FactBody.Commit"/> as a release, and signed its tag.</summary>
internal sealed record ReleaseProposed : FactBody
{
    public required string Version { get; init; }

    /// <summary>What is voted on: SHA-256 of the proposal, which is kept as evidence.</summary>
    public required string Digest { get; init; }

    /// <summary>SHA-256 of the signed tag object's bytes, kept as evidence.</summary>
    public required string Tag { get; init; }

    public required string Person { get; init; }

    /// <summary>What its tag says it is labelled with; null: nothing.</summary>
    public IReadOnlyList<string>? Labels { get; init; }
}
