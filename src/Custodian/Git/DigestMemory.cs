using System.Collections.Concurrent;
using LibGit2Sharp;

namespace Custodian.Git;

/// <summary>
/// Remembers SHA-256 ids of one repository's objects from commit to commit. Never shared between repositories: two of
/// them could hold different objects under one SHA-1 id.
/// </summary>
/// <param name="load">Reads what was kept: pairs of SHA-1 and SHA-256 ids.</param>
/// <param name="keep">Keeps what is new.</param>
internal sealed class DigestMemory(
    Func<IReadOnlyList<(byte[] Sha1, byte[] Sha256)>> load, Action<IReadOnlyCollection<(byte[] Sha1, byte[] Sha256)>> keep)
{
    private readonly Lock turn = new();
    private readonly ConcurrentDictionary<ObjectId, byte[]> known = new();
    private bool loaded;

    /// <summary>Waits its turn where another commit is being read.</summary>
    /// <inheritdoc cref="ContentDigest.Of"/>
    public string DigestOf(string mirror, Rules.CommitSha commit)
    {
        lock (turn)
        {
            return Compute(mirror, commit);
        }
    }

    /// <summary>Never waits: anybody may ask, and what is being read may be tens of thousands of files.</summary>
    /// <returns>Null while another commit is being read.</returns>
    /// <inheritdoc cref="ContentDigest.Of"/>
    public string? TryDigestOf(string mirror, Rules.CommitSha commit)
    {
        if (ContentDigest.Find(mirror, commit, known) is { } before) return before;
        if (!turn.TryEnter()) return null;

        try
        {
            return Compute(mirror, commit);
        }
        finally
        {
            turn.Exit();
        }
    }

    private string Compute(string mirror, Rules.CommitSha commit)
    {
        if (!loaded)
        {
            foreach (var (sha1, sha256) in load()) known[new ObjectId(sha1)] = sha256;
            loaded = true;
        }

        var added = new ConcurrentDictionary<ObjectId, byte[]>();
        try
        {
            return ContentDigest.Of(mirror, commit, known, added);
        }
        finally
        {
            // Also where one file cannot be taken: the others are not read again with the next commit.
            foreach (var (id, sha256) in added) known[id] = sha256;
            if (!added.IsEmpty) keep([.. added.Select(pair => (pair.Key.RawId, pair.Value))]);
        }
    }
}
