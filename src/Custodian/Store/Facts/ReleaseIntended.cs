namespace Custodian.Store.Facts;

/// <summary>The votes on a release were counted and it is about to be published. Open until released, refused or abandoned.</summary>
internal sealed record ReleaseIntended : FactBody
{
    public required string Version { get; init; }

    /// <summary>What was voted on.</summary>
    public required string Digest { get; init; }

    /// <summary>SHA-256 of the signed tag object's bytes, kept as evidence.</summary>
    public required string Tag { get; init; }

    /// <summary>SHA-256 of the policy under which the votes were counted.</summary>
    public required string Policy { get; init; }
}
