using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.SignOffs;

/// <summary>A waiver or a deviation, as everybody may read it.</summary>
internal sealed record ExceptionView
{
    /// <summary><c>waiver</c> or <c>deviation</c>.</summary>
    public required string Kind { get; init; }

    public required string Repository { get; init; }

    public required string Check { get; init; }

    public CommitSha? Commit { get; init; }

    public string? Finding { get; init; }

    /// <summary>The definition of the check that it is for; null: it is for any, or is not granted yet.</summary>
    public string? Definition { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary><c>proposed</c>, <c>granted</c>, <c>expired</c>, or <c>ended</c> by a director who took their signature back.</summary>
    public required string State { get; init; }

    /// <summary>What is voted on: SHA-256 of <see cref="Proposal"/>.</summary>
    public required string Digest { get; init; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public DateTimeOffset? GrantedAt { get; init; }

    /// <summary>Who ended it.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Why it is needed; null: the words were erased.</summary>
    public string? Reason { get; init; }

    /// <summary>What may happen to patients meanwhile, and what keeps it from happening; null: the words were erased.</summary>
    public string? ClinicalRisk { get; init; }

    /// <summary>Custodians whose director has not signed yet.</summary>
    public IReadOnlyList<string> Awaited { get; init; } = [];

    /// <summary>Directors who rejected it: each keeps their custodian among the awaited until they withdraw that.</summary>
    public IReadOnlyList<string> Rejected { get; init; } = [];

    /// <summary>The exact bytes of the proposal; null: they were erased.</summary>
    public byte[]? Proposal { get; init; }

    /// <summary>Every waiver and deviation of a repository, oldest first.</summary>
    public static IReadOnlyList<ExceptionView> In(FactReader reader, WatchedRepository repository, DateTimeOffset now) =>
        [.. ExceptionStanding.In(reader, repository.Name).Select(standing => Of(reader, repository, standing, now))];

    private static ExceptionView Of(FactReader reader, WatchedRepository repository, ExceptionStanding standing, DateTimeOffset now)
    {
        var (proposed, state) = (standing.Proposal.Body, standing.State(now));
        var bytes = reader.Personal(proposed.Proposal);
        var words = bytes is null ? null : ExceptionMotion.Parse(bytes);
        var votes = state == "proposed" ? standing.Votes(reader, repository.Policy.Rules) : [];
        return new()
        {
            Kind = proposed.What,
            Repository = repository.Name,
            Check = proposed.Check,
            Commit = proposed.Commit,
            Finding = proposed.Finding,
            Definition = standing.Granted?.Body.Definition,
            Until = proposed.Until,
            State = state,
            Digest = proposed.Digest,
            ProposedBy = proposed.Person,
            ProposedAt = proposed.At,
            GrantedAt = standing.Granted?.Body.At,
            EndedBy = standing.Ended?.Body.Person,
            Reason = words?.Reason,
            ClinicalRisk = words?.ClinicalRisk,
            Awaited = state == "proposed" ? Motion.AwaitedFrom(repository.Policy.Custodians, votes, now) : [],
            Rejected = state == "proposed" ? Motion.RejectedBy(repository.Policy.Custodians, votes, now) : [],
            Proposal = bytes,
        };
    }
}
