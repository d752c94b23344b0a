using System.Diagnostics;

namespace Custodian.Rules;

/// <summary>Walks through rules that hold rules.</summary>
public static class RuleTree
{
    /// <summary>More ways through a gate's rules than this are refused: nobody could follow them, and time must have a bound.</summary>
    public const int MostWays = 256;

    /// <summary>Every rule, each before its parts.</summary>
    public static IEnumerable<SignOffRule> All(IEnumerable<SignOffRule> rules) => rules.SelectMany(rule => All(Parts(rule)).Prepend(rule));

    /// <summary>Every rule with seats, in the order of the policy.</summary>
    public static IEnumerable<SignOffRule.Asking> Leaves(IEnumerable<SignOffRule> rules) => All(rules).OfType<SignOffRule.Asking>();

    /// <summary>What an <c>and</c> or <c>or</c> is made of; none of any other rule.</summary>
    public static IReadOnlyList<SignOffRule> Parts(SignOffRule rule) => rule switch
    {
        SignOffRule.AllOf and => and.Parts,
        SignOffRule.OneOf or => or.Parts,
        SignOffRule.Asking => [],
        _ => throw new UnreachableException(),
    };

    /// <summary>Every rule, last, after all that hold it: it is in term while each of them is.</summary>
    internal static IEnumerable<SignOffRule[]> Chains(IEnumerable<SignOffRule> rules) =>
        rules.SelectMany(rule => Chains(Parts(rule)).Select(chain => (SignOffRule[])[rule, .. chain]).Prepend([rule]));
}
