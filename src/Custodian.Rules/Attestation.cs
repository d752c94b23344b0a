namespace Custodian.Rules;

/// <summary>What a person says of a candidate after doing what only people can do: a test by hand, a review on paper.</summary>
public sealed record Attestation
{
    /// <summary>Position in the ledger: of one person, what came later counts.</summary>
    public required long Seq { get; init; }

    /// <summary>The repository it is about.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit it is about.</summary>
    public required CommitSha Commit { get; init; }

    /// <summary>The check's name in the policy.</summary>
    public required string Check { get; init; }

    /// <summary>SHA-256, in hex, of the report that says what was done.</summary>
    public required string Report { get; init; }

    /// <summary>Who attests.</summary>
    public required string Person { get; init; }

    /// <summary>For which custodian.</summary>
    public required string Custodian { get; init; }

    /// <summary>In which role.</summary>
    public required string Role { get; init; }

    /// <summary>Approve: it passed. Reject: it failed. Withdraw: neither any more.</summary>
    public required SignOffDecision Decision { get; init; }

    /// <summary>SHA-256, in hex, of the rules that the person saw.</summary>
    public required string Rules { get; init; }

    /// <summary>How well it is proved who attests.</summary>
    public required Assurance Assurance { get; init; }

    /// <summary>The key that signed it, as <see cref="KeyFingerprint"/> names it; null: none did.</summary>
    public string? Key { get; init; }

    /// <summary>When the server recorded it, UTC.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}
