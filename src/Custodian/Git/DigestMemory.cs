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
    private Dictionary<ObjectId, byte[]>? known;

    /// <inheritdoc cref="ContentDigest.Of"/>
    public string DigestOf(string mirror, Rules.CommitSha commit)
    {
        lock (turn)
        {
            known ??= load().ToDictionary(pair => new ObjectId(pair.Sha1), pair => pair.Sha256);
            var added = new ConcurrentDictionary<ObjectId, byte[]>();
            try
            {
                return ContentDigest.Of(mirror, commit, known, added);
            }
            finally
            {
                // Also where one file cannot be taken: the others are not read again with the next commit.
                if (!added.IsEmpty) keep([.. added.Select(pair => (pair.Key.RawId, pair.Value))]);
                foreach (var (id, sha256) in added) known[id] = sha256;
            }
        }
    }
}
