using Custodian.Rules;
using LibGit2Sharp;

namespace Custodian.Git;

/// <summary>Files that lie in the commits of a ref and are never checked out.</summary>
internal static class RefFiles
{
    /// <summary>Where a name points, in a repository or a clone.</summary>
    /// <returns>Null where it names no commit.</returns>
    /// <exception cref="GitException">There is no repository.</exception>
    public static CommitSha? Find(string path, string name) => LocalRepository.Read(path, repository =>
        repository.Lookup<Commit>(name) is { } commit ? (CommitSha?)new CommitSha(commit.Sha) : null);

    /// <summary>A file's bytes; null where the commit has no such file.</summary>
    /// <exception cref="GitException">There is no repository, or an object of it is missing.</exception>
    public static byte[]? Read(string path, CommitSha commit, string file) => LocalRepository.Read(path, repository =>
    {
        if (repository.Lookup<Commit>(commit.ToString())?[file]?.Target is not Blob blob) return null;
        using var content = blob.GetContentStream();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    });

    /// <summary>Remembers where a ref stands on its remote.</summary>
    public static void Set(string path, string name, CommitSha commit) => LocalRepository.Read(path, repository =>
        repository.Refs.Add(name, new ObjectId(commit.ToString()), allowOverwrite: true));
}
