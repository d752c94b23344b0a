using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Decisions;

/// <summary>Where the policy lives in a repository: what a candidate of it makes of the policy in force, and what it would make of a proposed one.</summary>
internal sealed class TrialHomes(Configuration proposed, IReadOnlyList<ICheckSchema> schemas, DateTimeOffset now)
{
    private readonly PolicyHome next = Of(proposed, schemas);
    private PolicyHome? old;

    /// <returns>What it brings under each; null: no other policy.</returns>
    public (NextPolicy? Before, NextPolicy? After) Next(FactReader reader, CandidateId candidate, Configuration inForce, Mirror mirror)
    {
        // What the mirror has lost or cannot read brings nothing that anybody knows.
        if (!RecordedGit.Reads(mirror, candidate.Commit, null)) return (null, null);

        var before = Standing(old ??= Of(inForce, schemas), reader, candidate, mirror);
        var after = Standing(next, reader, candidate, mirror);
        // Nobody could vote under the proposed policy: whoever approved counts as having done so, as with every other sign-off.
        return (before, before is { Problem: null } && after is { Problem: null } ? before : after);
    }

    private NextPolicy? Standing(PolicyHome home, FactReader reader, CandidateId candidate, Mirror mirror) =>
        home.Read(candidate.Repository, mirror, candidate.Commit) is { } brought ? home.Standing(reader, candidate, brought, now) : null;

    private static PolicyHome Of(Configuration policy, IReadOnlyList<ICheckSchema> schemas) => new(policy, new(policy, schemas), schemas);
}
