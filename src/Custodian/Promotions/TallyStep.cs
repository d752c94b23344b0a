using System.Text.Json;
using Custodian.Git;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Promotions;

/// <summary>Counts a repository's votes on adoptions, on its freeze, on waivers and deviations, and acts on what is carried.</summary>
internal sealed partial class TallyStep(Estate estate, FactStore store, JobQueue jobs, Instance instance, PushTroubles troubles, ILogger<TallyStep> logger) : IStep
{
    private readonly Turns turns = new();

    public JobKind Kind => JobKind.Tally;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (estate.Find(id) is { } repository) await turns.RunAsync(id, () => TallyAsync(repository, stop));
    }

    private async Task TallyAsync(WatchedRepository repository, CancellationToken stop)
    {
        var state = await store.ReadAsync(reader => reader.StateOf(repository.Name), stop);
        if (state.FrozenSeq is not null) await LiftAsync(repository, stop);
        if (state.Gold is null || state.FrozenSeq is not null)
        {
            if (await store.WriteAsync(transaction => IntendAdoption(transaction, repository), stop)) jobs.Enqueue(JobKind.Promote, repository.Name);
        }

        await ExceptAsync(repository, stop);
        if (await store.WriteAsync(transaction => DeferralTally.Freeze(transaction, repository), stop) is { } frozen)
        {
            Telemetry.Freezes.Add(1, new KeyValuePair<string, object?>("repository", repository.Name));
            LogFrozen(repository.Name, frozen.Why);
            await JudgeAgainAsync(repository, stop);
        }
    }

    private async Task ExceptAsync(WatchedRepository repository, CancellationToken stop)
    {
        var settled = await store.WriteAsync(transaction => ExceptionTally.Settle(transaction, repository), stop);
        if (settled.Count == 0) return;

        foreach (var fact in settled)
        {
            if (fact is ExceptionGranted granted) LogGranted(granted.What, granted.Check, repository.Name, granted.Until);
            if (fact is ExceptionEnded ended) LogEnded(ended.Person, repository.Name, ended.Digest);
        }

        // A check may have waited for the one that is excused now.
        jobs.Enqueue(JobKind.Reconcile, "");

        await JudgeAgainAsync(repository, stop);
    }

    private bool IntendAdoption(Transaction transaction, WatchedRepository repository)
    {
        var state = transaction.StateOf(repository.Name);
        if (state.IntentSeq is not null || (state.Gold is not null && state.FrozenSeq is null)) return false;

        var carried = transaction.In<AdoptionProposed>(repository.Name)
            .LastOrDefault(proposed => proposed.Seq > (state.FrozenSeq ?? -1) && Carried(transaction, repository, proposed.Body.Commit, SubjectKind.Adoption, proposed.Body.Digest, proposed.Seq));
        if (carried is null) troubles.NothingAdopted(repository.Name);
        if (carried is null || transaction.Evidence(carried.Body.Digest) is not { } motion) return false;
        if (PushBackoff.NotBefore(transaction, new(repository.Name, carried.Body.Commit!.Value)) > transaction.Now) return false;

        var lease = transaction.TakeLease(PromotionLease.Name(repository.Name), instance.Id, PromotionLease.Length(estate.Configuration.Service.PushTimeout));
        if (lease is not { } fence) return false;

        transaction.Append(new PromotionIntended
        {
            At = transaction.Now,
            Repository = repository.Name,
            Commit = carried.Body.Commit,
            From = GoldWas(motion),
            Policy = repository.Policy.Digest,
            FactsDigest = carried.Body.Digest,
            Cause = PromotionIntended.Adoption,
            Fence = fence,
        });
        return true;
    }

    private async Task LiftAsync(WatchedRepository repository, CancellationToken stop)
    {
        var found = await repository.Mirror.FindAsync(repository.GoldRemote, repository.Entry.Gold.Ref, estate.Configuration.Service.PushTimeout, stop);
        var lifted = await store.WriteAsync(transaction =>
        {
            var state = transaction.StateOf(repository.Name);
            if (state.FrozenSeq is not { } seq || transaction.Find<Frozen>(seq) is not { } frozen || found != state.Gold) return false;
            if (!Carried(transaction, repository, null, SubjectKind.Freeze, frozen.Body.Digest, seq)) return false;

            transaction.Append(new FreezeLifted { At = transaction.Now, Repository = repository.Name, Freeze = seq });
            return true;
        }, stop);
        if (!lifted) return;

        LogLifted(repository.Name, found);
        jobs.Enqueue(JobKind.Watch, repository.Name);
        await JudgeAgainAsync(repository, stop);
    }

    private async Task JudgeAgainAsync(WatchedRepository repository, CancellationToken stop)
    {
        foreach (var waiting in await store.ReadAsync(reader => reader.OpenCandidates(repository.Name), stop))
        {
            jobs.Enqueue(JobKind.Decide, new CandidateId(repository.Name, waiting).ToString());
        }
    }

    private static bool Carried(Transaction transaction, WatchedRepository repository, CommitSha? commit, string kind, string digest, long since) =>
        transaction.IsAdopted(repository.Policy.Digest)
        && Motion.AwaitedFrom(repository.Policy.Custodians, Votes.On(transaction, repository.Name, commit, kind, digest, since), transaction.Now).Count == 0;

    private static CommitSha? GoldWas(byte[] motion)
    {
        using var document = JsonDocument.Parse(motion);
        return document.RootElement.TryGetProperty("goldWas", out var gold) ? new CommitSha(gold.GetString()!) : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A {What} of check {Check} of {Repository} is granted by every custodian until {Until}")]
    private partial void LogGranted(string what, string check, string repository, DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Person} took back their signature and ended an exception of {Repository}: {Digest}")]
    private partial void LogEnded(string person, string repository, string digest);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ALARM: {Repository} is frozen: {Why}")]
    private partial void LogFrozen(string repository, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The freeze of {Repository} is lifted, gold stands at {Commit}")]
    private partial void LogLifted(string repository, CommitSha? commit);
}
