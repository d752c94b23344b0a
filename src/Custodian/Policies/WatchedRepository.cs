using Custodian.Git;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>A repository of the policy with all that is needed to work on it.</summary>
/// <param name="Main">The gate of its main line.</param>
/// <param name="Urgent">The gate of its urgent candidates; null: it has no urgent way.</param>
/// <param name="Remote">Where its source branches live.</param>
/// <param name="GoldRemote">Where its gold lives; equal to <paramref name="Remote"/> unless the policy says otherwise.</param>
internal sealed record WatchedRepository(
    RepositoryEntry Entry, GateInForce Main, GateInForce? Urgent, Mirror Mirror, DigestMemory Digests, GitRemote Remote, GitRemote GoldRemote)
{
    public string Name => Entry.Name;

    /// <summary>What is asked on its main line, and who has a voice.</summary>
    public Policy Policy => Main.Policy;

    /// <summary>What is asked of its candidates, by each of its gates.</summary>
    public IReadOnlyList<Policy> Policies => Urgent is null ? [Main.Policy] : [Main.Policy, Urgent.Policy];

    /// <summary>The gate of a candidate that is seen on this branch.</summary>
    public GateInForce GateOf(string branch) => Entry.IsUrgent(branch) ? Urgent! : Main;

    /// <summary>
    /// The gate of a candidate: that of the branch on which it was last seen as one. A push of the same commit to another branch
    /// changes nothing while it is open, or whoever may push could void what was signed.
    /// </summary>
    public GateInForce GateOf(FactReader reader, CommitSha candidate) =>
        Urgent is not null && reader.About<CandidateSeen>(Name, candidate) is [.., var seen] ? GateOf(seen.Body.Ref) : Main;

    /// <summary>SHA-256 id of a commit's tree.</summary>
    /// <exception cref="UnreadableContentException">It cannot be taken as it is.</exception>
    public string ContentOf(CommitSha commit) => Digests.DigestOf(Mirror.Folder, commit);

    /// <summary>The same for whoever must not wait.</summary>
    /// <returns>Null while another commit is being read.</returns>
    /// <exception cref="UnreadableContentException">It cannot be taken as it is.</exception>
    public string? TryContentOf(CommitSha commit) => Digests.TryDigestOf(Mirror.Folder, commit);
}
