namespace Custodian.Store.Facts;

/// <summary>A commit at the tip of a source branch cannot become a candidate.</summary>
internal sealed record CandidateRefused : FactBody
{
    /// <summary>Code: on an urgent branch, and part of the main line that is not gold yet comes with it.</summary>
    public const string NotFromGold = "not-from-gold";

    public required string Ref { get; init; }

    /// <summary>Stable code: <c>not-a-fast-forward</c>, <c>not-from-gold</c>, <c>submodule</c>, …</summary>
    public required string Code { get; init; }

    /// <summary>One sentence with the mend.</summary>
    public required string Text { get; init; }
}
