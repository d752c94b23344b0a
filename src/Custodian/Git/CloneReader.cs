using System.Collections.Concurrent;
using Custodian.Rules;
using LibGit2Sharp;

namespace Custodian.Git;

/// <summary>Reads a clone on this machine, which nobody else vouches for.</summary>
internal static class CloneReader
{
    /// <exception cref="GitException">There is no repository, or it has no commit.</exception>
    public static CommitSha Head(string path) => LocalRepository.Read(LocalRepository.Find(path), repository =>
        repository.Head.Tip is { } tip ? new CommitSha(tip.Sha) : throw new GitException($"{path} has no commit yet."));

    /// <summary>The clone's own folder, which holds its objects and refs.</summary>
    /// <exception cref="GitException">There is no repository.</exception>
    public static string Folder(string path) => LocalRepository.Read(LocalRepository.Find(path), repository =>
    {
        // A linked work tree has a folder of its own in there, which says where that is.
        var common = Path.Combine(repository.Info.Path, "commondir");
        return File.Exists(common) ? Path.GetFullPath(Path.Combine(repository.Info.Path, File.ReadAllText(common).Trim())) : repository.Info.Path;
    });

    /// <summary>The commit that a name stands for: a ref, a shortened one, an id; null: none.</summary>
    /// <exception cref="GitException">There is no repository, or the name stands for several.</exception>
    public static CommitSha? Find(string path, string name) => LocalRepository.Read(LocalRepository.Find(path), CommitSha? (repository) =>
        repository.Lookup(name)?.Peel<Commit>() is { } commit ? new CommitSha(commit.Sha) : null);

    /// <summary>Full names of the remote-tracking branches of one name: <c>refs/remotes/origin/gold</c>.</summary>
    /// <exception cref="GitException">There is no repository.</exception>
    public static IReadOnlyList<string> Tracking(string path, string branch) => LocalRepository.Read(LocalRepository.Find(path), IReadOnlyList<string> (repository) =>
        [.. repository.Network.Remotes.Select(remote => $"refs/remotes/{remote.Name}/{branch}").Where(name => repository.Refs[name] is not null)]);

    /// <summary>True when files are changed, added or removed since HEAD; ignored ones aside.</summary>
    /// <exception cref="GitException">There is no repository.</exception>
    public static bool IsDirty(string path) => LocalRepository.Read(LocalRepository.Find(path), repository =>
        !repository.Info.IsBare && repository.RetrieveStatus(new StatusOptions { IncludeIgnored = false, ExcludeSubmodules = true }).IsDirty);

    /// <summary>True when the clone's history is cut off.</summary>
    /// <exception cref="GitException">There is no repository.</exception>
    public static bool IsShallow(string path) => LocalRepository.Read(LocalRepository.Find(path), repository => repository.Info.IsShallow);

    /// <summary>SHA-256 id of a commit's tree, from the clone's own objects.</summary>
    /// <exception cref="GitException">There is no repository, or the commit is not in it.</exception>
    public static string ContentOf(string path, CommitSha commit) => LocalRepository.Read(LocalRepository.Find(path), repository =>
    {
        try
        {
            return ContentDigest.Of(repository.Info.Path, commit, new Dictionary<ObjectId, byte[]>(), new ConcurrentDictionary<ObjectId, byte[]>());
        }
        catch (UnreadableContentException unreadable)
        {
            throw new GitException($"{path}: {unreadable.Message}", unreadable);
        }
    });
}
