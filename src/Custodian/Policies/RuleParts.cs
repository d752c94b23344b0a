using System.Diagnostics;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Walks through sign-off rules that hold rules.</summary>
internal static class RuleParts
{
    /// <summary>Every rule, each before its parts.</summary>
    public static IEnumerable<SignOffRule> All(IEnumerable<SignOffRule> rules) => rules.SelectMany(rule => All(Of(rule)).Prepend(rule));

    /// <summary>Every rule that has seats.</summary>
    public static IEnumerable<SignOffRule.Asking> Asking(IEnumerable<SignOffRule> rules) => All(rules).OfType<SignOffRule.Asking>();

    /// <summary>What an <c>and</c> or <c>or</c> is made of; none of any other rule.</summary>
    public static IReadOnlyList<SignOffRule> Of(SignOffRule rule) => rule switch
    {
        SignOffRule.AllOf and => and.Parts,
        SignOffRule.OneOf or => or.Parts,
        SignOffRule.Asking => [],
        _ => throw new UnreachableException(),
    };

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

    /// <summary>Who may not sit in a rule's seats, with the gate's default filled in.</summary>
    public static IReadOnlyList<NotBy> NotBy(SignOffRule.Asking rule, bool authorMaySign) =>
        rule.NotBy ?? (authorMaySign ? [Rules.NotBy.AnotherSeat] : [Rules.NotBy.Author, Rules.NotBy.Committer, Rules.NotBy.AnotherSeat]);

    private static int Ways(SignOffRule rule) => rule switch
    {
        SignOffRule.AllOf and => Ways(and.Parts),
        SignOffRule.OneOf or => (int)Math.Min(int.MaxValue, or.Parts.Sum(part => (long)Ways(part))),
        _ => 1,
    };
}
