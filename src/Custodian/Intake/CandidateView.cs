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
}

internal sealed record SignOffView(long Seq, string Custodian, string Person, string Role, SignOffDecision Decision, string Door, DateTimeOffset At);
