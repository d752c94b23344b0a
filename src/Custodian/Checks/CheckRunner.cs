using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>Runs one check over one commit's sources, in a workspace of its own where it needs one: in the service and in a dry run alike.</summary>
internal sealed partial class CheckRunner(Workspaces workspaces, IEnumerable<ICheckType> types, Configuration configuration, ILogger<CheckRunner> logger)
{
    private const int LongestMessage = 500;

    /// <param name="clone">A git folder that has the commits.</param>
    /// <param name="gold">What the candidate is compared with; null: there is no gold.</param>
    /// <param name="check">The check's name in the configuration.</param>
    /// <param name="finished">Takes how it ended, before the workspace is cleared away: tens of thousands of files are not waited for.</param>
    /// <param name="stop">Ends the run; nothing is finished then.</param>
    public async Task RunAsync(string clone, CandidateId candidate, CommitSha? gold, string check, Func<CheckReport, Task> finished, CancellationToken stop)
    {
        var definition = configuration.Checks[check];
        var type = types.Single(type => type.Type == definition.Type);
        string? workspace = null;
        try
        {
            CheckReport report;
            try
            {
                if (type.NeedsWorkspace)
                {
                    workspace = await workspaces.MakeAsync(stop);
                    SourceExport.Write(clone, candidate.Commit, workspace, Workspaces.LargestExport, stop);
                }

                report = await type.RunAsync(new(candidate.Repository, candidate.Commit, gold, definition, clone, workspace ?? "", (int)configuration.Service.LogLimit), stop);
            }
            // Whatever a candidate is made of: without a result it would be run again and again, and nobody would be told.
            catch (Exception cannot) when (cannot is not OperationCanceledException)
            {
                LogCannot(cannot, check, candidate.Repository, candidate.Commit);
                report = CheckReport.CouldNotRun(definition, $"its sources could not be {(type.NeedsWorkspace ? "laid out" : "read")}: {PlainText.Line(cannot.Message, LongestMessage)}");
            }

            await finished(report);
        }
        finally
        {
            if (workspace is not null) await workspaces.RemoveAsync(workspace, CancellationToken.None);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Check {Check} on {Repository} {Commit} could not be run")]
    private partial void LogCannot(Exception cannot, string check, string repository, CommitSha commit);
}
