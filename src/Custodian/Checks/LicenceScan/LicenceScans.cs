using System.Collections.Concurrent;
using Custodian.Git;
using Custodian.Licences;
using Microsoft.Extensions.Logging.Abstractions;

namespace Custodian.Checks;

/// <summary>The scan of each repository, kept between runs with all that it knows.</summary>
/// <param name="cacheOf">Where what is found in a repository is kept, by its folder; null: nowhere.</param>
/// <param name="inForce">The packs of each check that is in force: what was kept for others is removed. Null: nobody knows.</param>
/// <param name="logger">Told what could not be kept at the end; null: nobody is.</param>
internal sealed partial class LicenceScans(GitProgram git, Func<string, string?> cacheOf, IReadOnlyList<IReadOnlyList<LicencePack>>? inForce = null, ILogger<LicenceScans>? logger = null) : IDisposable
{
    private readonly ILogger log = logger ?? NullLogger<LicenceScans>.Instance;

    private readonly ConcurrentDictionary<(string Folder, string Data), Lazy<CommitScan>> scans = new();

    /// <param name="repository">The folder that holds its objects.</param>
    /// <param name="index">What is known of licences.</param>
    public CommitScan Of(string repository, LicenceIndex index) => scans.GetOrAdd(
        (Path.TrimEndingDirectorySeparator(Path.GetFullPath(repository)), index.Key),
        key => new(() => new CommitScan(git, key.Folder, new ScanCache(cacheOf(key.Folder), index, inForce), new(index)))).Value;

    public void Dispose()
    {
        foreach (var (key, scan) in scans.Where(scan => scan.Value.IsValueCreated))
        {
            try
            {
                scan.Value.Dispose();
                if (scan.Value.CacheTrouble is { } trouble) LogNotKept(key.Folder, trouble, null);
            }
            catch (Exception failed)
            {
                // Whatever became of this one, the others are still to be kept.
                LogNotKept(key.Folder, failed.Message, failed);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was found in {Folder} could not be kept at the end, so that it is read again after the next start: {Why}")]
    private partial void LogNotKept(string folder, string why, Exception? failed);
}
