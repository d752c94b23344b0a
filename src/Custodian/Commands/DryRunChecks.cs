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

    /// <param name="settled">Names the checks that others wait for no more, after some runs.</param>
    /// <returns>Every run, in order; checks that wait for one that did not pass have none.</returns>
    public async Task<IReadOnlyList<(CheckRun Run, CheckReport Report)>> RunAsync(string clone, CandidateId candidate, CommitSha gold, IReadOnlyList<RequiredCheck> checks, Func<IReadOnlyList<CheckRun>, IReadOnlyList<string>> settled, CancellationToken stop)
    {
        // A folder of this run alone: it is removed whole.
        var workspaces = new Workspaces(programs, configuration.Service.Workspaces, $"gate-{Guid.NewGuid():N}", NullLogger<Workspaces>.Instance);
        using var scans = new LicenceScans(new(programs), ScanCache.FileFor);
        var commands = new CommandCheck(programs, clock, [Path.GetDirectoryName(configuration.File)!, .. configuration.SecretFiles]);
        ICheckType[] types =
        [
            commands,
            new LicencesCheck(scans, new(configuration.Service.LicencePacks), new(commands, workspaces, programs, new(_ => null)), NullLogger<LicencesCheck>.Instance),
        ];
        var runner = new CheckRunner(workspaces, types, configuration, NullLogger<CheckRunner>.Instance);
        var done = new List<(CheckRun Run, CheckReport Report)>();
        // One instant for all: what could not be run is not tried again in a while, and nothing grows old.
        var now = clock.GetUtcNow();
        try
        {
            while (Next() is { } next)
            {
                Waiting.Progress($"running {next.Name} …");
                await runner.RunAsync(clone, candidate, gold, next.Name, async report =>
                {
                    Waiting.Clear();
                    if (report.Outcome != CheckOutcome.Passed) await ShowAsync(next, report);
                    done.Add((report.Recorded(candidate, next, $"{done.Count}", now, now), report));
                }, stop);
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

    // Whoever runs this wants to mend it: the end of the log is at hand.
    private async Task ShowAsync(RequiredCheck check, CheckReport report)
    {
        var lines = report.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) return;

        await error.WriteLineAsync($"{check.Name} printed{(lines.Length > LinesOfLog ? ", at the end" : "")}:");
        foreach (var line in lines.TakeLast(LinesOfLog)) await error.WriteLineAsync($"  | {PlainText.Line(line, 300)}");
    }
}
