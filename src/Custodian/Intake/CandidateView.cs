using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Intake;

/// <summary>What happened to one candidate.</summary>
internal sealed record CandidateView
{
    public required string Repository { get; init; }

    public required CommitSha Commit { get; init; }

    /// <summary>The branch on which it was last seen as a candidate; it decides which gate judges it.</summary>
    public required string Ref { get; init; }

    /// <summary>SHA-256 id of its tree: what a sign-off is for.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The last verdict recorded; null: not judged yet.</summary>
    public string? Verdict { get; init; }

    public required IReadOnlyList<CheckRun> Checks { get; init; }

    public required IReadOnlyList<SignOffView> SignOffs { get; init; }

    /// <summary>Waivers of this candidate and deviations of its repository, oldest first: a failed check is never shown without them.</summary>
    public IReadOnlyList<ExceptionBeside> Exceptions { get; init; } = [];

    public static CandidateView? Of(FactReader reader, CandidateId candidate)
    {
        if (reader.About<CandidateSeen>(candidate.Repository, candidate.Commit) is not [var first, ..] seen) return null;

        return new()
        {
            Repository = candidate.Repository,
            Commit = candidate.Commit,
            Ref = seen[^1].Body.Ref,
            Subject = first.Body.Subject,
            SeenAt = first.Body.At,
            Verdict = Verdicts.Latest(reader, candidate)?.Verdict,
            Checks = [.. reader.About<CheckRun>(candidate.Repository, candidate.Commit).Select(run => run.Body)],
            SignOffs =
            [
                .. from fact in reader.About<SignOffGiven>(candidate.Repository, candidate.Commit)
                   where fact.Body.SubjectKind == SubjectKind.Commit
                   select new SignOffView(fact.Seq, fact.Body.Custodian, fact.Body.Person, fact.Body.Role, fact.Body.Decision, fact.Body.Door, fact.Body.At),
            ],
        };
    }

    /// <param name="exceptions">Those of the candidate's repository.</param>
    public CandidateView Beside(IEnumerable<ExceptionStanding> exceptions, DateTimeOffset now) => this with
    {
        Exceptions =
        [
            .. from one in exceptions
               let proposed = one.Proposal.Body
               where proposed.Commit is null || proposed.Commit == Commit
               select new ExceptionBeside(proposed.What, proposed.Check, proposed.Finding, one.State(now), proposed.Until, proposed.Digest),
        ],
    };
}

internal sealed record SignOffView(long Seq, string Custodian, string Person, string Role, SignOffDecision Decision, string Door, DateTimeOffset At);

/// <summary>A waiver or a deviation beside the results that it concerns.</summary>
/// <param name="Finding">The one that is waived; null: the whole check.</param>
/// <param name="State"><c>proposed</c>, <c>granted</c>, <c>expired</c> or <c>ended</c>.</param>
/// <param name="Digest">By which it is found among all of them, with its reason.</param>
internal sealed record ExceptionBeside(string Kind, string Check, string? Finding, string State, DateTimeOffset Until, string Digest);
