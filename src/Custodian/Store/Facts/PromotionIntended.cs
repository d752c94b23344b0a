using Custodian.Rules;

namespace Custodian.Store.Facts;

/// <summary>Gold is about to be moved to <see cref="FactBody.Commit"/>. Open until promoted, adopted or abandoned.</summary>
internal sealed record PromotionIntended : FactBody
{
    /// <summary>Cause: the gate said Promote.</summary>
    public const string Promotion = "promotion";

    /// <summary>Cause: every custodian adopted it.</summary>
    public const string Adoption = "adoption";

    /// <summary>Where gold stands; null: there is none yet.</summary>
    public CommitSha? From { get; init; }

    public required string Policy { get; init; }

    /// <summary>SHA-256 of what it rests on: the verdict's facts, or what was voted on.</summary>
    public required string FactsDigest { get; init; }

    /// <summary>What it is for: <see cref="Promotion"/> or <see cref="Adoption"/>.</summary>
    public required string Cause { get; init; }

    /// <summary>True where the urgent gate let it pass; null: any other did.</summary>
    public bool? Urgent { get; init; }

    /// <summary>The lease's fencing number.</summary>
    public required long Fence { get; init; }
}
