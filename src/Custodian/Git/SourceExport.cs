using Custodian.Rules;
using LibGit2Sharp;

namespace Custodian.Git;

/// <summary>
/// Writes a commit's files into a folder as they are in git: no hooks, filters, line-ending conversion, submodules or
/// export attributes. Symbolic links are written last, so that no file can be written through one.
/// </summary>
internal static class SourceExport
{
    /// <param name="limit">Most bytes written altogether.</param>
    /// <exception cref="UnreadableContentException">A path is unsafe, or the commit is larger than the limit.</exception>
    /// <exception cref="GitException">The commit or an object of it is missing.</exception>
    public static void Write(string mirror, CommitSha commit, string folder, long limit, CancellationToken stop) =>
        LocalRepository.Read(mirror, repository => Write(repository, commit, folder, limit, stop));

    private static void Write(Repository repository, CommitSha commit, string folder, long limit, CancellationToken stop)
    {
        var root = repository.Lookup<Commit>(commit.ToString())?.Tree ?? throw new GitException($"{commit.Abbreviated} is not a commit of this repository.");
        var links = new List<(string Path, string Target)>();
        var left = new Allowance(limit);
        Directory.CreateDirectory(folder);
        WriteTree(repository, root, folder, links, left, stop);
        foreach (var (path, target) in links) File.CreateSymbolicLink(path, target);
    }

    private static void WriteTree(Repository repository, Tree tree, string folder, List<(string Path, string Target)> links, Allowance left, CancellationToken stop)
    {
        foreach (var entry in tree)
        {
            stop.ThrowIfCancellationRequested();
            if (--left.Entries < 0) throw new UnreadableContentException("too-large", $"The commit has more than {Allowance.MostEntries:N0} files and folders.");
            RefuseUnsafe(entry.Name, folder);
            var path = Path.Combine(folder, entry.Name);
            switch (entry.Mode)
            {
                case Mode.Directory:
                    Directory.CreateDirectory(path);
                    WriteTree(repository, (Tree)entry.Target, path, links, left, stop);
                    break;
                case Mode.SymbolicLink:
                    links.Add((path, LinkTarget.Of(repository, entry.Target.Id, entry.Path)));
                    break;
                case Mode.NonExecutableFile or Mode.NonExecutableGroupWritableFile or Mode.ExecutableFile:
                    WriteFile((Blob)entry.Target, path, entry.Mode == Mode.ExecutableFile, left);
                    break;
                default:
                    throw new UnreadableContentException("submodule", $"{entry.Path} is a submodule; its contents are not part of this commit.");
            }
        }
    }

    private static void WriteFile(Blob blob, string path, bool executable, Allowance left)
    {
        left.Bytes -= blob.Size;
        if (left.Bytes < 0) throw new UnreadableContentException("too-large", "The commit's files are larger than a workspace may be.");

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = (UnixFileMode)Convert.ToInt32(executable ? "755" : "644", 8);
        using var file = new FileStream(path, options);
        using var content = blob.GetContentStream();
        content.CopyTo(file);
    }

    /// <summary>What may still be written: trees that name each other over and over have few objects and endless files.</summary>
    private sealed class Allowance(long bytes)
    {
        public const int MostEntries = 2_000_000;

        public long Bytes { get; set; } = bytes;

        public int Entries { get; set; } = MostEntries;
    }

    // fsckObjects refused such names when they were fetched; an old mirror may hold them still.
    private static void RefuseUnsafe(string name, string folder)
    {
        if (name is "" or "." or ".." || name.Equals(".git", StringComparison.OrdinalIgnoreCase) || name.IndexOfAny(['/', '\0']) >= 0)
        {
            throw new UnreadableContentException("unsafe-path", $"'{name}' in {Path.GetFileName(folder)} is not a name that a file may have.");
        }
    }
}
