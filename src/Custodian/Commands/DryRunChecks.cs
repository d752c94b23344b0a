using Custodian.Checks;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Custodian.Commands;

/// <summary>Runs a repository's checks on one commit here, in the order and the sandbox in which the service runs them.</summary>
internal sealed class DryRunChecks(Configuration configuration, ProgramRunner programs, TimeProvider clock, TextWriter error)
{
    private const int LinesOfLog = 20;

    private readonly IReadOnlyList<ICheckType> types =
        [new CommandCheck(programs, clock, [Path.GetDirectoryName(configuration.File)!, .. configuration.SecretFiles])];

    /// <param name="settled">Names the checks that others wait for no more, after some runs.</param>
    /// <returns>Every run, in order; checks that wait for one that did not pass have none.</returns>
    public async Task<IReadOnlyList<(CheckRun Run, CheckReport Report)>> RunAsync(string clone, string repository, CommitSha commit, IReadOnlyList<RequiredCheck> checks, Func<IReadOnlyList<CheckRun>, IReadOnlyList<string>> settled, CancellationToken stop)
    {
        // A folder of this run alone: it is removed whole.
        var workspaces = new Workspaces(programs, configuration.Service.Workspaces, $"gate-{Guid.NewGuid():N}", NullLogger<Workspaces>.Instance);
        var done = new List<(CheckRun Run, CheckReport Report)>();
        // One instant for all: what could not be run is not tried again in a while, and nothing grows old.
        var now = clock.GetUtcNow();
        try
        {
            while (Next() is { } next)
            {
                Waiting.Progress($"running {next.Name} …");
                var report = await RunAsync(workspaces, clone, repository, commit, next, stop);
                Waiting.Clear();
                if (report.Outcome != CheckOutcome.Passed) await ShowAsync(next, report);
                done.Add((Recorded(repository, commit, next, report, now, done.Count), report));
            }
        }
        finally
        {
            await workspaces.SweepAsync(CancellationToken.None);
        }

        return done;

        RequiredCheck? Next()
        {
            List<CheckRun> runs = [.. done.Select(one => one.Run)];
            var already = settled(runs);
            return checks.FirstOrDefault(check => CheckRetry.IsDue(runs, check, already, now));
        }
    }

    private async Task<CheckReport> RunAsync(Workspaces workspaces, string clone, string repository, CommitSha commit, RequiredCheck check, CancellationToken stop)
    {
        var definition = configuration.Checks[check.Name];
        string? workspace = null;
        try
        {
            workspace = await workspaces.MakeAsync(stop);
            SourceExport.Write(clone, commit, workspace, Workspaces.LargestExport, stop);
            return await types.Single(type => type.Type == definition.Type).RunAsync(new(repository, commit, definition, workspace, (int)configuration.Service.LogLimit), stop);
        }
        catch (Exception cannot) when (cannot is GitException or UnreadableContentException or IOException or UnauthorizedAccessException)
        {
            return CheckReport.CouldNotRun(definition, $"its sources could not be laid out: {PlainText.Line(cannot.Message, 500)}");
        }
        finally
        {
            if (workspace is not null) await workspaces.RemoveAsync(workspace, CancellationToken.None);
        }
    }

    // Whoever runs this wants to mend it: the end of the log is at hand.
    private async Task ShowAsync(RequiredCheck check, CheckReport report)
    {
        var lines = report.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) return;

        await error.WriteLineAsync($"{check.Name} printed{(lines.Length > LinesOfLog ? ", at the end" : "")}:");
        foreach (var line in lines.TakeLast(LinesOfLog)) await error.WriteLineAsync($"  | {PlainText.Line(line, 300)}");
    }

    private static CheckRun Recorded(string repository, CommitSha commit, RequiredCheck check, CheckReport report, DateTimeOffset at, int number) => new()
    {
        At = at,
        Repository = repository,
        Commit = commit,
        Run = $"{number}",
        Check = check.Name,
        Definition = check.Definition,
        Outcome = report.Outcome,
        Summary = report.Summary,
        Sandbox = report.Sandbox,
        Tests = report.Tests,
        Failed = report.Failed,
        Skipped = report.Skipped,
        FailingTests = report.FailingTests,
        StartedAt = at,
    };
}
