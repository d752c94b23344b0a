using Custodian.Rules;

namespace Custodian.Store.Facts;

/// <summary>Gold moved to <see cref="FactBody.Commit"/>, and was read back there.</summary>
internal sealed record Promoted : FactBody
{
    public required CommitSha From { get; init; }

    public required long Intent { get; init; }

    /// <summary>True where the urgent gate let it pass; null: any other did.</summary>
    public bool? Urgent { get; init; }

    /// <summary>
    /// What the urgent gate put off, whatever becomes of the policy; null: nothing, or it was recorded before this was, and follows from what the
    /// intent rests on.
    /// </summary>
    public IReadOnlyList<DeferredCheck>? Deferred { get; init; }

    /// <summary>SHA-256 id of its tree.</summary>
    public required string Subject { get; init; }
}
