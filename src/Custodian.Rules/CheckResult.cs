namespace Custodian.Rules;

/// <summary>One recorded check run.</summary>
public sealed record CheckResult
{
    /// <summary>Position in the ledger: what came later counts.</summary>
    public required long Seq { get; init; }

    /// <summary>The repository that was checked.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit that was checked.</summary>
    public required CommitSha Commit { get; init; }

    /// <summary>The check's name in the policy.</summary>
    public required string Check { get; init; }

    /// <summary>SHA-256, in hex, of the definition that was run.</summary>
    public required string Definition { get; init; }

    /// <summary>How it ended.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>One sentence for people: what was found.</summary>
    public required string Summary { get; init; }

    /// <summary>When the run was recorded, UTC; null: not known, which is too old wherever results grow old.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>Fingerprints of everything that it found against the candidate; null: not known one by one.</summary>
    public IReadOnlyList<string>? Findings { get; init; }
}
