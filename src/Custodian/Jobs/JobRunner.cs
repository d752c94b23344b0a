using System.Diagnostics;
using Custodian.Rules;
using Hangfire;

namespace Custodian.Jobs;

/// <summary>What Hangfire calls: a kind and an id, nothing else, so that no secret and no stale fact ever waits in a queue.</summary>
internal sealed partial class JobRunner(IEnumerable<IStep> steps, JobQueue jobs, ILogger<JobRunner> logger)
{
    // The reconciler takes up what fails for longer.
    [AutomaticRetry(Attempts = 4, DelaysInSeconds = [1, 3, 10, 20], LogEvents = false, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    [JobNameForPeople]
    public async Task RunAsync(string kind, string id, CancellationToken stop)
    {
        var step = steps.Single(step => step.Kind.ToString() == kind);
        jobs.Started(step.Kind, id);
        using var activity = Telemetry.Source.StartActivity($"{kind} {id}", ActivityKind.Consumer);
        try
        {
            await step.RunAsync(id, stop);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failed.Message);
            Telemetry.FailedJobs.Add(1, new KeyValuePair<string, object?>("kind", kind));
            LogFailed(kind, id, failed.Message);
            throw;
        }
    }

    // A line about a candidate names its repository and its commit, as every other does.
    private void LogFailed(string kind, string id, string why)
    {
        if (id.Split('/') is [var about, .. var check] && about.Contains('@', StringComparison.Ordinal))
        {
            var candidate = CandidateId.Parse(about);
            LogCandidateFailed(string.Join(' ', [kind, .. check]), candidate.Repository, candidate.Commit, why);
        }
        else
        {
            LogJobFailed(kind, id, why);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind} {Id} failed and is tried again: {Why}")]
    private partial void LogJobFailed(string kind, string id, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Job} of {Repository} {Commit} failed and is tried again: {Why}")]
    private partial void LogCandidateFailed(string job, string repository, CommitSha commit, string why);
}
