using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Decisions;

/// <summary>One repository's proposed rules, ready to judge recorded facts by.</summary>
internal sealed class TrialBench(Configuration proposed, RepositoryEntry entry, bool urgent, Mirror mirror)
{
    private readonly Policy policy = proposed.PolicyFor(entry, urgent);
    private readonly ChangesMemory changes = new(proposed.Gates[urgent ? entry.Urgent!.Gate : entry.Gate], mirror);

    public Mirror Mirror => mirror;

    /// <summary>The same facts, as if the proposed policy had been in force.</summary>
    public Rules.Facts Under(Rules.Facts facts)
    {
        var old = facts.Policy.Rules;
        return facts with
        {
            Policy = policy,
            PolicyAdopted = true,
            SignOffs = old == policy.Rules ? facts.SignOffs : [.. facts.SignOffs.Select(one => one.Rules == old ? one with { Rules = policy.Rules } : one)],
            Attestations = old == policy.Rules ? facts.Attestations : [.. facts.Attestations.Select(one => one.Rules == old ? one with { Rules = policy.Rules } : one)],
            Changes = old == policy.Rules ? facts.Changes : ChangesOf(facts),
            Local = policy.Windows is { } windows ? Gathering.LocalTime(windows.Zone, facts.AsOf) : null,
        };
    }

    // Asked again even where something is recorded: other globs, or another list of generated code, may be asked for now.
    private Changes? ChangesOf(Rules.Facts facts)
    {
        if (!changes.IsAsked) return facts.Changes;
        if (facts.GoldLine is [.., var gold] && RecordedGit.Reads(mirror, facts.Commit, gold)) return changes.Of(facts.Commit, gold);
        // Which files were taken for generated is not recorded.
        return RuleTree.All(policy.SignOffs).Any(rule => rule.When?.IgnoreGenerated == true) ? null : facts.Changes;
    }
}
