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
        if (Written(reader, repository.Name, commit) is not var (authors, committers))
        {
            return [new(ReasonCode.SubjectUnknown, commit.ToString(), "Who had a part in what is released cannot be read, so that nobody can tell who may not sign for its labels.", [Actor.Operator])];
        }

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
            Contributors = [.. authors.Union(committers)],
            Authors = authors,
            Committers = committers,
            // Who pushed was asked, where it matters, of each candidate; this is about gold.
            Pushers = [],
            Labels = labels,
            FirstSeen = proposal.At,
            AsOf = now,
        });
    }

    // Who had a part in what is released: in every promotion since the release before.
    /// <returns>Null: what one of them rested on cannot be read.</returns>
    private static (IReadOnlyList<string> Authors, IReadOnlyList<string> Committers)? Written(FactReader reader, string repository, CommitSha commit)
    {
        var released = reader.In<Released>(repository).Select(fact => fact.Body.Commit).Where(one => one != commit).ToHashSet();
        var line = reader.In(repository, typeof(Adopted), typeof(Promoted)).Select(fact => fact.Body).ToList();
        List<Rules.Facts?> facts =
        [
            .. line.Take(line.FindLastIndex(one => one.Commit == commit) + 1).Reverse().TakeWhile(one => !released.Contains(one.Commit)).OfType<Promoted>()
                .Select(one => reader.Find<PromotionIntended>(one.Intent) is { Body.FactsDigest: var digest } ? Verdicts.FactsOf(reader, digest) : null),
        ];
        return facts.Contains(null) ? null : ([.. facts.SelectMany(one => one!.Authors ?? one.Contributors).Distinct()], [.. facts.SelectMany(one => one!.Committers ?? one.Contributors).Distinct()]);
    }
}
