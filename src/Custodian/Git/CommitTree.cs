using Custodian.Rules;

namespace Custodian.Git;

/// <summary>Lists a commit's files with their paths as bytes, which libgit2 hands out as text only.</summary>
internal sealed class CommitTree(GitProgram git)
{
    private const int MostChanges = 16 << 20;

    /// <summary>In git's own order: by the bytes of their paths.</summary>
    /// <param name="repository">The folder that holds its objects: a bare repository, or a clone's <c>.git</c>.</param>
    /// <exception cref="GitException">The commit or a folder of it is missing or damaged, or git did not answer within 2 minutes.</exception>
    /// <exception cref="UnreadableContentException">It has more paths than anybody's source code.</exception>
    public async Task<IReadOnlyList<CommitEntry>> ListAsync(string repository, CommitSha commit, CancellationToken stop)
    {
        using var objects = new ObjectsOnly(repository);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var listing = new TreeListing();
        ProgramResult listed;
        try
        {
            listed = await git.ObjectsAsync(
                objects,
                ["ls-tree", "-r", "-z", "--full-tree", commit.ToString()],
                null,
                async (output, token) =>
                {
                    await listing.ReadAsync(output, token);
                    if (listing.Endless) await enough.CancelAsync();
                },
                TimeSpan.FromMinutes(2),
                enough.Token);
        }
        catch (OperationCanceledException) when (listing.Endless)
        {
            // A few trees that name each other over and over have few objects and endless paths: git would list them for ever.
            throw new UnreadableContentException("too-large", $"The commit has more than {TreeListing.MostEntries:N0} files, or longer paths than any source code.");
        }

        if (listed.TimedOut) throw new GitException($"git did not list the files of {commit.Abbreviated} within 2 minutes.") { TimedOut = true };
        if (listed.Succeeded) return listing.Entries;

        // What git says of an id that it does not know, whatever the id is meant for.
        throw new GitException(listed.Error.Contains("not a tree object", StringComparison.Ordinal)
            ? $"{commit} is no commit of {repository}, or not there yet: fetch it and try again."
            : $"The files of {commit.Abbreviated} cannot be listed: {listed.Error.Trim()}");
    }

    /// <summary>The same list from that of another commit, of which only the folders that differ are read.</summary>
    /// <param name="from">The other commit.</param>
    /// <param name="before">All of its entries.</param>
    /// <returns>Null where it cannot be told from the difference, which is too large or not there: then it has to be listed.</returns>
    public async Task<IReadOnlyList<CommitEntry>?> ListAsync(string repository, CommitSha commit, CommitSha from, IReadOnlyList<CommitEntry> before, CancellationToken stop)
    {
        if (!CommitChanges.AreInOrder(before)) return null;

        using var objects = new ObjectsOnly(repository);
        using var printed = new MemoryStream();
        var told = await git.ObjectsAsync(
            objects, ["diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--full-index", from.ToString(), commit.ToString()], null,
            async (output, token) =>
            {
                var part = new byte[64 << 10];
                // The rest is read and dropped: what differs that much is listed.
                for (int read; (read = await output.ReadAsync(part, token)) > 0;)
                {
                    if (printed.Length <= MostChanges) printed.Write(part, 0, read);
                }
            },
            TimeSpan.FromMinutes(2), stop);
        if (!told.Succeeded || printed.Length > MostChanges) return null;

        try
        {
            return CommitChanges.Apply(before, printed.ToArray());
        }
        catch (GitException)
        {
            return null;
        }
    }
}
