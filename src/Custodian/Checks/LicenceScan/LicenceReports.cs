using Custodian.Git;
using Custodian.Licences;
using Custodian.Licences.Expressions;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Checks;

/// <summary>
/// Writes what a <c>licences</c> check found in a commit as SPDX. It is not kept: a scan of the same commit gives the same report, from what is
/// known of its files already, and tens of megabytes for every candidate would be kept for nobody.
/// </summary>
internal sealed class LicenceReports(LicenceScans scans, LicencePacks packs, FactStore store, Configuration configuration) : IDisposable
{
    // Anybody may ask.
    private readonly SemaphoreSlim turn = new(1);
    private readonly SpdxIds ids = new(LicenceIndex.Shipped);

    /// <returns>The document, gone once it is closed; null where the check was not run on it, or otherwise than it would be now.</returns>
    /// <exception cref="GitException">The commit cannot be read.</exception>
    /// <exception cref="LicencePackException">A rule pack of the check cannot be used.</exception>
    public async Task<Stream?> FindAsync(WatchedRepository repository, CommitSha commit, string check, CancellationToken stop)
    {
        if (!configuration.Checks.TryGetValue(check, out var definition) || definition.Type != LicencesSchema.TypeName || !repository.Mirror.Has(commit)) return null;

        var run = await store.ReadAsync(reader => reader.About<CheckRun>(repository.Name, commit).LastOrDefault(run => run.Body.Check == check && run.Body.Definition == definition.Digest)?.Body, stop);
        if (run is null) return null;

        await turn.WaitAsync(stop);
        try
        {
            var settings = LicencesSettings.From(definition.Settings);
            var index = packs.Of(settings.Packs);
            var scan = await scans.Of(repository.Mirror.Folder, index).RunAsync(commit, settings.Reading, null, stop);
            var judge = new LicenceJudge(settings, ids);
            var document = new FileStream(Path.GetTempFileName(), FileMode.Truncate, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            var head = new SpdxReportHead
            {
                Repository = repository.Name,
                Commit = commit.ToString(),
                Created = run.At,
                Engine = string.Join(" + ", [ScanCache.Engine, .. index.Packs.Select(pack => pack.Label)]),
                LicenceListVersion = LicenceIndex.Shipped.Version[..LicenceIndex.Shipped.Version.LastIndexOf('-')],
            };
            SpdxReport.Write(document, head, scan.Files.Select(file => new SpdxFile(file.File, file.Sha1?.ToString(), judge.Declared(file.File), file.Sha256)), ids);
            document.Position = 0;
            return document;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
