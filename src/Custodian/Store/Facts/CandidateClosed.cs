namespace Custodian.Store.Facts;

/// <summary>A candidate can no longer become gold as things stand. Seen again at a branch's tip, it is a candidate again.</summary>
internal sealed record CandidateClosed : FactBody
{
    /// <summary><c>superseded</c>: gold has gone past it. <c>left-source</c>: no watched branch contains it.</summary>
    public required string Why { get; init; }
}
