namespace Custodian.Rules;

/// <summary>
/// An exception that every custodian granted: one failed check of one candidate, or one finding wherever it turns up. It
/// wraps a failure and never hides it.
/// </summary>
public sealed record Waiver
{
    /// <summary>Position in the ledger of the fact that it was granted.</summary>
    public required long Seq { get; init; }

    /// <summary>The repository it is about.</summary>
    public required string Repository { get; init; }

    /// <summary>The check's name in the policy.</summary>
    public required string Check { get; init; }

    /// <summary>The definition of the check in which it was granted: what another one finds is not what was waived. Null: not known, any.</summary>
    public string? Definition { get; init; }

    /// <summary>The one candidate it is about; null where it is about a finding.</summary>
    public CommitSha? Commit { get; init; }

    /// <summary>Fingerprint of the one finding it is about; null where it is about a candidate.</summary>
    public string? Finding { get; init; }

    /// <summary>From when on it is good no more, UTC.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>The same for a whole repository that cannot meet a check yet, for at most 12 months; printed on every release.</summary>
public sealed record Deviation
{
    /// <summary>Position in the ledger of the fact that it was granted.</summary>
    public required long Seq { get; init; }

    /// <summary>The repository it is about.</summary>
    public required string Repository { get; init; }

    /// <summary>The check's name in the policy.</summary>
    public required string Check { get; init; }

    /// <summary>From when on it is good no more, UTC.</summary>
    public required DateTimeOffset Until { get; init; }
}
