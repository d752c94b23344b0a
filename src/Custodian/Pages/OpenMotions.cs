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
    public IReadOnlyList<OpenMotion> Releases() =>
    [
        .. from standing in ReleaseStanding.In(reader, repository.Name)
           where standing.End is null
           let proposal = standing.Proposal
           let commit = proposal.Body.Commit!.Value
           where reader.GoldAmong(repository.Name, [commit]).Count > 0
           orderby proposal.Seq
           select new OpenMotion($"certified/{standing.Version}", commit, proposal.Body.At,
               Awaited(Votes.On(reader, repository.Name, commit, SubjectKind.Release, proposal.Body.Digest, proposal.Seq))),
    ];

    private IReadOnlyList<string> Awaited(IReadOnlyList<MotionVote> votes) => Motion.AwaitedFrom(repository.Policy.Custodians, votes, now);
}

/// <param name="Tag">Of a release; empty for anything else.</param>
/// <param name="Awaited">Ids of custodians; empty: carried.</param>
internal sealed record OpenMotion(string Tag, CommitSha Commit, DateTimeOffset At, IReadOnlyList<string> Awaited);
