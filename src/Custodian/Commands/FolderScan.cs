using System.Text;
using Custodian.Checks;
using Custodian.Git;
using Custodian.Licences;

namespace Custodian.Commands;

/// <summary>Scans the files of a folder as they lie there, on every core. Links are not followed, and <c>.git</c> is passed over.</summary>
internal static class FolderScan
{
    private static readonly ContentScan Nothing = new(FileScan.Nothing, 0);
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = false, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    /// <param name="index">What is known of licences.</param>
    /// <param name="progress">Takes how many files are done and how many there are; on several threads at once.</param>
    /// <returns>In ordinal order of their paths, which are relative to the folder.</returns>
    public static IReadOnlyList<ScannedFile> Of(string folder, LicenceIndex index, Action<int, int> progress, CancellationToken stop)
    {
        var root = Path.GetFullPath(folder);
        var found = Files(root).Select(file => (Path: Relative(root, file.FullName), File: file)).OrderBy(one => one.Path, StringComparer.Ordinal).ToArray();
        var scans = new ScannedFile[found.Length];
        var memo = new LicenceMemo();
        var done = 0;
        Parallel.For(
            0,
            found.Length,
            new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new ContentScanner(memo, digests: false, index),
            (at, _, scanner) =>
            {
                var content = Scan(scanner, found[at].File);
                scans[at] = new(new(found[at].Path, "", content.Scan), null, content.Sha256);
                progress(Interlocked.Increment(ref done), found.Length);
                return scanner;
            },
            _ => { });
        return scans;
    }

    private static ContentScan Scan(ContentScanner scanner, FileInfo file)
    {
        if (file.LinkTarget is not null) return Nothing;

        var largest = new BlobReading().LargestBlob;
        try
        {
            // A pipe is as long as an empty file, and whoever opens it waits for somebody to write.
            if (file.Length == 0) return Nothing;
            return file.Length > largest ? ContentScan.TooLarge(file.Length, largest) : scanner.Scan(File.ReadAllBytes(file.FullName));
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            return ContentScan.Unreadable(PlainText.Line(cannot.Message, 300));
        }
    }

    private static IEnumerable<FileInfo> Files(string root)
    {
        var left = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (left.TryPop(out var folder))
        {
            foreach (var entry in folder.EnumerateFileSystemInfos("*", Everything))
            {
                if (entry is FileInfo file) yield return file;
                else if (entry.LinkTarget is not null) yield return new FileInfo(entry.FullName);
                else if (entry.Name != ".git") left.Push((DirectoryInfo)entry);
            }
        }
    }

    private static string Relative(string root, string path) => SafePath.Of(Encoding.UTF8.GetBytes(Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/')));
}
