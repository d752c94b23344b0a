namespace Custodian.Rules;

/// <summary>All that is known of a proposed policy at one instant.</summary>
public sealed record PolicyProposal
{
    /// <summary>The custodians of the policy in force.</summary>
    public required IReadOnlyList<CustodianOrganisation> Old { get; init; }

    /// <summary>The custodians of the policy that is proposed.</summary>
    public required IReadOnlyList<CustodianOrganisation> New { get; init; }

    /// <summary>Votes on exactly this proposal, in any order.</summary>
    public required IReadOnlyList<PolicyVote> Votes { get; init; }

    /// <summary>Whom it may pass over; null: nobody.</summary>
    public PolicyRoute? Route { get; init; }

    /// <summary>True when the policy in force names a chair.</summary>
    public bool HasChair { get; init; }

    /// <summary>How long a lost key is published before it is replaced without its owner.</summary>
    public TimeSpan LostKeyDelay { get; init; } = PolicyCount.UsualLostKeyDelay;

    /// <summary>When it was proposed, UTC.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>When it is counted, UTC, server clock.</summary>
    public required DateTimeOffset AsOf { get; init; }
}
