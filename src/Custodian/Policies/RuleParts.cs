using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>What a policy's writer has to know of rules that hold rules.</summary>
internal static class RuleParts
{
    /// <summary>Number of ways through rules that are all asked: each makes one choice at each <c>or</c>. Never more than <see cref="int.MaxValue"/>.</summary>
    public static int Ways(IEnumerable<SignOffRule> rules) =>
        rules.Aggregate(1, (ways, rule) => (int)Math.Min(int.MaxValue, (long)ways * Ways(rule)));

    /// <summary>True when each way through the rule asks every custodian, whatever the candidate and the day.</summary>
    public static bool AsksEveryCustodian(SignOffRule rule) => rule is { When: null, From: null, Until: null } && rule switch
    {
        SignOffRule.EachCustodian each => each.Of is null,
        SignOffRule.AllOf and => and.Parts.Any(AsksEveryCustodian),
        SignOffRule.OneOf or => or.Parts.All(AsksEveryCustodian),
        _ => false,
    };

    private static int Ways(SignOffRule rule) => rule switch
    {
        SignOffRule.AllOf and => Ways(and.Parts),
        SignOffRule.OneOf or => (int)Math.Min(int.MaxValue, or.Parts.Sum(part => (long)Ways(part))),
        _ => 1,
    };
}
