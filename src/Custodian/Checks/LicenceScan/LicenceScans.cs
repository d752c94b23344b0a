using System.Collections.Concurrent;
using Custodian.Git;
using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>The scan of each repository, kept between runs with all that it knows.</summary>
/// <param name="cacheOf">Where what is found in a repository is kept, by its folder; null: nowhere.</param>
internal sealed class LicenceScans(GitProgram git, Func<string, string?> cacheOf) : IDisposable
{
    private readonly ConcurrentDictionary<(string Folder, string Data), Lazy<CommitScan>> scans = new();

    /// <param name="repository">The folder that holds its objects.</param>
    /// <param name="index">What is known of licences.</param>
    public CommitScan Of(string repository, LicenceIndex index) => scans.GetOrAdd(
        (Path.TrimEndingDirectorySeparator(Path.GetFullPath(repository)), index.Version),
        key => new(() => new CommitScan(git, key.Folder, new ScanCache(cacheOf(key.Folder), index), new(index)))).Value;

    public void Dispose()
    {
        foreach (var scan in scans.Values.Where(scan => scan.IsValueCreated)) scan.Value.Dispose();
    }
}
