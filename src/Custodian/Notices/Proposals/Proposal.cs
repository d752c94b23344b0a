using Custodian.Rules;

namespace Custodian.Notices.Proposals;

/// <summary>All that a candidate's pull request tells of.</summary>
internal sealed record Proposal
{
    public required CandidateId Candidate { get; init; }

    public required ProposalState State { get; init; }

    /// <summary>The first line of its message.</summary>
    public required string Subject { get; init; }

    /// <summary>How the gate judged it last; null: not yet.</summary>
    public Explanation? Told { get; init; }

    /// <summary>Null: not known, or of no use any more.</summary>
    public GoldDifference? Difference { get; init; }

    /// <summary>Address of the commit's page; null: there is none that people reach.</summary>
    public string? Page { get; init; }

    /// <summary>To which commit it gave way; null: to none.</summary>
    public CommitSha? Newer { get; init; }

    /// <summary>When it became gold; null: it did not.</summary>
    public DateTimeOffset? PromotedAt { get; init; }
}
