using System.Collections.Concurrent;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Checks;

/// <summary>Runs one check on one candidate and records how it ended. A run that was interrupted leaves nothing and is run again.</summary>
internal sealed partial class CheckStep(
    Estate estate, FactStore store, JobQueue jobs, CheckRunner runner, TimeProvider clock, ILogger<CheckStep> logger) : IStep
{
    private readonly ConcurrentDictionary<string, bool> running = new(StringComparer.Ordinal);

    public JobKind Kind => JobKind.Check;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        var slash = id.LastIndexOf('/');
        var (candidate, name) = (CandidateId.Parse(id[..slash]), id[(slash + 1)..]);
        if (estate.Find(candidate.Repository) is not { } repository) return;
        var policy = await store.ReadAsync(reader => Deferrals.GateOf(reader, repository, candidate.Commit, name, clock.GetUtcNow()).Policy, stop);
        if (policy.Checks.FirstOrDefault(check => check.Name == name) is not { } required) return;
        // Not fetched again yet (a new mirror): nothing is known, so nothing is said.
        if (!repository.Mirror.Exists || !repository.Mirror.Has(candidate.Commit)) return;
        if (!running.TryAdd(id, true)) return;

        try
        {
            if (await IsDueAsync(repository, candidate, required, policy, stop)) await RunAsync(repository, candidate, required, policy, stop);
        }
        finally
        {
            running.TryRemove(id, out _);
        }
    }

    // A result stands for (commit, definition), as long as it is good; what the policy retries, what could not be run at all, and what
    // somebody asked for is run again.
    private async Task<bool> IsDueAsync(WatchedRepository repository, CandidateId candidate, RequiredCheck required, Policy policy, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var (open, adopted, history, settled) = await store.ReadAsync(reader => (
            reader.IsOpen(candidate.Repository, candidate.Commit) == true || Deferrals.Open(reader, repository, now).Any(one => one.Commit == candidate.Commit && one.Check.Name == required.Name),
            reader.StateOf(candidate.Repository).Gold is not null,
            CheckHistory.Of(reader, candidate),
            Gathering.Settled(reader, candidate, policy, now)), stop);
        return open && adopted && CheckRetry.IsDue(history.Runs, required, settled, now, history.Requests);
    }

    private async Task RunAsync(WatchedRepository repository, CandidateId candidate, RequiredCheck required, Policy policy, CancellationToken stop)
    {
        using var activity = Telemetry.Way($"check {required.Name} {candidate.Abbreviated}", candidate.Commit.ToString());
        var started = clock.GetUtcNow();
        var gold = await store.ReadAsync(reader => Comparison.GoldFor(reader, candidate, required.Name), stop);
        await runner.RunAsync(repository.Mirror.Folder, candidate, gold, required.Name, report => RecordAsync(candidate, required, policy.Checks, report, started, stop), stop);
    }

    private async Task RecordAsync(CandidateId candidate, RequiredCheck required, IReadOnlyList<RequiredCheck> checks, CheckReport report, DateTimeOffset started, CancellationToken stop)
    {
        var run = Guid.NewGuid().ToString("N");
        await store.WriteAsync(transaction =>
        {
            transaction.KeepLog(run, report.Log);
            return transaction.Append(report.Recorded(candidate, required, run, transaction.Now, started) with { Remarks = report.Remarks.Keep(transaction) });
        }, stop);
        Telemetry.CheckRuns.Add(1, new("check", required.Name), new("outcome", report.Outcome.ToString()));
        LogFinished(required.Name, candidate.Repository, candidate.Commit, report.Outcome, report.Summary);
        jobs.Enqueue(JobKind.Decide, candidate.ToString());
        // It may be run again, and others may have waited for it; whether they are due they ask themselves.
        foreach (var next in checks.Where(check => check.Name == required.Name || check.After.Contains(required.Name))) jobs.Enqueue(JobKind.Check, $"{candidate}/{next.Name}");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Check {Check} on {Repository} {Commit}: {Outcome}, {Summary}")]
    private partial void LogFinished(string check, string repository, CommitSha commit, CheckOutcome outcome, string summary);
}
