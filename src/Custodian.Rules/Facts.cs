using System.Text.Json.Serialization;

namespace Custodian.Rules;

/// <summary>All that is known of one candidate at one instant; saved beside its verdict, so that it can be replayed.</summary>
public sealed record Facts
{
    /// <summary>The repository's name in the policy.</summary>
    public required string Repository { get; init; }

    /// <summary>The candidate.</summary>
    public required CommitSha Commit { get; init; }

    /// <summary>SHA-256 id, in hex, of the candidate's tree; null: not known, which holds.</summary>
    // Required, so written even where nulls are left out: facts without it could not be read again.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Subject { get; init; }

    /// <summary>
    /// Gold, oldest first, ending where the ledger says it stands; places between the adoption and there that no sign-off
    /// names may be left out. Empty: not adopted.
    /// </summary>
    public required IReadOnlyList<CommitSha> GoldLine { get; init; }

    /// <summary>True when the candidate has gold's tip among its ancestors.</summary>
    public required bool DescendsFromGold { get; init; }

    /// <summary>True while a watched source branch still contains the candidate.</summary>
    public required bool OnSource { get; init; }

    /// <summary>Why the repository is frozen; null: it is not.</summary>
    // Required, so written even where nulls are left out: facts without it could not be read again.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Frozen { get; init; }

    /// <summary>Votes on lifting the freeze, each person's latest; null: none, or there is no freeze. They decide nothing here, and tell whose is awaited.</summary>
    public IReadOnlyList<MotionVote>? LiftVotes { get; init; }

    /// <summary>The newest proposal of a first gold; null: there is none, or there is gold.</summary>
    public CommitSha? ProposedGold { get; init; }

    /// <summary>The votes on it, as of <see cref="LiftVotes"/>.</summary>
    public IReadOnlyList<MotionVote>? AdoptionVotes { get; init; }

    /// <summary>The rules in force.</summary>
    public required Policy Policy { get; init; }

    /// <summary>True when the service runs with the policy that the custodians adopted.</summary>
    public required bool PolicyAdopted { get; init; }

    /// <summary>Check runs, in any order; those of other commits are allowed and mean nothing.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>Sign-offs, in any order; those of other commits are allowed and mean nothing.</summary>
    public required IReadOnlyList<SignOff> SignOffs { get; init; }

    /// <summary>Ids of the people who wrote or committed any commit between gold and the candidate.</summary>
    public required IReadOnlyList<string> Contributors { get; init; }

    /// <summary>Ids of those who wrote a commit; null: not told apart, all of <see cref="Contributors"/>.</summary>
    public IReadOnlyList<string>? Authors { get; init; }

    /// <summary>Ids of those who committed one; null: not told apart, all of <see cref="Contributors"/>.</summary>
    public IReadOnlyList<string>? Committers { get; init; }

    /// <summary>Ids of those who pushed the candidate; null: not known, which holds where a rule asks.</summary>
    public IReadOnlyList<string>? Pushers { get; init; }

    /// <summary>What the candidate changes against gold; null: not known, which holds where a rule asks.</summary>
    public Changes? Changes { get; init; }

    /// <summary>Labels of the release that is judged; a candidate has none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Waivers that every custodian granted, expired ones included.</summary>
    public IReadOnlyList<Waiver> Waivers { get; init; } = [];

    /// <summary>Deviations that every custodian granted, expired ones included.</summary>
    public IReadOnlyList<Deviation> Deviations { get; init; } = [];

    /// <summary>What people attested, in any order.</summary>
    public IReadOnlyList<Attestation> Attestations { get; init; } = [];

    /// <summary>True when gold's tip passed the urgent gate: the main line has to take it up.</summary>
    public bool GoldIsUrgent { get; init; }

    /// <summary>What the candidate makes of the policy itself; null: nothing.</summary>
    public NextPolicy? NextPolicy { get; init; }

    /// <summary>
    /// What the clocks of the promotion windows' zone show at <see cref="AsOf"/>, without an offset: no zone data is needed to judge it again. Null:
    /// not known, which holds where windows are.
    /// </summary>
    public DateTime? Local { get; init; }

    /// <summary>When the candidate was first seen, UTC, server clock.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When these facts were gathered: UTC, server clock.</summary>
    public required DateTimeOffset AsOf { get; init; }
}
