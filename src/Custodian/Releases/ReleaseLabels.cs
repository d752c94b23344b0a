using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Releases;

/// <summary>Gathers what the labels of a release ask for, and asks the rules.</summary>
internal static class ReleaseLabels
{
    /// <returns>What is still awaited; empty for a release without labels.</returns>
    public static IReadOnlyList<Reason> Awaited(FactReader reader, WatchedRepository repository, ReleaseStanding release, DateTimeOffset now)
    {
        var proposal = release.Proposal.Body;
        if (proposal is not { Labels: { Count: > 0 } labels, Commit: { } commit }) return [];

        IReadOnlyList<SignOff> votes =
        [
            .. from fact in reader.About<SignOffGiven>(repository.Name, commit)
               let vote = fact.Body
               where fact.Seq > release.Proposal.Seq && vote.SubjectKind == SubjectKind.Release && vote.Subject == proposal.Digest
               select new SignOff
               {
                   Seq = fact.Seq,
                   Repository = repository.Name,
                   Commit = commit,
                   Subject = vote.Subject,
                   Gold = commit,
                   Rules = vote.Rules,
                   Person = vote.Person,
                   Custodian = vote.Custodian,
                   Role = vote.Role,
                   Decision = vote.Decision,
                   Assurance = CommitVotes.AssuranceOf(vote.Door),
                   Key = vote.Key,
                   RecordedAt = vote.At,
               },
        ];
        return ReleaseGate.Awaited(new()
        {
            Repository = repository.Name,
            Commit = commit,
            Subject = proposal.Digest,
            GoldLine = [commit],
            DescendsFromGold = true,
            OnSource = true,
            Frozen = null,
            Policy = repository.Policy,
            PolicyAdopted = true,
            Checks = [],
            SignOffs = votes,
            // Who wrote what is settled when a candidate is judged; this is about gold.
            Contributors = [],
            Pushers = [],
            Labels = labels,
            FirstSeen = proposal.At,
            AsOf = now,
        });
    }
}
