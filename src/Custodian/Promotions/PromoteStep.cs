using System.Collections.Concurrent;
using System.Text;
using Custodian.Git;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Promotions;

/// <summary>
/// Carries out a repository's open intent: moves gold by compare-and-swap, reads it back, and settles the intent by what
/// the remote says. An intent that somebody else, or a process that died, left open is never carried out blindly: the
/// remote is asked where it stands.
/// </summary>
internal sealed partial class PromoteStep(
    Estate estate, FactStore store, JobQueue jobs, Instance instance, PushTroubles troubles, PolicyHome home, PolicyTakeover takeover, TimeProvider clock, ILogger<PromoteStep> logger) : IStep
{
    private readonly Turns turns = new();

    // By repository: an intent of which one push had no answer. It may still land, so that a later refusal settles nothing.
    private readonly ConcurrentDictionary<string, long> unanswered = new(StringComparer.Ordinal);

    public JobKind Kind => JobKind.Promote;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (estate.Find(id) is not { } repository) return;

        await turns.RunAsync(id, async () =>
        {
            if (await OpenIntentAsync(repository, stop) is { } open) await CarryOutAsync(repository, open, stop);
        });
    }

    private async Task<OpenIntent?> OpenIntentAsync(WatchedRepository repository, CancellationToken stop)
    {
        var (lease, timeout) = (PromotionLease.Name(repository.Name), estate.Configuration.Service.PushTimeout);
        return await store.WriteAsync(transaction =>
        {
            if (transaction.StateOf(repository.Name).IntentSeq is not { } seq || transaction.Find<PromotionIntended>(seq) is not { } intent) return null;
            // Frozen meanwhile: gold is asked for and never moved.
            var mayMove = transaction.StateOf(repository.Name).FrozenSeq is null || intent.Body.Cause == PromotionIntended.Adoption;
            if (transaction.HoldsLease(lease, instance.Id, intent.Body.Fence))
            {
                return new OpenIntent(intent, intent.Body.Fence, IsOurs: true, MayPush: mayMove && transaction.Now < PromotionLease.LastPush(intent.Body.At, timeout));
            }

            var fence = transaction.TakeLease(lease, instance.Id, PromotionLease.Length(timeout));
            return fence is { } taken ? new OpenIntent(intent, taken, IsOurs: false, MayPush: false) : null;
        }, stop);
    }

    private async Task CarryOutAsync(WatchedRepository repository, OpenIntent open, CancellationToken stop)
    {
        var (started, intent) = (clock.GetTimestamp(), open.Fact.Body);
        var to = intent.Commit!.Value;
        using var activity = Telemetry.Way($"promote {repository.Name}@{to.Abbreviated}", to.ToString());
        var outcome = open.MayPush
            ? await MoveAsync(repository, open, stop)
            : new PushOutcome(
                await repository.Mirror.FindAsync(repository.GoldRemote, repository.Entry.Gold.Ref, estate.Configuration.Service.PushTimeout, stop), "the remote was asked, and gold has not moved there yet");

        if (open.IsOurs && outcome.Found == intent.From && unanswered.TryGetValue(repository.Name, out var waiting) && waiting == open.Fact.Seq)
        {
            // The remote may still be at it, and what lands later is ours: the intent stays open until its lease ends.
            if (open.MayPush) troubles.Failed(repository.Name, Pushed(intent), outcome.Said);
            LogSlow(repository.Name, to, outcome.Said);
            return;
        }

        var settled = await SettleAsync(repository, open, outcome, stop);
        if (settled is PromotionAbandoned { Refused: true }) troubles.Failed(repository.Name, Pushed(intent), outcome.Said);
        if (settled is Promoted or Adopted) troubles.GoldTaken(repository.Name);
        if (settled is Promoted) takeover.Look();
        switch (settled)
        {
            case Promoted or Adopted:
                Telemetry.Promotions.Add(1, new KeyValuePair<string, object?>("repository", repository.Name));
                Telemetry.PromotionSeconds.Record(clock.GetElapsedTime(started).TotalSeconds);
                LogMoved(repository.Name, to, intent.From, intent.Cause);
                break;
            case Frozen frozen:
                Telemetry.Freezes.Add(1, new KeyValuePair<string, object?>("repository", repository.Name));
                LogFrozen(repository.Name, to, frozen.Why);
                break;
            case PromotionAbandoned abandoned:
                LogAbandoned(repository.Name, to, abandoned.Why, outcome.Said);
                break;
        }

        await WakeAsync(repository, open, settled, stop);
    }

    private async Task<PushOutcome> MoveAsync(WatchedRepository repository, OpenIntent open, CancellationToken stop)
    {
        var (intent, timeout) = (open.Fact.Body, estate.Configuration.Service.PushTimeout);
        try
        {
            var outcome = await repository.Mirror.MoveAsync(repository.GoldRemote, repository.Entry.Gold.Ref, intent.From, intent.Commit!.Value, timeout, stop);
            if (outcome.Unanswered) unanswered[repository.Name] = open.Fact.Seq;
            return outcome;
        }
        catch (GitException silent)
        {
            unanswered[repository.Name] = open.Fact.Seq;
            troubles.Failed(repository.Name, Pushed(intent), silent.Message);
            throw;
        }
    }

    private Task<FactBody?> SettleAsync(WatchedRepository repository, OpenIntent open, PushOutcome outcome, CancellationToken stop)
    {
        var intent = open.Fact.Body;
        return store.WriteAsync<FactBody?>(transaction =>
        {
            if (transaction.StateOf(repository.Name).IntentSeq != open.Fact.Seq) return null;

            var settled = Settled(transaction, repository, open.Fact, outcome, open.MayPush);
            if (settled is Frozen) transaction.Append(Abandoned(transaction, open.Fact, "gold was found elsewhere"));
            transaction.Append(settled);
            // In one transaction: gold of the policy's home is the policy.
            if (settled is Promoted && home.Adopted(transaction, repository.Name, open.Fact.Body.Commit!.Value, open.Fact.Seq) is { } policy) transaction.Append(policy);
            transaction.ReleaseLease(PromotionLease.Name(repository.Name), instance.Id, open.Fence);
            return settled;
        }, stop);
    }

    private static FactBody Settled(Transaction transaction, WatchedRepository repository, StoredFact<PromotionIntended> open, PushOutcome outcome, bool refusable)
    {
        var intent = open.Body;
        if (outcome.Found == intent.Commit) return Moved(transaction, repository, open);
        if (outcome.Found == intent.From)
        {
            return refusable
                ? Abandoned(transaction, open, "the remote did not take the push") with { Refused = true, Said = transaction.KeepPersonal(Encoding.UTF8.GetBytes(outcome.Said)) }
                : Abandoned(transaction, open, "gold had not been moved when the remote was asked again");
        }

        var state = transaction.StateOf(repository.Name);
        // Before the first adoption there is no gold of ours that could have gone astray.
        if (state.Gold is not { } gold) return Abandoned(transaction, open, "gold was moved on the remote while it was being adopted: adopt it as it stands now") with { Refused = true };
        // Frozen for that already: another freeze would void the votes on this one.
        if (state.FrozenSeq is { } frozen && transaction.Find<Frozen>(frozen)?.Body.Found == outcome.Found) return Abandoned(transaction, open, "gold stands where it was found when the repository was frozen") with { Refused = true };

        return Freeze.Of(repository.Name, gold, outcome.Found, transaction.Now);
    }

    private static FactBody Moved(Transaction transaction, WatchedRepository repository, StoredFact<PromotionIntended> open)
    {
        var intent = open.Body;
        if (intent.Cause == PromotionIntended.Adoption)
        {
            return new Adopted { At = transaction.Now, Repository = intent.Repository, Commit = intent.Commit, Digest = intent.FactsDigest, Intent = open.Seq };
        }

        var seen = transaction.About<CandidateSeen>(intent.Repository!, intent.Commit!.Value);
        return new Promoted
        {
            At = transaction.Now,
            Repository = intent.Repository,
            Commit = intent.Commit,
            From = intent.From!.Value,
            Intent = open.Seq,
            Urgent = intent.Urgent,
            Deferred = intent.Urgent == true && Deferrals.PutOff(transaction, repository, open.Seq, transaction.Now) is { Count: > 0 } deferred ? deferred : null,
            Subject = seen[^1].Body.Subject,
        };
    }

    private static PromotionAbandoned Abandoned(Transaction transaction, StoredFact<PromotionIntended> open, string why) =>
        new() { At = transaction.Now, Repository = open.Body.Repository, Commit = open.Body.Commit, Intent = open.Seq, Why = why };

    private static string Pushed(PromotionIntended intent) => PushTroubles.GoldAt(intent.Commit!.Value, intent.Cause == PromotionIntended.Adoption);

    private async Task WakeAsync(WatchedRepository repository, OpenIntent open, FactBody? settled, CancellationToken stop)
    {
        // After a restart the same candidate is judged again at once; a remote that refused waits for the reconciler.
        if (settled is PromotionAbandoned && !open.MayPush && open.Fact.Body.Cause == PromotionIntended.Promotion)
        {
            jobs.Enqueue(JobKind.Decide, new CandidateId(repository.Name, open.Fact.Body.Commit!.Value).ToString());
        }

        if (settled is not (Promoted or Adopted)) return;

        jobs.Enqueue(JobKind.Publish, repository.Name);
        if (repository.Entry.GitHub is not null)
        {
            jobs.Enqueue(JobKind.Tell, new CandidateId(repository.Name, settled.Commit!.Value).ToString());
            jobs.Enqueue(JobKind.Propose, repository.Name);
        }
        // Gold stands elsewhere now: whoever else waits is judged against the new place.
        var others = await store.ReadAsync(reader => reader.OpenCandidates(repository.Name), stop);
        foreach (var other in others) jobs.Enqueue(JobKind.Decide, new CandidateId(repository.Name, other).ToString());
        // What was compared with gold is compared again.
        jobs.Enqueue(JobKind.Reconcile, "");
        if (settled is Adopted) jobs.Enqueue(JobKind.Watch, repository.Name);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gold of {Repository} is not at {Commit} yet: {Why}")]
    private partial void LogSlow(string repository, CommitSha commit, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Gold of {Repository} moved to {Commit} from {From} ({Cause})")]
    private partial void LogMoved(string repository, CommitSha commit, CommitSha? from, string cause);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ALARM: {Repository} is frozen while moving gold to {Commit}: {Why}")]
    private partial void LogFrozen(string repository, CommitSha commit, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gold of {Repository} was not moved to {Commit}: {Why}. {Said}")]
    private partial void LogAbandoned(string repository, CommitSha commit, string why, string said);

    /// <param name="IsOurs">This process made the intent and still holds its lease.</param>
    /// <param name="MayPush">A push may be repeated: it moves gold from the same commit to the same. None begins when it might outlive the lease.</param>
    private sealed record OpenIntent(StoredFact<PromotionIntended> Fact, long Fence, bool IsOurs, bool MayPush);
}
