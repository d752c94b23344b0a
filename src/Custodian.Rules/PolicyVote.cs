namespace Custodian.Rules;

/// <summary>
/// One vote on a proposed policy. It speaks under the old policy, under the new one, or both, by whose key proved it: a key that
/// only one of them gives to its person says nothing under the other.
/// </summary>
/// <param name="Seq">Position in the ledger: what came later counts.</param>
/// <param name="Person">Who voted.</param>
/// <param name="Role">In which role.</param>
/// <param name="Decision">How.</param>
public sealed record PolicyVote(long Seq, string Person, string Role, SignOffDecision Decision)
{
    /// <summary>The custodian for which it was given under the old policy; null: it says nothing there.</summary>
    public string? Old { get; init; }

    /// <summary>The custodian for which it was given under the new policy; null: it says nothing there.</summary>
    public string? New { get; init; }

    /// <summary>True of the chair whom the old policy names, proved with a key that it gives the chair.</summary>
    public bool ByChair { get; init; }
}
