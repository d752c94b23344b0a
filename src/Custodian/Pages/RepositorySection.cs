using Custodian.Rules;

namespace Custodian.Pages;

/// <summary>One repository on the page.</summary>
public sealed record RepositorySection
{
    public required string Name { get; init; }

    /// <summary><c>adopted</c>, <c>promoting</c>, <c>not-adopted</c>, <c>frozen</c>; or <c>unreadable</c>: <see cref="Unreadable"/> says why.</summary>
    public required string State { get; init; }

    public string? Unreadable { get; init; }

    /// <summary>Where the ledger says gold stands, and since when.</summary>
    public CommitSha? Gold { get; init; }

    public DateTimeOffset? GoldSince { get; init; }

    /// <summary>Where the last look found gold.</summary>
    public CommitSha? RemoteGold { get; init; }

    /// <summary>Where an open intent moves gold.</summary>
    public CommitSha? MovingTo { get; init; }

    public string? FrozenWhy { get; init; }

    public DateTimeOffset? FrozenSince { get; init; }

    /// <summary>Custodians whose director still has to vote on lifting the freeze.</summary>
    public IReadOnlyList<string> LiftAwaited { get; init; } = [];

    /// <summary>Directors who rejected the lifting.</summary>
    public IReadOnlyList<string> LiftRejected { get; init; } = [];

    /// <summary>The newest commit proposed for adoption, as first gold or after the freeze; null: none.</summary>
    public CommitSha? Proposed { get; init; }

    /// <summary>Custodians whose director still has to vote on the adoption.</summary>
    public IReadOnlyList<string> AdoptionAwaited { get; init; } = [];

    /// <summary>Directors who rejected the adoption.</summary>
    public IReadOnlyList<string> AdoptionRejected { get; init; } = [];

    public IReadOnlyList<string> Source { get; init; } = [];

    public string GoldRef { get; init; } = "";

    /// <summary>When the remote last answered; null: not since the service started.</summary>
    public DateTimeOffset? ReachedAt { get; init; }

    /// <summary>Why it did not answer the last time; or, where it did, what of it could not be taken up; null: nothing is wrong.</summary>
    public string? Failure { get; init; }

    /// <summary>How often in a row it did not answer.</summary>
    public int Failures { get; init; }

    /// <summary>What the remote did not take the last time it was pushed; null: it took everything.</summary>
    public string? PushFailure { get; init; }

    /// <summary>Before then it is not asked again by itself.</summary>
    public DateTimeOffset? TriedAgainAt { get; init; }

    /// <summary>Newest first, as many as the page shows.</summary>
    public IReadOnlyList<CandidateSection> Candidates { get; init; } = [];

    /// <summary>True where there are more than are shown.</summary>
    public bool MoreCandidates { get; init; }

    /// <summary>Checks that urgent promotions put off and that have not passed yet, the most pressing first.</summary>
    public IReadOnlyList<DeferralLine> Deferrals { get; init; } = [];

    /// <summary>Waivers and deviations that are proposed or good, newest first, as many as the page shows.</summary>
    public IReadOnlyList<ExceptionLine> Exceptions { get; init; } = [];

    /// <summary>Newest first, as many as the page shows.</summary>
    public IReadOnlyList<ProposedRelease> ProposedReleases { get; init; } = [];

    /// <summary>Newest first, as many as the page shows.</summary>
    public IReadOnlyList<ReleaseLine> Releases { get; init; } = [];
}

/// <param name="Refused">True where another tag of that name stood on the remote, so that nothing was published.</param>
public sealed record ReleaseLine(string Tag, CommitSha Commit, DateTimeOffset At, bool Refused);

/// <param name="Awaited">Custodians whose director still has to sign; none: the gate publishes it.</param>
/// <param name="Rejected">Directors who rejected it.</param>
/// <param name="Obstacle">What else keeps it from being published; null: nothing.</param>
public sealed record ProposedRelease(string Tag, CommitSha Commit, DateTimeOffset At, IReadOnlyList<string> Awaited, IReadOnlyList<string> Rejected, string? Obstacle);

/// <param name="Kind"><c>waiver</c> or <c>deviation</c>.</param>
/// <param name="Commit">The one candidate that it is for; null: a finding's, or the repository's.</param>
/// <param name="Granted">False: proposed.</param>
/// <param name="Reason">Null: the words were erased; so with <paramref name="ClinicalRisk"/>.</param>
/// <param name="Awaited">Custodians whose director still has to sign.</param>
/// <param name="Rejected">Directors who rejected it.</param>
public sealed record ExceptionLine(
    string Kind, string Check, CommitSha? Commit, string? Finding, DateTimeOffset Until, bool Granted, string? Reason, string? ClinicalRisk, IReadOnlyList<string> Awaited, IReadOnlyList<string> Rejected)
{
    /// <summary>What is signed.</summary>
    public required string Digest { get; init; }
}

/// <param name="Commit">The gold that was promoted without it.</param>
/// <param name="Until">When the repository freezes.</param>
public sealed record DeferralLine(string Check, CommitSha Commit, DateTimeOffset Until);
