using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Releases;

/// <summary>Publishes the tags of releases that a director of every custodian has signed for. A tag that exists is never moved.</summary>
internal sealed partial class ReleaseStep(Estate estate, FactStore store, JobQueue jobs, TimeProvider clock, ILogger<ReleaseStep> logger) : IStep
{
    private readonly Turns turns = new();

    public JobKind Kind => JobKind.Release;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (estate.Find(id) is { } repository) await turns.RunAsync(id, () => PublishAllAsync(repository, stop));
    }

    private async Task PublishAllAsync(WatchedRepository repository, CancellationToken stop)
    {
        var ready = await store.ReadAsync(reader => Ready(reader, repository, clock.GetUtcNow()), stop);
        foreach (var proposed in ready) await PublishAsync(repository, proposed, stop);
    }

    /// <summary>The newest proposal of each version that is neither published nor refused, and carried.</summary>
    private static IReadOnlyList<(ReleaseProposed Proposal, byte[] Tag)> Ready(FactReader reader, WatchedRepository repository, DateTimeOffset now)
    {
        if (reader.StateOf(repository.Name).FrozenSeq is not null || !reader.IsAdopted(repository.Policy.Digest)) return [];

        var released = reader.In<Released>(repository.Name).Select(fact => fact.Body.Version).ToHashSet();
        var refused = reader.In<ReleaseRefused>(repository.Name).Select(fact => fact.Body.Digest).ToHashSet();
        return
        [
            .. from proposals in reader.In<ReleaseProposed>(repository.Name).GroupBy(proposed => proposed.Body.Version)
               let newest = proposals.Last().Body
               where !released.Contains(proposals.Key) && !refused.Contains(newest.Digest)
               // Adopted elsewhere since: what is no longer gold is not certified.
               where reader.GoldAmong(repository.Name, [newest.Commit!.Value]).Count > 0
               let votes = Votes.On(reader, repository.Name, newest.Commit, SubjectKind.Release, newest.Digest, proposals.Last().Seq)
               where Motion.AwaitedFrom(repository.Policy.Custodians, votes, now).Count == 0
               let tag = reader.Evidence(newest.Tag)
               where tag is not null
               select (newest, tag),
        ];
    }

    private async Task PublishAsync(WatchedRepository repository, (ReleaseProposed Proposal, byte[] Tag) ready, CancellationToken stop)
    {
        var proposal = ready.Proposal;
        using var activity = Telemetry.Way($"release {repository.Name} {proposal.Version}", proposal.Commit!.Value.ToString());
        var tagId = await repository.Mirror.WriteTagAsync(ready.Tag, stop);
        var outcome = await repository.Mirror.PublishTagAsync(
            repository.GoldRemote, $"refs/tags/certified/{proposal.Version}", tagId, estate.Configuration.Service.PushTimeout, stop);
        if (outcome.Found is not { } found)
        {
            LogNotPublished(repository.Name, proposal.Version, outcome.Said);
            return;
        }

        await store.WriteAsync(transaction =>
        {
            if (transaction.In(repository.Name, typeof(Released), typeof(ReleaseRefused)).Any(fact => Digest(fact.Body) == proposal.Digest)) return 0;

            return transaction.Append(found.ToString() == tagId
                ? new Released { At = transaction.Now, Repository = repository.Name, Commit = proposal.Commit, Version = proposal.Version, Digest = proposal.Digest, TagId = tagId }
                : new ReleaseRefused { At = transaction.Now, Repository = repository.Name, Commit = proposal.Commit, Version = proposal.Version, Digest = proposal.Digest, Found = found.ToString() });
        }, stop);
        jobs.Enqueue(JobKind.Publish, repository.Name);
        if (found.ToString() == tagId) LogReleased(repository.Name, proposal.Commit!.Value, proposal.Version);
        else LogTaken(repository.Name, proposal.Version, found.ToString());
    }

    private static string Digest(FactBody settled) => settled is Released released ? released.Digest : ((ReleaseRefused)settled).Digest;

    [LoggerMessage(Level = LogLevel.Information, Message = "Released {Repository} {Commit} as certified/{Version}")]
    private partial void LogReleased(string repository, CommitSha commit, string version);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ALARM: {Repository} has a tag certified/{Version} that the gate did not make ({Found}); it was not moved")]
    private partial void LogTaken(string repository, string version, string found);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tag certified/{Version} of {Repository} was not taken by the remote and is tried again: {Said}")]
    private partial void LogNotPublished(string repository, string version, string said);
}
