using Custodian.Rules;

namespace Custodian.Git;

/// <summary>What a remote looked like when it was last fetched.</summary>
/// <param name="Source">Tips of the watched source branches, by full name.</param>
/// <param name="Gold">Where gold stood; null: there is none.</param>
internal sealed record MirrorState(IReadOnlyDictionary<string, CommitSha> Source, CommitSha? Gold)
{
    /// <summary>Why a source branch could not be fetched this time, while gold could; null: all were.</summary>
    public string? Trouble { get; init; }
}
