using System.Collections.Concurrent;
using System.Text.Json;
using Custodian.Git;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Checks;

/// <summary>Runs one check on one candidate and records how it ended. A run that was interrupted leaves nothing and is run again.</summary>
internal sealed partial class CheckStep(
    Estate estate, FactStore store, JobQueue jobs, IEnumerable<ICheckType> types, Workspaces workspaces, TimeProvider clock, ILogger<CheckStep> logger) : IStep
{
    private const int LongestMessage = 500;

    private readonly ConcurrentDictionary<string, bool> running = new(StringComparer.Ordinal);

    public JobKind Kind => JobKind.Check;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        var slash = id.LastIndexOf('/');
        var (candidate, name) = (CandidateId.Parse(id[..slash]), id[(slash + 1)..]);
        if (estate.Find(candidate.Repository) is not { } repository) return;
        var policy = await store.ReadAsync(reader => repository.GateOf(reader, candidate.Commit).Policy, stop);
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
        var definition = estate.Configuration.Checks[required.Name];
        var type = types.Single(type => type.Type == definition.Type);
        string? workspace = null;
        try
        {
            CheckReport report;
            try
            {
                workspace = await workspaces.MakeAsync(stop);
                SourceExport.Write(repository.Mirror.Folder, candidate.Commit, workspace, Workspaces.LargestExport, stop);
                report = await type.RunAsync(new(candidate.Repository, candidate.Commit, definition, workspace, (int)estate.Configuration.Service.LogLimit), stop);
            }
            // Whatever a candidate is made of: without a result it would be run again and again, and nobody would be told.
            catch (Exception cannot) when (cannot is not OperationCanceledException)
            {
                LogCannot(cannot, required.Name, candidate.Repository, candidate.Commit);
                report = CheckReport.CouldNotRun(definition, $"its sources could not be laid out: {PlainText.Line(cannot.Message, LongestMessage)}");
            }

            await RecordAsync(candidate, required, policy.Checks, report, started, stop);
        }
        finally
        {
            // Last: nobody should wait for the result while tens of thousands of files are cleared away.
            if (workspace is not null) await workspaces.RemoveAsync(workspace, CancellationToken.None);
        }
    }

    private async Task RecordAsync(CandidateId candidate, RequiredCheck required, IReadOnlyList<RequiredCheck> checks, CheckReport report, DateTimeOffset started, CancellationToken stop)
    {
        var run = Guid.NewGuid().ToString("N");
        await store.WriteAsync(transaction =>
        {
            transaction.KeepLog(run, report.Log);
            return transaction.Append(new CheckRun
            {
                At = transaction.Now,
                Repository = candidate.Repository,
                Commit = candidate.Commit,
                Run = run,
                Check = required.Name,
                Definition = required.Definition,
                Outcome = report.Outcome,
                Summary = report.Summary,
                Sandbox = report.Sandbox,
                Tests = report.Tests,
                Failed = report.Failed,
                Skipped = report.Skipped,
                FailingTests = Fitting(report.FailingTests),
                StartedAt = started,
            });
        }, stop);
        Telemetry.CheckRuns.Add(1, new("check", required.Name), new("outcome", report.Outcome.ToString()));
        LogFinished(required.Name, candidate.Repository, candidate.Commit, report.Outcome, report.Summary);
        jobs.Enqueue(JobKind.Decide, candidate.ToString());
        // It may be run again, and others may have waited for it; whether they are due they ask themselves.
        foreach (var next in checks.Where(check => check.Name == required.Name || check.After.Contains(required.Name))) jobs.Enqueue(JobKind.Check, $"{candidate}/{next.Name}");
    }

    // A fact holds 65,535 bytes, and a name of emoji takes twelve for each as JSON.
    private static IReadOnlyList<string> Fitting(IReadOnlyList<string> names)
    {
        var left = 30_000;
        return [.. names.TakeWhile(name => (left -= JsonEncodedText.Encode(name).EncodedUtf8Bytes.Length) > 0)];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Check {Check} on {Repository} {Commit} could not be run")]
    private partial void LogCannot(Exception cannot, string check, string repository, CommitSha commit);

    [LoggerMessage(Level = LogLevel.Information, Message = "Check {Check} on {Repository} {Commit}: {Outcome}, {Summary}")]
    private partial void LogFinished(string check, string repository, CommitSha commit, CheckOutcome outcome, string summary);
}
