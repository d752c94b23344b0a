using Custodian.Git;
using Custodian.Licences;
using Custodian.Licences.Expressions;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Checks;

/// <summary>
/// Tells what a <c>licences</c> check found in a commit, as SPDX and for the page. It is not kept: a scan of the same commit gives the same report,
/// from what is known of its files already, and tens of megabytes for every candidate would be kept for nobody.
/// </summary>
internal sealed class LicenceReports(LicenceScans scans, LicencePacks packs, OtherScanner scanner, FactStore store, Configuration configuration) : IDisposable
{
    // Anybody may ask.
    private readonly SemaphoreSlim turn = new(1);
    private readonly SpdxIds ids = new(LicenceIndex.Shipped);

    // Whoever reads a page asks for its parts next.
    private LicenceReport? last;

    /// <summary>What is told where there is nothing.</summary>
    public static string None(string check, CommitSha commit) =>
        $"There is no report of {Quote.Of(check)} on {commit}: it is no check of licences, it was not run there as it stands in the policy now, or what another scanner found there is not kept.";

    /// <returns>The document, gone once it is closed; null where the check was not run on it, or otherwise than it would be now, or what another scanner found is not kept.</returns>
    /// <exception cref="GitException">The commit cannot be read.</exception>
    /// <exception cref="LicencePackException">A rule pack of the check cannot be used.</exception>
    public async Task<Stream?> FindAsync(WatchedRepository repository, CommitSha commit, string check, CancellationToken stop)
    {
        if (await RunOfAsync(repository, commit, check, stop) is not var (definition, run, _)) return null;

        await turn.WaitAsync(stop);
        try
        {
            var settings = LicencesSettings.From(definition.Settings);
            var index = packs.Of(settings.Packs);
            var scan = await scans.Of(repository.Mirror.Folder, index).RunAsync(commit, settings.Reading, null, stop);
            var judge = new LicenceJudge(settings, ids);
            if (Files(repository, commit, definition, settings, scan) is not { } files) return null;

            var document = new FileStream(Path.GetTempFileName(), FileMode.Truncate, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            var head = new SpdxReportHead
            {
                Repository = repository.Name,
                Commit = commit.ToString(),
                Created = run.At,
                Engine = EngineOf(index),
                LicenceListVersion = LicenceIndex.Shipped.Version[..LicenceIndex.Shipped.Version.LastIndexOf('-')],
            };
            SpdxReport.Write(document, head, files.Select(file => new SpdxFile(file.File, file.Sha1?.ToString(), judge.Declared(file.File), file.Sha256)), ids);
            document.Position = 0;
            return document;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <returns>Null where the check was not run on it, or otherwise than it would be now.</returns>
    /// <exception cref="LicencePackException">A rule pack of the check cannot be used.</exception>
    /// <exception cref="GitException">The commit, or the gold that it was compared with, cannot be read.</exception>
    public async Task<LicenceReport?> ReadAsync(WatchedRepository repository, CommitSha commit, string check, CancellationToken stop)
    {
        if (await RunOfAsync(repository, commit, check, stop) is not var (definition, run, counts)) return null;

        await turn.WaitAsync(stop);
        try
        {
            if (last is { } known && known.Run.Run == run.Run) return last = known with { Counts = counts };

            var settings = LicencesSettings.From(definition.Settings);
            var index = packs.Of(settings.Packs);
            var scan = scans.Of(repository.Mirror.Folder, index);
            var judge = new LicenceJudge(settings, ids);
            var before = run.ComparedWith is { } with ? Files(repository, with, definition, settings, await scan.RunAsync(with, settings.Reading, null, stop)) : [];
            var files = Files(repository, commit, definition, settings, await scan.RunAsync(commit, settings.Reading, null, stop));
            var kept = before is not null && files is not null;
            var report = new LicenceReport
            {
                Run = run,
                Counts = counts,
                Engine = EngineOf(index),
                Data = LicenceIndex.Shipped.Version,
                Scanner = settings.Scanner?.Name,
                IsKept = kept,
                Judged = kept ? judge.Judge([.. files!.Select(file => file.File)], new(judge.Concerns(before!.Select(file => file.File)))) : judge.Judge([], LicenceBaseline.Empty),
                Files = kept ? [.. files!.Select(judge.Report)] : [],
            };
            return kept ? last = report : report;
        }
        finally
        {
            turn.Release();
        }
    }

    private static string EngineOf(LicenceIndex index) => string.Join(" + ", [ScanCache.Engine, .. index.Packs.Select(pack => pack.Label)]);

    // Null: another scanner has a part in it, and what that found is not kept any more.
    private IReadOnlyList<ScannedFile>? Files(WatchedRepository repository, CommitSha commit, CheckDefinition definition, LicencesSettings settings, ScannedCommit scan) =>
        settings.Scanner is null ? scan.Files
        : scanner.Recall(repository.Mirror.Folder, commit, definition.Digest, [.. scan.Files.Select(file => file.File)]) is { } files ? [.. scan.Files.Zip(files, (one, file) => one with { File = file })]
        : null;

    // The last run in the definition in force, and whether it still says something: gold may have moved since.
    private async Task<(CheckDefinition Definition, CheckRun Run, bool Counts)?> RunOfAsync(WatchedRepository repository, CommitSha commit, string check, CancellationToken stop)
    {
        if (!configuration.Checks.TryGetValue(check, out var definition) || definition.Type != LicencesSchema.TypeName || !repository.Mirror.Has(commit)) return null;

        return await store.ReadAsync<(CheckDefinition, CheckRun, bool)?>(reader =>
            reader.About<CheckRun>(repository.Name, commit).LastOrDefault(run => run.Body.Check == check && run.Body.Definition == definition.Digest) is { Body: var run }
                ? (definition, run, run.ComparedWith is null || run.ComparedWith == Comparison.GoldFor(reader, new(repository.Name, commit), check))
                : null, stop);
    }

    public void Dispose() => turn.Dispose();
}
