using Custodian.Policies;
using Custodian.Releases;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Pages;

/// <summary>What directors vote on in one repository, and whose vote is awaited.</summary>
internal sealed class OpenMotions(FactReader reader, WatchedRepository repository, DateTimeOffset now)
{
    public OpenMotion Lift(Frozen frozen, long seq) =>
        Open("", null, frozen.At, Votes.On(reader, repository.Name, null, SubjectKind.Freeze, frozen.Digest, seq, repository.Policy.Rules));

    /// <summary>The newest proposal that would count: for a first gold, or since the freeze; null: there is none.</summary>
    public OpenMotion? Adoption(RepositoryRow state)
    {
        if (state.Gold is not null && state.FrozenSeq is null) return null;
        if (reader.In<AdoptionProposed>(repository.Name).LastOrDefault(fact => fact.Seq > (state.FrozenSeq ?? -1)) is not { } proposed) return null;

        var votes = Votes.On(reader, repository.Name, proposed.Body.Commit, SubjectKind.Adoption, proposed.Body.Digest, proposed.Seq, repository.Policy.Rules);
        return Open("", proposed.Body.Commit, proposed.Body.At, votes);
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
           let votes = Votes.On(reader, repository.Name, commit, SubjectKind.Release, proposal.Body.Digest, proposal.Seq, repository.Policy.Rules)
           let open = Open($"certified/{standing.Version}", commit, proposal.Body.At, votes) with { Obstacle = ReleaseObstacle.Of(reader, repository, standing, now) }
           // While it is being published nobody is waited for.
           select standing.Intent is null ? open : open with { Awaited = [], Rejected = [] },
    ];

    private OpenMotion Open(string tag, CommitSha? commit, DateTimeOffset at, IReadOnlyList<MotionVote> votes) =>
        new(tag, commit, at, Motion.AwaitedFrom(repository.Policy.Custodians, votes, now), Motion.RejectedBy(repository.Policy.Custodians, votes, now));
}

/// <param name="Tag">Of a release; empty for anything else.</param>
/// <param name="Commit">Null for the lifting of a freeze.</param>
/// <param name="Awaited">Ids of custodians; empty: carried.</param>
/// <param name="Rejected">Ids of the people who stand against it.</param>
internal sealed record OpenMotion(string Tag, CommitSha? Commit, DateTimeOffset At, IReadOnlyList<string> Awaited, IReadOnlyList<string> Rejected)
{
    /// <summary>What else keeps a release from being published; null: nothing.</summary>
    public string? Obstacle { get; init; }
}
