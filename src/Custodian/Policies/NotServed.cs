using Custodian.Rules;
namespace Custodian.Policies;

/// <summary>
/// What the policy language says and this version of the service does not do yet. Such a policy can be written, checked and
/// compared; a service that took it up would promise what it does not keep, so it refuses to start.
/// </summary>
internal static class NotServed
{
    /// <summary>One sentence for each; none: the service does all that the policy says.</summary>
    public static IEnumerable<string> In(Configuration configuration)
    {
        foreach (var gate in configuration.Gates.Values)
        {
            var rules = RuleTree.All(gate.SignOffs).ToList();
            if (rules.Any(rule => rule.When?.Labels is not null)) yield return $"labels of releases, which gate {Quote.Of(gate.Name)} asks for";
        }
    }
}
