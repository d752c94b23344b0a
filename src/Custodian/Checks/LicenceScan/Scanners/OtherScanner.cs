using Custodian.Git;
using Custodian.Licences;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>
/// Runs another scanner over a whole commit, as a check of a command is run: in the sandbox, within its limits, over files that are laid out for this
/// run alone. What it writes is hostile, too.
/// </summary>
internal sealed class OtherScanner(CommandCheck commands, Workspaces workspaces, ProgramRunner programs, KeptScannerFindings kept)
{
    /// <summary>What was found the last time; null: it is not kept.</summary>
    public IReadOnlyList<LicenceFile>? Recall(CheckRequest request, CommitSha commit, IReadOnlyList<LicenceFile> files) =>
        Recall(request.GitFolder, commit, request.Definition.Digest, files);

    /// <summary>What was found the last time; null: it is not kept.</summary>
    public IReadOnlyList<LicenceFile>? Recall(string repository, CommitSha commit, string definition, IReadOnlyList<LicenceFile> files) =>
        kept.Find(repository, commit, definition) is { } found ? With(files, found) : null;

    /// <param name="files">Every file of the commit, with what we found ourselves.</param>
    /// <returns>The same with what the scanner found; or how the check ended without that.</returns>
    public async Task<(IReadOnlyList<LicenceFile>? Files, CheckReport? Failure)> RunAsync(CheckRequest request, CommitSha commit, ScannerSettings settings, IReadOnlyList<LicenceFile> files, CancellationToken stop)
    {
        var who = $"the scanner {settings.Name}{(commit == request.Commit ? "" : " on gold")}";
        var folder = await workspaces.MakeAsync(stop);
        try
        {
            SourceExport.Write(request.GitFolder, commit, folder, Workspaces.LargestExport, stop);
            var report = Path.Combine(ReportFile.RealPath(folder), settings.Report);
            if (Path.Exists(report) || new FileInfo(report).LinkTarget is not null)
                return Failed(CheckOutcome.NoReport, $"{who} cannot write its report: the commit has a file called {settings.Report} itself; a developer removes it, or custodians choose another name as 'report' in the policy", null);

            var ran = await commands.RunAsync(new CheckTask { Repository = request.Repository, Commit = commit, Name = who, Settings = settings.Command, Workspace = folder, LogLimit = request.LogLimit }, stop);
            if (ran.Outcome != CheckOutcome.Passed)
                return Failed(ran.Outcome, $"{(ran.Summary.StartsWith(who, StringComparison.Ordinal) ? "" : who + ": ")}{ran.Summary}; what it would have found is not known. Whoever runs this service mends the scanner, or custodians adopt a policy without it", ran);

            IReadOnlyDictionary<string, IReadOnlyList<Finding>> found;
            try
            {
                await new Workspace(programs, folder).OpenUpAsync(stop);
                using var stream = ReportFile.Open(report);
                found = ScannerReport.Read(stream, settings, files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal));
            }
            catch (Exception unusable) when (unusable is ScannerException or ReportException or IOException)
            {
                var why = unusable is ScannerException ? unusable.Message : $"wrote no report that can be read at {settings.Report} ({PlainText.Line(unusable.Message, 200)})";
                return Failed(CheckOutcome.NoReport, $"{who} {why}. Whoever runs this service mends the scanner, or custodians adopt a policy without it", ran);
            }

            kept.Keep(request.GitFolder, commit, request.Definition.Digest, found);
            return (With(files, found), null);
        }
        finally
        {
            await workspaces.RemoveAsync(folder, CancellationToken.None);
        }
    }

    private static IReadOnlyList<LicenceFile> With(IReadOnlyList<LicenceFile> files, IReadOnlyDictionary<string, IReadOnlyList<Finding>> found) =>
        [.. files.Select(file => found.TryGetValue(file.Path, out var findings) ? file with { Others = new(FileClass.Licensed, findings) } : file)];

    private static (IReadOnlyList<LicenceFile>?, CheckReport?) Failed(CheckOutcome outcome, string summary, CheckReport? ran) => (null, new()
    {
        Outcome = outcome,
        Summary = PlainText.Line(summary, 1000),
        Log = ran?.Log ?? "",
        Sandbox = ran?.Sandbox ?? CheckReport.NothingRun,
    });
}
