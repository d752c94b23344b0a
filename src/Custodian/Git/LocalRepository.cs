using LibGit2Sharp;

namespace Custodian.Git;

/// <summary>Reads a repository on this machine through libgit2, whose failures become <see cref="GitException"/>.</summary>
internal static class LocalRepository
{
    /// <summary>The repository that a path of a person's belongs to: a clone, or a folder in it.</summary>
    public static string Find(string path) => Repository.Discover(path) ?? path;

    /// <inheritdoc cref="Read{T}"/>
    public static void Read(string path, Action<Repository> read) => Read(path, repository =>
    {
        read(repository);
        return true;
    });

    /// <param name="path">The repository itself: one that lies around it is never taken instead.</param>
    /// <param name="read">What to read; nothing of the repository may be kept.</param>
    /// <exception cref="GitException">There is no repository, or it cannot be read.</exception>
    public static T Read<T>(string path, Func<Repository, T> read)
    {
        try
        {
            using var repository = new Repository(path);
            return read(repository);
        }
        catch (RepositoryNotFoundException none)
        {
            throw new GitException($"{path} is not a git repository.", none);
        }
        catch (LibGit2SharpException broken)
        {
            throw new GitException($"{path} cannot be read: {broken.Message}", broken);
        }
        catch (AggregateException several) when (several.InnerExceptions[0] is LibGit2SharpException broken)
        {
            throw new GitException($"{path} cannot be read: {broken.Message}", broken);
        }
    }
}
