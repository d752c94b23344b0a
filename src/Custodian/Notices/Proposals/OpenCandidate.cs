using Custodian.Rules;

namespace Custodian.Notices.Proposals;

/// <summary>A candidate that can still become gold, as far as it matters for whether people are asked for it.</summary>
/// <param name="Branch">Where it was seen last.</param>
/// <param name="SeenSeq">When, as the ledger counts.</param>
/// <param name="Told">How the gate judged it last; null: not yet.</param>
/// <param name="Approved">Somebody has approved it, and has not taken that back.</param>
/// <param name="WasEnded">It had a pull request, and gave way to a newer commit.</param>
internal sealed record OpenCandidate(CommitSha Commit, string Branch, long SeenSeq, Explanation? Told, bool Approved, bool WasEnded)
{
    /// <summary>Something speaks against it.</summary>
    public bool IsAgainst => Told?.Verdict is Verdict.Reject;

    /// <summary>Nothing speaks against it, and the gate has done its own work: people's words are what it waits for.</summary>
    public bool WaitsForPeople => Told is not null && !IsAgainst && !Told.RunsChecks();
}
