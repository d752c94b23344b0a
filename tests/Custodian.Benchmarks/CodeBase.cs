using Custodian.Git;
using Custodian.Rules;

namespace Custodian.Benchmarks;

/// <summary>The commit that is scanned, and what it holds.</summary>
/// <param name="Repository">The folder that holds its objects.</param>
/// <param name="Blobs">Distinct ones with their bytes' number, in the order of their packs; without those that nobody scans, being too large or not there.</param>
internal sealed record CodeBase(string Repository, CommitSha Commit, IReadOnlyList<CommitEntry> Entries, IReadOnlyList<(BlobId Id, long Size)> Blobs)
{
    public double Megabytes => Blobs.Sum(blob => blob.Size) / 1e6;

    public override string ToString() => $"{Entries.Count:N0} files ({Blobs.Count:N0} distinct, {Megabytes:N0} MB)";

    /// <param name="path">A bare repository, or a clone.</param>
    /// <param name="commit">A name of it.</param>
    public static async Task<CodeBase> OpenAsync(GitProgram git, string path, string commit, CancellationToken stop)
    {
        var repository = LocalRepository.Read(path, repository => repository.Info.Path);
        var told = await git.LocalAsync(repository, ["rev-parse", "--verify", "--end-of-options", $"{commit}^{{commit}}"], stop);
        if (!told.Succeeded) throw new GitException($"{commit} is not a commit of {path}.");

        var id = new CommitSha(told.Output.Trim());
        var entries = await new CommitTree(git).ListAsync(repository, id, stop);
        var stored = new PackFolder(Path.Combine(repository, "objects")).Locate(entries.Where(entry => entry.Kind != EntryKind.Submodule).Select(entry => entry.Id));
        BlobId[] order = [.. stored.Select(blob => blob.Id)];
        var sizes = new Dictionary<BlobId, long>();
        await new BlobStream(git).ReadAsync(repository, order, new BlobReading(), (_, blob) =>
        {
            if (blob.State != BlobState.Read) return;
            lock (sizes) sizes[blob.Id] = blob.Size;
        }, stop);
        return new(repository, id, entries, [.. order.Where(sizes.ContainsKey).Select(blob => (blob, sizes[blob]))]);
    }

    /// <summary>Some of the regular files, spread evenly over all.</summary>
    public IReadOnlyList<CommitEntry> Some(int most, Func<CommitEntry, bool> fit)
    {
        CommitEntry[] files = [.. Entries.Where(entry => entry.Kind is EntryKind.File or EntryKind.Executable && fit(entry))];
        var count = Math.Min(most, files.Length);
        return [.. Enumerable.Range(0, count).Select(number => files[(long)number * files.Length / count])];
    }

    /// <summary>The bytes of each blob.</summary>
    public async Task<IReadOnlyDictionary<BlobId, byte[]>> ReadAsync(GitProgram git, IEnumerable<BlobId> blobs, CancellationToken stop)
    {
        var read = new Dictionary<BlobId, byte[]>();
        await new BlobStream(git).ReadAsync(Repository, blobs, new BlobReading(), (_, blob) =>
        {
            if (blob.State != BlobState.Read) return;
            var bytes = blob.Bytes.ToArray();
            lock (read) read[blob.Id] = bytes;
        }, stop);
        return read;
    }

    /// <summary>Writes files as folders of a disk hold them, for what reads no git.</summary>
    /// <returns>How many were written.</returns>
    public async Task<int> ExtractAsync(GitProgram git, IEnumerable<CommitEntry> files, string folder, CancellationToken stop)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var paths = files.Where(entry => entry.Kind is EntryKind.File or EntryKind.Executable)
            .Select(entry => (entry.Id, Path: Path.GetFullPath(Path.Combine(root, Checks.SafePath.Of(entry.Path.Span)))))
            .Where(file => file.Path.StartsWith(root, StringComparison.Ordinal))
            .ToLookup(file => file.Id, file => file.Path);
        var written = 0;
        await new BlobStream(git).ReadAsync(Repository, paths.Select(file => file.Key), new BlobReading(), (_, blob) =>
        {
            if (blob.State != BlobState.Read) return;
            foreach (var path in paths[blob.Id])
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, blob.Bytes);
                Interlocked.Increment(ref written);
            }
        }, stop);
        return written;
    }
}
