using LibGit2Sharp;

namespace Custodian.Git;

/// <summary>Where a symbolic link in a commit points.</summary>
internal static class LinkTarget
{
    // Linux's PATH_MAX with its closing zero. A link's blob may have any size, and thousands of links may share one.
    private const long Longest = 4095;

    /// <param name="name">The link's, for people.</param>
    /// <exception cref="UnreadableContentException">No link can point there.</exception>
    /// <exception cref="GitException">The object is missing.</exception>
    public static string Of(Repository repository, ObjectId id, string name)
    {
        if (repository.ObjectDatabase.RetrieveObjectMetadata(id)?.Size > Longest) throw Unsafe(name);

        var target = (repository.Lookup<Blob>(id) ?? throw new GitException($"The link {name} ({id}) is missing from {repository.Info.Path}: fetch it again.")).GetContentText();
        return target.Length > 0 && !target.Contains('\0', StringComparison.Ordinal) ? target : throw Unsafe(name);
    }

    private static UnreadableContentException Unsafe(string name) =>
        new("unsafe-path", $"{name} is a symbolic link that points nowhere: its target is empty, longer than {Longest} bytes, or no path.");
}
