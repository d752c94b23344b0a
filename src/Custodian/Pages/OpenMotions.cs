using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Pages;

/// <summary>What directors vote on in one repository, and whose vote is awaited.</summary>
internal sealed class OpenMotions(FactReader reader, WatchedRepository repository, DateTimeOffset now)
{
    public IReadOnlyList<string> AwaitedToLift(Frozen frozen, long seq) =>
        Awaited(Votes.On(reader, repository.Name, null, SubjectKind.Freeze, frozen.Digest, seq));

    /// <summary>The newest proposal that would count: for a first gold, or since the freeze; null: there is none.</summary>
    public OpenMotion? Adoption(RepositoryRow state)
    {
        if (state.Gold is not null && state.FrozenSeq is null) return null;
        if (reader.In<AdoptionProposed>(repository.Name).LastOrDefault(fact => fact.Seq > (state.FrozenSeq ?? -1)) is not { } proposed) return null;

        var votes = Votes.On(reader, repository.Name, proposed.Body.Commit, SubjectKind.Adoption, proposed.Body.Digest, proposed.Seq);
        return new("", proposed.Body.Commit!.Value, proposed.Body.At, Awaited(votes));
    }

    /// <summary>The newest proposal of each version that is neither published nor refused, of commits that are gold still; oldest first.</summary>
    public IReadOnlyList<OpenMotion> Releases()
    {
        var released = reader.In<Released>(repository.Name).Select(fact => fact.Body.Version).ToHashSet();
        var refused = reader.In<ReleaseRefused>(repository.Name).Select(fact => fact.Body.Digest).ToHashSet();
        return
        [
            .. from proposals in reader.In<ReleaseProposed>(repository.Name).GroupBy(proposed => proposed.Body.Version)
               let newest = proposals.Last()
               where !released.Contains(proposals.Key) && !refused.Contains(newest.Body.Digest)
               let commit = newest.Body.Commit!.Value
               where reader.GoldAmong(repository.Name, [commit]).Count > 0
               orderby newest.Seq
               select new OpenMotion($"certified/{proposals.Key}", commit, newest.Body.At,
                   Awaited(Votes.On(reader, repository.Name, commit, SubjectKind.Release, newest.Body.Digest, newest.Seq))),
        ];
    }

    private IReadOnlyList<string> Awaited(IReadOnlyList<MotionVote> votes) => Motion.AwaitedFrom(repository.Policy.Custodians, votes, now);
}

/// <param name="Tag">Of a release; empty for anything else.</param>
/// <param name="Awaited">Ids of custodians; empty: carried.</param>
internal sealed record OpenMotion(string Tag, CommitSha Commit, DateTimeOffset At, IReadOnlyList<string> Awaited);
