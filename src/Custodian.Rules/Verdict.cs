namespace Custodian.Rules;

/// <summary>What the gate says of a candidate.</summary>
public abstract record Verdict
{
    private Verdict(IReadOnlyList<Reason> reasons) => Reasons = reasons;

    /// <summary>Everything that keeps the candidate from gold; empty only of <see cref="Promote"/>.</summary>
    public IReadOnlyList<Reason> Reasons { get; }

    /// <summary>Nothing stands in the way: gold may move here, now.</summary>
    public sealed record Promote() : Verdict([]);

    /// <summary>Nothing against it; something still awaited.</summary>
    /// <param name="Awaited">At least one reason.</param>
    public sealed record Hold(IReadOnlyList<Reason> Awaited) : Verdict(Awaited);

    /// <summary>Something against it: needs a re-run, a withdrawn veto or a new commit. What is awaited besides is listed too.</summary>
    /// <param name="Against">At least one reason.</param>
    public sealed record Reject(IReadOnlyList<Reason> Against) : Verdict(Against);
}
