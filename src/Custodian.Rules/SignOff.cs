using System.Text.Json.Serialization;

namespace Custodian.Rules;

/// <summary>One recorded sign-off: what a person said of one commit, in one role, under named rules.</summary>
public sealed record SignOff
{
    /// <summary>Position in the ledger: of one person and role, what came later counts. Clocks decide nothing.</summary>
    public required long Seq { get; init; }

    /// <summary>The repository it is about.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit it is about.</summary>
    public required CommitSha Commit { get; init; }

    /// <summary>SHA-256 id, in hex, of the commit's tree, as the person saw it.</summary>
    public required string Subject { get; init; }

    /// <summary>Gold as the person saw it; null: there was none.</summary>
    // Required, so written even where nulls are left out: facts without it could not be read again.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required CommitSha? Gold { get; init; }

    /// <summary>SHA-256, in hex, of the rules the person saw.</summary>
    public required string Rules { get; init; }

    /// <summary>Who said it.</summary>
    public required string Person { get; init; }

    /// <summary>The custodian that the person spoke for: an approval does not move with a person to another one.</summary>
    public required string Custodian { get; init; }

    /// <summary>The role in which it was said.</summary>
    public required string Role { get; init; }

    /// <summary>What was said.</summary>
    public required SignOffDecision Decision { get; init; }

    /// <summary>How well it is proved who said it.</summary>
    public Assurance Assurance { get; init; }

    /// <summary>The key that signed it, as <see cref="KeyFingerprint"/> names it; null: none did.</summary>
    public string? Key { get; init; }

    /// <summary>When the server recorded it, UTC.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}
