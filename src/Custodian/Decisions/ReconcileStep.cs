using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>Compares what the facts say with what should have followed, and wakes whatever a lost job, hook or process left undone.</summary>
internal sealed class ReconcileStep(Estate estate, FactStore store, JobQueue jobs, TimeProvider clock) : IStep
{
    // The oldest first; the others have their turn with the next look.
    private const int MostDeliveries = 200;

    public JobKind Kind => JobKind.Reconcile;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        // The notice that a proposed policy needs ends by itself.
        if (await store.ReadAsync(PolicyProposals.AreOpen, stop)) jobs.Enqueue(JobKind.Policy, "");
        foreach (var delivery in await store.ReadAsync(reader => reader.Deliveries.Unfinished(MostDeliveries), stop)) jobs.Enqueue(JobKind.Delivery, delivery);
        foreach (var repository in estate.Repositories)
        {
            var wakes = await store.ReadAsync(reader => Wakes(reader, repository).ToList(), stop);
            foreach (var (kind, what) in wakes) jobs.Enqueue(kind, what);
        }
    }

    private IEnumerable<(JobKind Kind, string Id)> Wakes(FactReader reader, WatchedRepository repository)
    {
        var (state, now) = (reader.StateOf(repository.Name), clock.GetUtcNow());
        yield return (JobKind.Publish, repository.Name);
        if (state.IntentSeq is not null) yield return (JobKind.Promote, repository.Name);
        if (reader.In<AdoptionProposed>(repository.Name).Count > 0 && (state.Gold is null || state.FrozenSeq is not null)) yield return (JobKind.Tally, repository.Name);
        if (state.FrozenSeq is not null || ExceptionStanding.In(reader, repository.Name).Any(one => one.IsOpen(now))) yield return (JobKind.Tally, repository.Name);
        if (reader.In<ReleaseProposed>(repository.Name).Count > reader.In(repository.Name, typeof(Released), typeof(ReleaseRefused)).Count) yield return (JobKind.Release, repository.Name);

        foreach (var deferred in Deferrals.Open(reader, repository, now))
        {
            yield return deferred.Until <= now ? (JobKind.Tally, repository.Name) : (JobKind.Check, $"{new CandidateId(repository.Name, deferred.Commit)}/{deferred.Check.Name}");
        }

        // Nothing can follow before the adoption, which judges every candidate anew.
        if (state.Gold is not { } gold) yield break;

        if (repository.Entry.GitHub is not null)
        {
            yield return (JobKind.Tell, new CandidateId(repository.Name, gold).ToString());
            yield return (JobKind.Propose, repository.Name);
        }

        foreach (var commit in reader.OpenCandidates(repository.Name))
        {
            var candidate = new CandidateId(repository.Name, commit);
            yield return (JobKind.Decide, candidate.ToString());
            var history = CheckHistory.Of(reader, candidate);
            var policy = repository.GateOf(reader, commit).Policy;
            var settled = Gathering.Settled(reader, candidate, policy, now);
            foreach (var check in policy.Checks.Where(check => CheckRetry.IsDue(history.Runs, check, settled, now, history.Requests)))
            {
                yield return (JobKind.Check, $"{candidate}/{check.Name}");
            }
        }
    }
}
