namespace Custodian.Store.Facts;

/// <summary>A commit at the tip of a source branch cannot become a candidate.</summary>
internal sealed record CandidateRefused : FactBody
{
    public required string Ref { get; init; }

    /// <summary>Stable code: <c>not-a-fast-forward</c>, <c>submodule</c>, …</summary>
    public required string Code { get; init; }

    /// <summary>One sentence with the mend.</summary>
    public required string Text { get; init; }
}
