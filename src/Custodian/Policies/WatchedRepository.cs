using Custodian.Git;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>A repository of the policy with all that is needed to work on it.</summary>
/// <param name="Remote">Where its source branches live.</param>
/// <param name="GoldRemote">Where its gold lives; equal to <paramref name="Remote"/> unless the policy says otherwise.</param>
internal sealed record WatchedRepository(
    RepositoryEntry Entry, Policy Policy, ChangesMemory Changes, Mirror Mirror, DigestMemory Digests, GitRemote Remote, GitRemote GoldRemote)
{
    public string Name => Entry.Name;

    /// <summary>What is asked of its candidates, by each of its gates.</summary>
    public IReadOnlyList<Policy> Policies => [Policy];

    /// <summary>SHA-256 id of a commit's tree.</summary>
    /// <exception cref="UnreadableContentException">It cannot be taken as it is.</exception>
    public string ContentOf(CommitSha commit) => Digests.DigestOf(Mirror.Folder, commit);

    /// <summary>The same for whoever must not wait.</summary>
    /// <returns>Null while another commit is being read.</returns>
    /// <exception cref="UnreadableContentException">It cannot be taken as it is.</exception>
    public string? TryContentOf(CommitSha commit) => Digests.TryDigestOf(Mirror.Folder, commit);
}
