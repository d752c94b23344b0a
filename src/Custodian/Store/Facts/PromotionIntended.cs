using Custodian.Rules;

namespace Custodian.Store.Facts;

/// <summary>Gold is about to be moved to <see cref="FactBody.Commit"/>. Open until promoted, adopted or abandoned.</summary>
internal sealed record PromotionIntended : FactBody
{
    /// <summary>Where gold stands; null: there is none yet.</summary>
    public CommitSha? From { get; init; }

    public required string Policy { get; init; }

    /// <summary>SHA-256 of the facts, or of the adoption, that it rests on.</summary>
    public required string FactsDigest { get; init; }

    /// <summary>What it is for: <c>promotion</c> or <c>adoption</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>The lease's fencing number.</summary>
    public required long Fence { get; init; }
}
