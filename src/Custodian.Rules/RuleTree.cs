using System.Diagnostics;

namespace Custodian.Rules;

/// <summary>Walks through rules that hold rules.</summary>
internal static class RuleTree
{
    /// <summary>Every rule, each before its parts.</summary>
    public static IEnumerable<SignOffRule> All(IEnumerable<SignOffRule> rules) => rules.SelectMany(rule => All(Parts(rule)).Prepend(rule));

    /// <summary>Every rule that is in term, as are all that hold it.</summary>
    public static IEnumerable<SignOffRule> InTerm(IEnumerable<SignOffRule> rules, DateTimeOffset instant) =>
        rules.Where(rule => Term.Holds(rule.From, rule.Until, instant)).SelectMany(rule => InTerm(Parts(rule), instant).Prepend(rule));

    /// <summary>Every rule with seats, in the order of the policy.</summary>
    public static IEnumerable<SignOffRule.Asking> Leaves(IEnumerable<SignOffRule> rules) => All(rules).OfType<SignOffRule.Asking>();

    public static IReadOnlyList<SignOffRule> Parts(SignOffRule rule) => rule switch
    {
        SignOffRule.AllOf and => and.Parts,
        SignOffRule.OneOf or => or.Parts,
        SignOffRule.Asking => [],
        _ => throw new UnreachableException(),
    };
}
