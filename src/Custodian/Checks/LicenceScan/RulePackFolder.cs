using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>Reads a rule pack from a folder. Links in it are not followed: what a digest is voted on for lies in the folder itself.</summary>
internal static class RulePackFolder
{
    private const int MostEntries = 200_000;

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = false, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    /// <param name="folder">It may be a link itself, so that an operator can change which pack it is at once.</param>
    /// <exception cref="IOException">It cannot be read, or is out of bounds; the message says what to mend.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static RulePack Read(string folder, string name)
    {
        var root = Path.GetFullPath(folder);
        var files = new List<RulePackFile>();
        var (entries, left) = (0, (long)RulePack.Largest);
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (folders.TryPop(out var next))
        {
            foreach (var entry in next.EnumerateFileSystemInfos("*", Everything))
            {
                var path = Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (++entries > MostEntries) throw new IOException($"it holds more than {MostEntries:N0} files and folders: leave out what is no rule.");
                if (entry.LinkTarget is not null)
                {
                    if (entry is DirectoryInfo || Directory.Exists(entry.FullName) || RulePack.Reads(path)) throw new IOException($"{PlainText.Line(path, 200)} is a link: put what it leads to in its place.");
                }
                else if (entry is DirectoryInfo inner)
                {
                    if (inner.Name != ".git") folders.Push(inner);
                }
                else if (RulePack.Reads(path))
                {
                    // As sha256sum writes it, and so anybody's digest, it would be another name.
                    if (path.Contains('\\')) throw new IOException($"{PlainText.Line(path, 200)} has a backslash in its name: rename it.");
                    if (files.Count == RulePack.MostFiles) throw new IOException($"it has more than {RulePack.MostFiles:N0} files of rules: take some away.");
                    files.Add(new(path, Bytes((FileInfo)entry, path, ref left)));
                }
            }
        }

        return new RulePack(name, files);
    }

    private static byte[] Bytes(FileInfo file, string path, ref long left)
    {
        // A pipe or device is as long as an empty file: it cannot be told from one without opening it, and whoever opens a pipe waits for somebody to write.
        if (file.Length == 0) throw new IOException($"{PlainText.Line(path, 200)} is empty, or no ordinary file: take it away.");
        if (file.Length > RulePack.LargestFile) throw new IOException($"{PlainText.Line(path, 200)} has more than {RulePack.LargestFile >> 20} MiB: make several files of it.");

        var bytes = File.ReadAllBytes(file.FullName);
        return (left -= bytes.Length) >= 0 ? bytes : throw new IOException($"its files have more than {RulePack.Largest >> 20} MiB together: take some away.");
    }
}
