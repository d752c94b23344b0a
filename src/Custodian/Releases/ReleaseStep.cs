using System.Collections.Concurrent;
using System.Text;
using Custodian.Git;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Releases;

/// <summary>
/// Publishes the tags of releases that a director of every custodian has signed for. The intent is recorded in the
/// transaction that counts the votes; what became of it is settled by what the remote says, whatever the votes say then. A
/// tag that exists is never moved.
/// </summary>
internal sealed partial class ReleaseStep(Estate estate, FactStore store, JobQueue jobs, PushTroubles troubles, TimeProvider clock, ILogger<ReleaseStep> logger) : IStep
{
    private readonly Turns turns = new();

    // Intents of which a push had no answer: it may still land, and what lands later is ours.
    private readonly ConcurrentDictionary<long, bool> unanswered = new();

    public JobKind Kind => JobKind.Release;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (estate.Find(id) is { } repository) await turns.RunAsync(id, () => PublishAllAsync(repository, stop));
    }

    private async Task PublishAllAsync(WatchedRepository repository, CancellationToken stop)
    {
        var open = await store.ReadAsync(reader => ReleaseStanding.In(reader, repository.Name).Select(one => one.Intent).OfType<StoredFact<ReleaseIntended>>().ToList(), stop);
        foreach (var intent in open) await CarryOutAsync(repository, intent, mayPush: false, stop);
        await ForgetTroublesAsync(repository, stop);
        while (await store.WriteAsync(transaction => Intend(transaction, repository), stop) is { } intended) await CarryOutAsync(repository, intended, mayPush: true, stop);
    }

    // What nobody tries any more, since a vote was withdrawn, is no trouble of the remote's.
    private async Task ForgetTroublesAsync(WatchedRepository repository, CancellationToken stop)
    {
        var given = await store.ReadAsync(reader => ReleaseStanding.In(reader, repository.Name)
            .Where(one => one.Intent is null && !IsCarried(reader, repository, one, clock.GetUtcNow())).Select(one => one.Proposal.Body.Version).ToList(), stop);
        foreach (var version in given) troubles.Taken(repository.Name, PushedOf(version));
    }

    /// <summary>Counts the votes, and records the intent to publish the first release that is carried.</summary>
    private static StoredFact<ReleaseIntended>? Intend(Transaction transaction, WatchedRepository repository)
    {
        if (transaction.StateOf(repository.Name).FrozenSeq is not null || !transaction.IsAdopted(repository.Policy.Digest)) return null;

        var carried = ReleaseStanding.In(transaction, repository.Name).FirstOrDefault(one => MayBePublished(transaction, repository, one))?.Proposal.Body;
        if (carried is null) return null;

        var intent = new ReleaseIntended
        {
            At = transaction.Now,
            Repository = repository.Name,
            Commit = carried.Commit,
            Version = carried.Version,
            Digest = carried.Digest,
            Tag = carried.Tag,
            Policy = repository.Policy.Digest,
        };
        return new(transaction.Append(intent), intent);
    }

    private static bool MayBePublished(Transaction transaction, WatchedRepository repository, ReleaseStanding release)
    {
        if (release.Intent is not null || release.NotBefore > transaction.Now) return false;

        return IsCarried(transaction, repository, release, transaction.Now) && transaction.Evidence(release.Proposal.Body.Tag) is not null;
    }

    private static bool IsCarried(FactReader reader, WatchedRepository repository, ReleaseStanding release, DateTimeOffset now)
    {
        if (release.End is not null) return false;

        var proposal = release.Proposal.Body;
        var votes = Votes.On(reader, repository.Name, proposal.Commit, SubjectKind.Release, proposal.Digest, release.Proposal.Seq, repository.Policy.Rules);
        // Adopted elsewhere since: what is no longer gold is not certified.
        return reader.GoldAmong(repository.Name, [proposal.Commit!.Value]).Count > 0 && Motion.AwaitedFrom(repository.Policy.Custodians, votes, now).Count == 0
            && ReleaseLabels.Awaited(reader, repository, release, now).Count == 0;
    }

    /// <param name="mayPush">The intent was made just now. One that was found open is never carried out blindly: the remote is asked.</param>
    private async Task CarryOutAsync(WatchedRepository repository, StoredFact<ReleaseIntended> open, bool mayPush, CancellationToken stop)
    {
        var intent = open.Body;
        using var activity = Telemetry.Way($"release {repository.Name} {intent.Version}", intent.Commit!.Value.ToString());
        var tag = await store.ReadAsync(reader => reader.Evidence(intent.Tag), stop) ?? throw new StoreException($"The tag object {intent.Tag} is not in the store any more: put the data folder back as it was.");
        var tagId = await repository.Mirror.WriteTagAsync(tag, stop);
        var pushed = PushedOf(intent.Version);
        var outcome = mayPush ? await PushAsync(repository, open, tagId, stop) : await AskAsync(repository, intent, stop);
        if (outcome.Found is null && MayStillLand(open))
        {
            if (mayPush) troubles.Failed(repository.Name, pushed, outcome.Said);
            LogSlow(repository.Name, intent.Commit!.Value, intent.Version, outcome.Said);
            return;
        }

        var settled = await store.WriteAsync(transaction => Settle(transaction, open, outcome, tagId, mayPush), stop);
        unanswered.TryRemove(open.Seq, out _);
        if (settled is ReleaseAbandoned { Refused: true }) troubles.Failed(repository.Name, pushed, outcome.Said);
        if (settled is Released or ReleaseRefused) troubles.Taken(repository.Name, pushed);
        Log(repository.Name, settled, outcome.Said);
        if (settled is Released or ReleaseRefused) jobs.Enqueue(JobKind.Publish, repository.Name);
    }

    private async Task<PushOutcome> PushAsync(WatchedRepository repository, StoredFact<ReleaseIntended> open, string tagId, CancellationToken stop)
    {
        // Until the remote has answered: whatever ends the wait, the push may still land.
        unanswered[open.Seq] = true;
        try
        {
            var outcome = await repository.Mirror.PublishTagAsync(repository.GoldRemote, RefOf(open.Body), tagId, estate.Configuration.Service.PushTimeout, stop);
            if (!outcome.Unanswered) unanswered.TryRemove(open.Seq, out _);
            return outcome;
        }
        catch (GitException silent)
        {
            troubles.Failed(repository.Name, PushedOf(open.Body.Version), silent.Message);
            throw;
        }
    }

    private async Task<PushOutcome> AskAsync(WatchedRepository repository, ReleaseIntended intent, CancellationToken stop) => new(
        await repository.Mirror.FindAsync(repository.GoldRemote, RefOf(intent), estate.Configuration.Service.PushTimeout, stop), WhyAbandoned(pushed: false));

    private bool MayStillLand(StoredFact<ReleaseIntended> open) =>
        unanswered.ContainsKey(open.Seq) && clock.GetUtcNow() < open.Body.At + PromotionLease.Length(estate.Configuration.Service.PushTimeout);

    private static FactBody? Settle(Transaction transaction, StoredFact<ReleaseIntended> open, PushOutcome outcome, string tagId, bool pushed)
    {
        var intent = open.Body;
        if (ReleaseStanding.Of(transaction, intent.Repository!, intent.Version)?.Intent?.Seq != open.Seq) return null;

        var (repository, commit, found) = (intent.Repository, intent.Commit, outcome.Found?.ToString());
        FactBody settled = found switch
        {
            null => new ReleaseAbandoned { At = transaction.Now, Repository = repository, Commit = commit, Version = intent.Version, Digest = intent.Digest, Intent = open.Seq, Refused = pushed, Why = WhyAbandoned(pushed), Said = transaction.KeepPersonal(Encoding.UTF8.GetBytes(outcome.Said)) },
            _ when found == tagId => new Released { At = transaction.Now, Repository = repository, Commit = commit, Version = intent.Version, Digest = intent.Digest, TagId = tagId },
            _ => new ReleaseRefused { At = transaction.Now, Repository = repository, Commit = commit, Version = intent.Version, Digest = intent.Digest, Found = found },
        };
        transaction.Append(settled);
        return settled;
    }

    private static string WhyAbandoned(bool pushed) => pushed ? "the remote did not take the tag" : "the tag was not on the remote when the service took this up again";

    private static string PushedOf(string version) => $"the tag certified/{version}";

    private static string RefOf(ReleaseIntended intent) => $"refs/tags/certified/{intent.Version}";

    private void Log(string repository, FactBody? settled, string said)
    {
        switch (settled)
        {
            case Released released:
                LogReleased(repository, released.Commit!.Value, released.Version);
                break;
            case ReleaseRefused refused:
                LogTaken(repository, refused.Commit!.Value, refused.Version, refused.Found);
                break;
            case ReleaseAbandoned abandoned:
                LogNotPublished(repository, abandoned.Commit!.Value, abandoned.Version, abandoned.Why, said);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Released {Repository} {Commit} as certified/{Version}")]
    private partial void LogReleased(string repository, CommitSha commit, string version);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ALARM: {Repository} {Commit} is not released: there is a tag certified/{Version} that the gate did not make ({Found}); it was not moved")]
    private partial void LogTaken(string repository, CommitSha commit, string version, string found);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Repository} {Commit} is not released as certified/{Version} yet and is tried again: {Why}. {Said}")]
    private partial void LogNotPublished(string repository, CommitSha commit, string version, string why, string said);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Repository} {Commit} is not released as certified/{Version} yet, and may still be: {Said}")]
    private partial void LogSlow(string repository, CommitSha commit, string version, string said);
}
