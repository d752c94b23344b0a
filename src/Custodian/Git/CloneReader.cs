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
