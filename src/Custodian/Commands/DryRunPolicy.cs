using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Commands;

/// <summary>Where the policy lives in the repository itself: what the commit makes of it.</summary>
internal sealed class DryRunPolicy(Configuration configuration, Mirror clone, DateTimeOffset now)
{
    /// <param name="inForce">Number of the policy in force; null: not known.</param>
    /// <exception cref="GitException">The clone cannot be read.</exception>
    public (NextPolicy? Next, IReadOnlyList<string> Notes) Read(string repository, CommitSha commit, CommitSha gold, int? inForce)
    {
        if (configuration.Terms.Home?.Repository != repository) return (null, []);

        var old = OfGold(gold) ?? configuration;
        if (new PolicyHome(old, new(old, CustodianSetup.CheckSchemas), CustodianSetup.CheckSchemas).Read(repository, clone, commit) is not { } brought) return (null, []);

        var number = inForce + 1 ?? 0;
        IReadOnlyList<string> notes = brought.Weakens.Count == 0 ? [] : [$"The policy in this commit weakens the gate: {string.Join("; ", brought.Weakens)}."];
        // Nobody has voted on it yet: every member is asked, under the rules in force and under its own.
        return (brought.Problem ?? PolicyObstacles.Find(old, brought.Policy!, now)) is { } problem
            ? (new() { Number = number, Problem = problem }, [])
            : (new() { Number = number, Awaited = [.. Members(old).Union(Members(brought.Policy!)).Order(StringComparer.Ordinal)] }, notes);
    }

    // Gold is the policy in force; the file that was named may be the very one that the commit brings.
    private Configuration? OfGold(CommitSha gold)
    {
        if (clone.TextOf(gold, configuration.Terms.Home!.Path, ConfigurationText.MostBytes) is not { } bytes) return null;

        try
        {
            var policy = ConfigurationFile.Parse(bytes, configuration.File, CustodianSetup.CheckSchemas);
            return policy.Terms.Home == configuration.Terms.Home ? policy : null;
        }
        catch (ConfigurationException)
        {
            // Gold from before the policy lived there: then the file that was named is all there is to compare with.
            return null;
        }
    }

    private IEnumerable<string> Members(Configuration policy) => policy.Custodians.Where(custodian => custodian.IsMember(now)).Select(custodian => custodian.Id);
}
