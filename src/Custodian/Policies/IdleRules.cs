using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>
/// Finds rules of a gate that ask for nothing that others, always asked with them, do not ask for. What cannot be shown for sure is
/// not told, and of two that ask for the same only the later is: all that are told can be removed together.
/// </summary>
internal sealed class IdleRules(GateDefinition gate, IReadOnlyList<CustodianOrganisation> custodians, DateOnly today)
{
    private readonly Dictionary<SignOffRule, int> order = RuleTree.All(gate.SignOffs)
        .Select((rule, index) => KeyValuePair.Create(rule, index)).ToDictionary(ReferenceEqualityComparer.Instance as IEqualityComparer<SignOffRule>);

    private readonly List<IdleRule> found = [];

    /// <summary>In the order of the policy; of a rule that is idle as a whole, not its parts.</summary>
    public IReadOnlyList<IdleRule> Find()
    {
        var asked = Always(gate.SignOffs, []);
        foreach (var rule in gate.SignOffs) Look(rule, [], asked);
        return found;
    }

    private void Look(SignOffRule rule, IReadOnlyList<SignOffRule> holders, IReadOnlyList<Leaf> asked)
    {
        if (IsOver(rule)) return;

        var own = RuleTree.Leaves([rule]).ToHashSet(ReferenceEqualityComparer.Instance);
        if (Filled(rule, holders, [.. asked.Where(leaf => !own.Contains(leaf.Rule))]) is { } by) found.Add(new(rule, by));
        else if (rule is SignOffRule.AllOf and) foreach (var part in and.Parts) Look(part, [.. holders, rule], asked);
        else if (rule is SignOffRule.OneOf or) LookAtChoices(or, holders, asked);
    }

    // A choice that is met already is what makes its 'or' cheap, and nothing in it is idle.
    private void LookAtChoices(SignOffRule.OneOf or, IReadOnlyList<SignOffRule> holders, IReadOnlyList<Leaf> asked)
    {
        IReadOnlyList<SignOffRule> own = [.. holders, or];
        foreach (var choice in or.Parts.Where(part => !IsOver(part)))
        {
            if (choice is SignOffRule.OneOf inner) LookAtChoices(inner, own, asked);
            if (choice is not SignOffRule.AllOf and || Filled(and, own, asked) is not null) continue;

            IReadOnlyList<Leaf> together = [.. asked, .. Always([and], own)];
            foreach (var part in and.Parts) Look(part, [.. own, and], together);
        }
    }

    // Null: it cannot be shown that these fill it.
    private IReadOnlyList<SignOffRule>? Filled(SignOffRule rule, IReadOnlyList<SignOffRule> holders, IReadOnlyList<Leaf> asked)
    {
        IReadOnlyList<SignOffRule> own = [.. holders, rule];
        return rule switch
        {
            SignOffRule.Asking weak => asked.FirstOrDefault(leaf => Fills(leaf, weak, own)) is { } leaf ? [leaf.Rule] : null,
            SignOffRule.OneOf or => FilledChoice(or, own, asked),
            _ => FilledAll(RuleTree.Parts(rule), own, asked),
        };
    }

    private IReadOnlyList<SignOffRule>? FilledAll(IEnumerable<SignOffRule> parts, IReadOnlyList<SignOffRule> holders, IReadOnlyList<Leaf> asked)
    {
        var filled = parts.Where(part => !IsOver(part)).Select(part => Filled(part, holders, asked)).ToList();
        return filled.Count == 0 || filled.Contains(null) ? null : [.. filled.SelectMany(by => by!).Distinct(ReferenceEqualityComparer.Instance).Cast<SignOffRule>()];
    }

    private IReadOnlyList<SignOffRule>? FilledChoice(SignOffRule.OneOf or, IReadOnlyList<SignOffRule> own, IReadOnlyList<Leaf> asked)
    {
        if (FilledAll(or.Parts, own, asked) is { } all) return all;
        // Each custodian must be asked on every way, and another choice may be what asks it.
        if (RuleTree.Leaves([or]).Any(rule => rule is SignOffRule.EachCustodian)) return null;

        return or.Parts.Where(part => IsSurelyAsked(part, own)).Select(part => Filled(part, own, asked)).FirstOrDefault(by => by is not null);
    }

    private bool IsSurelyAsked(SignOffRule rule, IReadOnlyList<SignOffRule> holders) =>
        !IsOver(rule) && IsAskedWhen([rule], holders) && (rule is SignOffRule.Asking || RuleTree.Parts(rule).Any(part => IsSurelyAsked(part, holders)));

    private bool Fills(Leaf strong, SignOffRule.Asking weak, IReadOnlyList<SignOffRule> own) =>
        !ReferenceEquals(strong.Rule, weak)
        && IsAtMost(weak, own, strong.Rule, strong.Terms)
        && (order[strong.Rule] < order[weak] || !IsAtMost(strong.Rule, strong.Terms, weak, own));

    // Where nobody may sit twice, a weaker rule asks for one person more.
    private bool IsAtMost(SignOffRule.Asking weak, IReadOnlyList<SignOffRule> weakTerms, SignOffRule.Asking strong, IReadOnlyList<SignOffRule> strongTerms) =>
        !weak.Excluded(gate.AuthorMaySign).Contains(NotBy.AnotherSeat) && IsAskedWhen(strongTerms, weakTerms) && Strength.IsAtMost(weak, strong, gate, custodians);

    // Whenever the second are all asked the first are, too.
    private static bool IsAskedWhen(IReadOnlyList<SignOffRule> first, IReadOnlyList<SignOffRule> second) => first.All(rule =>
        (rule.When is not { } when || second.Any(other => other.When is { } same && Strength.Same(when, same)))
        && (rule.From is not { } from || second.Any(other => other.From >= from))
        && (rule.Until is not { } until || second.Any(other => other.Until <= until)));

    private Leaf[] Always(IEnumerable<SignOffRule> rules, IReadOnlyList<SignOffRule> holders) =>
    [
        .. rules.Where(rule => !IsOver(rule)).SelectMany(rule => rule switch
        {
            SignOffRule.Asking leaf => [new(leaf, [.. holders, leaf])],
            SignOffRule.AllOf and => Always(and.Parts, [.. holders, and]),
            _ => (Leaf[])[],
        }),
    ];

    private bool IsOver(SignOffRule rule) => rule.Until < today;

    /// <param name="Terms">The rule and all that hold it: it is asked while each of them is.</param>
    private sealed record Leaf(SignOffRule.Asking Rule, IReadOnlyList<SignOffRule> Terms);
}

/// <summary>A rule that is idle.</summary>
/// <param name="By">Those that ask for as much, at least one.</param>
internal sealed record IdleRule(SignOffRule Rule, IReadOnlyList<SignOffRule> By);
