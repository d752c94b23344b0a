using System.Collections.Concurrent;
using Custodian.Git;

namespace Custodian.Checks;

/// <summary>The scan of each repository, kept between runs with all that it knows.</summary>
/// <param name="cacheOf">Where what is found in a repository is kept, by its folder; null: nowhere.</param>
internal sealed class LicenceScans(GitProgram git, Func<string, string?> cacheOf) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<CommitScan>> scans = new(StringComparer.Ordinal);

    /// <param name="repository">The folder that holds its objects.</param>
    public CommitScan Of(string repository) =>
        scans.GetOrAdd(Path.TrimEndingDirectorySeparator(Path.GetFullPath(repository)), folder => new(() => new CommitScan(git, folder, new ScanCache(cacheOf(folder)), new()))).Value;

    public void Dispose()
    {
        foreach (var scan in scans.Values.Where(scan => scan.IsValueCreated)) scan.Value.Dispose();
    }
}
