using Custodian.Git;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>
/// Scans commits of one repository, one after another. A commit costs its new blobs: what is known of the others is taken from the cache, and the
/// list of its paths from that of a commit scanned before. What comes out is the same, whatever was known, on however many cores.
/// </summary>
/// <param name="repository">The folder that holds its objects: a bare repository, or a clone's <c>.git</c>.</param>
/// <param name="cache">Of this repository alone: another one could hold other bytes under the same SHA-1 id.</param>
/// <param name="scanners">Of this scan alone; they know of licences what the cache was made for.</param>
internal sealed class CommitScan(GitProgram git, string repository, ScanCache cache, ContentScanners scanners) : IDisposable
{
    // A candidate, and the gold that it is compared with.
    private const int MostRemembered = 2;

    private readonly SemaphoreSlim turn = new(1);
    private readonly CommitTree tree = new(git);
    private readonly BlobStream blobs = new(git);
    private readonly List<Remembered> remembered = [];

    // Nobody waits for it but the next scan.
    private Task<string?> saving = Task.FromResult<string?>(null);

    /// <summary>Why the cache could not be written after the scan before the last, or at the end; null: nothing is wrong with it.</summary>
    public string? CacheTrouble { get; private set; }

    /// <param name="reading">How blobs are read: how many workers, and how large a file may be.</param>
    /// <param name="progress">Takes how many paths are done and how many there are; on several threads at once.</param>
    /// <exception cref="GitException">The commit cannot be read.</exception>
    /// <exception cref="UnreadableContentException">It has more paths than anybody's source code.</exception>
    public async Task<ScannedCommit> RunAsync(CommitSha commit, BlobReading reading, Action<int, int>? progress, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            CacheTrouble = await saving;
            var before = remembered.Find(one => one.Scan.Commit == commit) ?? remembered.LastOrDefault();
            // Nothing is known yet: while git lists the files, the engine gets ready.
            if (cache.Count == 0) scanners.Prepare();
            var entries = await ListAsync(commit, before, stop);
            var files = new ScannedFile[entries.Count];
            var wanted = Take(entries, before, reading.LargestBlob, files);
            var done = files.Count(file => file is not null);
            progress?.Invoke(done, files.Length);

            if (wanted.Count > 0)
            {
                await blobs.ReadAsync(repository, wanted.Keys, reading, (worker, blob) =>
                {
                    var one = wanted[blob.Id];
                    one.Content = cache.Shared(blob.State switch
                    {
                        BlobState.Read => scanners[worker].Scan(blob.Bytes),
                        BlobState.TooLarge => ContentScan.TooLarge(blob.Size, reading.LargestBlob),
                        BlobState.Missing => ContentScan.Unreadable("the repository does not hold its contents: fetch them"),
                        _ => ContentScan.Unreadable("git cannot unpack its contents"),
                    });
                    progress?.Invoke(Interlocked.Add(ref done, one.Paths), files.Length);
                }, stop);
            }

            // In the order of the paths: the cache is the same whoever was first.
            for (var at = 0; at < files.Length; at++) files[at] ??= ScannedFile.Of(entries[at], cache.Keep(entries[at].Id, wanted[entries[at].Id].Content));
            if (cache.IsWorthSaving) saving = Task.Run(cache.Save, CancellationToken.None);
            var scan = new ScannedCommit(commit, files, wanted.Count);
            Remember(new(scan, entries, reading.LargestBlob));
            return scan;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes what was found and is not kept yet, after a scan that is under way.</summary>
    /// <returns>Why it could not be written; null: it was.</returns>
    public async Task<string?> KeepAsync()
    {
        await turn.WaitAsync();
        try
        {
            await saving;
            return CacheTrouble = cache.Save();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Waits until what was found is kept; <see cref="CacheTrouble"/> says why it was not. A scan that is under way still ends as it would have.</summary>
    public void Dispose() => Task.Run(KeepAsync).GetAwaiter().GetResult();

    private async Task<IReadOnlyList<CommitEntry>> ListAsync(CommitSha commit, Remembered? before, CancellationToken stop)
    {
        if (before?.Scan.Commit == commit) return before.Entries;

        return (before is null ? null : await tree.ListAsync(repository, commit, before.Scan.Commit, before.Entries, stop)) ?? await tree.ListAsync(repository, commit, stop);
    }

    // Fills in what is known.
    private Dictionary<BlobId, Wanted> Take(IReadOnlyList<CommitEntry> entries, Remembered? before, long largest, ScannedFile?[] files)
    {
        var wanted = new Dictionary<BlobId, Wanted>(cache.Count == 0 ? entries.Count : 0);
        var old = 0;
        for (var at = 0; at < entries.Count; at++)
        {
            var entry = entries[at];
            // Both lists have the same order: of what did not change, the entry itself was taken over.
            if (before is not null && before.Largest == largest)
            {
                while (old < before.Entries.Count && before.Entries[old].Path.Span.SequenceCompareTo(entry.Path.Span) < 0) old++;
                if (old < before.Entries.Count && before.Entries[old] == entry && before.Scan.Files[old] is { Sha1: not null } same)
                {
                    files[at] = same;
                    continue;
                }
            }

            if (entry.Kind == EntryKind.Submodule) files[at] = ScannedFile.OfSubmodule(entry);
            else if (wanted.TryGetValue(entry.Id, out var repeated)) repeated.Paths++;
            else if (!cache.TryGet(entry.Id, out var content)) wanted.Add(entry.Id, new());
            else files[at] = ScannedFile.Of(entry, content.Size > largest ? cache.Shared(ContentScan.TooLarge(content.Size, largest)) : content);
        }

        return wanted;
    }

    private void Remember(Remembered scan)
    {
        remembered.RemoveAll(one => one.Scan.Commit == scan.Scan.Commit);
        remembered.Add(scan);
        if (remembered.Count > MostRemembered) remembered.RemoveAt(0);
    }

    // A blob that is read for this scan; each is told once.
    private sealed class Wanted
    {
        public int Paths { get; set; } = 1;

        public ContentScan Content { get; set; }
    }

    private sealed record Remembered(ScannedCommit Scan, IReadOnlyList<CommitEntry> Entries, long Largest);
}
