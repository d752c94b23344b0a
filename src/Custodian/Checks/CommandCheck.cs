using Custodian.Git;
using Custodian.Store;

namespace Custodian.Checks;

/// <summary>The check type <c>command</c>: runs a candidate's own program in a sandbox and reads its reports. README.md says how.</summary>
/// <param name="programs">The runner.</param>
/// <param name="time">The clock.</param>
/// <param name="hidden">Files and folders that no sandbox may show: data, keys, configuration, secrets.</param>
internal sealed class CommandCheck(ProgramRunner programs, TimeProvider time, IReadOnlyList<string> hidden) : ICheckType
{
    // timeout(1) is in charge; this is for the day on which it fails.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    // Looked at once. One cancelled check must not spoil it for the others.
    private readonly Lazy<Task<ControlGroups>> groups = new(() => ControlGroups.DetectAsync(programs, CancellationToken.None));

    // Kept once nothing is missing: until then, whatever an operator installs is found by the next run.
    private SandboxTools? complete;

    public string Type => CommandSchema.TypeName;

    public async Task<CheckReport> RunAsync(CheckRequest request, CancellationToken stop)
    {
        var task = new CheckTask
        {
            Repository = request.Repository,
            Commit = request.Commit,
            Name = request.Definition.Name,
            Settings = CommandSettings.From(request.Definition.Settings),
            Workspace = request.Workspace,
            LogLimit = request.LogLimit,
        };
        var report = await RunAsync(task, stop);
        return report.FailedTests.Count == 0 ? report : report with { Remarks = await RemarksAsync(request, task, report, stop) };
    }

    /// <summary>Runs to the end. Whatever happens, no process of it lives on.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was raised; everything has been killed.</exception>
    public async Task<CheckReport> RunAsync(CheckTask task, CancellationToken stop)
    {
        try
        {
            return await TryRunAsync(task, await ToolsAsync(stop), stop);
        }
        catch (Exception machine) when (machine is IOException or UnauthorizedAccessException or ProgramMissingException)
        {
            return CommandJudge.CannotRun(task, PlainText.Line(machine.Message, 300));
        }
    }

    // The workspace has been the command's: what is a file of the commit, git alone knows.
    private async Task<CheckRemarks> RemarksAsync(CheckRequest request, CheckTask task, CheckReport report, CancellationToken stop)
    {
        var files = TestRemarks.FilesOf(await new CommitTree(new(programs)).ListAsync(request.GitFolder, request.Commit, stop));
        return new TestRemarks(files, [CommandJudge.IsSandboxed(task) ? SandboxCommand.Top : Path.GetFullPath(task.Workspace)]).Of(report.FailedTests, report.Failed ?? 0);
    }

    private async Task<SandboxTools> ToolsAsync(CancellationToken stop)
    {
        if (complete is { } known) return known;

        var found = await SandboxTools.DetectAsync(programs, stop);
        if (found is { Missing: null, HasBubblewrap: true }) complete = found;
        return found;
    }

    private async Task<CheckReport> TryRunAsync(CheckTask task, SandboxTools found, CancellationToken stop)
    {
        if (found.Missing is { } missing) return CommandJudge.CannotRun(task, missing);
        if (CommandJudge.IsSandboxed(task) && !found.HasBubblewrap)
            return CommandJudge.CannotRun(task, "there is no sandbox: install bubblewrap, or set sandbox: none in the policy");

        var workspace = new Workspace(programs, Path.GetFullPath(task.Workspace));
        if (await workspace.HandOverAsync(stop) is { } unreachable) return CommandJudge.CannotRun(task, unreachable);

        var reports = task.Settings.Reports is { } glob ? JunitReports.Expect(workspace.Folder, glob) : null;
        var end = await ExecuteAsync(task, found, workspace.Folder, stop);
        if (reports is null || end.ExitCode is null) return CommandJudge.Judge(task, end, null, null);

        try
        {
            await workspace.OpenUpAsync(stop);
            return CommandJudge.Judge(task, end, reports.Read(stop), null);
        }
        catch (ReportException none)
        {
            return CommandJudge.Judge(task, end, null, none.Message);
        }
    }

    private async Task<CommandEnd> ExecuteAsync(CheckTask task, SandboxTools found, string workspace, CancellationToken stop)
    {
        var settings = task.Settings;
        var group = (await groups.Value).Create(programs, settings);
        var scratch = Directory.CreateTempSubdirectory("custodian-check-");
        var status = CommandJudge.IsSandboxed(task) ? Path.Combine(scratch.FullName, "status") : null;
        var remains = new Remains(programs, time);
        try
        {
            InheritedFiles.KeepToOurselves();
            var started = time.GetTimestamp();
            var result = await programs.RunAsync(new()
            {
                Program = "sh",
                Arguments = new SandboxCommand(found, hidden).Build(settings, workspace, status, group),
                WorkingFolder = status is null ? workspace : null,
                Environment = status is null ? remains.Mark(SandboxCommand.VariablesOf(settings)) : remains.Mark([]),
                Timeout = settings.Timeout + Grace,
                OutputLimit = task.LogLimit,
            }, stop);

            var code = status is null ? result.ExitCode : SandboxStatus.Read(status).ExitCode;
            var killed = status is null ? code == 128 + 9 : code is null;
            var late = result.TimedOut || (killed && time.GetElapsedTime(started) >= settings.Timeout);
            return new()
            {
                ExitCode = late ? null : code,
                TimedOut = late,
                OutOfMemory = group.RanOutOfMemory(),
                Log = result.Output,
                Trouble = result.Error,
            };
        }
        finally
        {
            if (status is not null) await remains.AwaitEndAsync(SandboxStatus.Read(status).Process);
            await remains.KillMarkedAsync();
            await group.CloseAsync(time);
            scratch.Delete(recursive: true);
        }
    }
}
