namespace Custodian.Store.Facts;

/// <summary>
/// Somebody proposed a policy to come into force after the one that is; or a candidate of the repository in which the policy lives
/// brings one, and then repository and commit name that candidate.
/// </summary>
internal sealed record PolicyProposed : FactBody
{
    /// <summary>The number that it is to have.</summary>
    public required int Number { get; init; }

    /// <summary>What is voted on: SHA-256 of number, policy and predecessor, which is kept as evidence.</summary>
    public required string Digest { get; init; }

    /// <summary>SHA-256 of the proposed policy's document, which is kept as evidence.</summary>
    public required string Policy { get; init; }

    /// <summary>SHA-256 of the policy that it is to follow.</summary>
    public required string Previous { get; init; }

    /// <summary>Who proposed it; <c>gate</c> where a candidate brings it, for which nobody spoke yet.</summary>
    public required string Person { get; init; }

    /// <summary>True when its proposer declared that it weakens the gate.</summary>
    public required bool Weaker { get; init; }

    /// <summary>What of it opens the gate further, in words; of very many the first, and of very long ones the beginning.</summary>
    public required IReadOnlyList<string> Weakens { get; init; }
}
