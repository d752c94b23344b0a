namespace Custodian.Store.Facts;

/// <summary>A release could not be published: another tag of that name stands on the remote, and no tag is ever moved.</summary>
internal sealed record ReleaseRefused : FactBody
{
    public required string Version { get; init; }

    /// <summary>What was voted on.</summary>
    public required string Digest { get; init; }

    /// <summary>The object that the remote's tag is.</summary>
    public required string Found { get; init; }
}
