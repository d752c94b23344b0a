namespace Custodian.Rules.Tests;

/// <summary>The oracle on which rules are asked, and on the ways through them.</summary>
internal static class OracleRules
{
    public static List<CustodianOrganisation> Members(Facts facts) =>
        [.. facts.Policy.Custodians.Where(custodian => Within(custodian.From, custodian.Until, facts.AsOf))];

    /// <summary>Whole days in UTC, both ends included.</summary>
    public static bool Within(DateOnly? from, DateOnly? until, DateTimeOffset instant)
    {
        var day = instant.UtcDateTime.Date;
        if (from is { } first && day < first.ToDateTime(TimeOnly.MinValue)) return false;
        return until is not { } last || day <= last.ToDateTime(TimeOnly.MinValue);
    }

    /// <summary>Each rule and all that they hold.</summary>
    public static List<SignOffRule> Everywhere(IEnumerable<SignOffRule> rules) => [.. rules.SelectMany(rule => Everywhere(Parts(rule)).Append(rule))];

    /// <summary>Each rule that is in term, with all that hold it.</summary>
    public static List<SignOffRule> InTerm(Facts facts, IEnumerable<SignOffRule> rules) =>
        [.. rules.Where(rule => Within(rule.From, rule.Until, facts.AsOf)).SelectMany(rule => InTerm(facts, Parts(rule)).Append(rule))];

    /// <summary>Each rule that is asked, with all that hold it.</summary>
    public static List<SignOffRule> Asked(Facts facts, IEnumerable<SignOffRule> rules) =>
        [.. rules.Where(rule => IsAsked(facts, rule)).SelectMany(rule => Asked(facts, Parts(rule)).Append(rule))];

    /// <summary>Every way through the rules: the seats' rules that it asks.</summary>
    public static List<List<SignOffRule.Asking>> Ways(Facts facts) => AllOf(facts, facts.Policy.SignOffs);

    public static bool AsksForWhatIsUnknown(Facts facts, SignOffRule rule)
    {
        if (rule.When is not { } when) return false;
        if (when.Paths is null && when.FilesOver is null && when.LinesOver is null) return false;
        if (facts.Changes is not { } changes) return true;
        if (when.Paths is not null && when.Paths.Any(glob => !changes.Matches.Any(match => match.Glob == glob))) return true;
        return when.LinesOver is not null && (changes.Lines is null || (when.IgnoreGenerated && changes.GeneratedLines is null));
    }

    private static List<List<SignOffRule.Asking>> AllOf(Facts facts, IEnumerable<SignOffRule> rules)
    {
        List<List<SignOffRule.Asking>> ways = [[]];
        foreach (var rule in rules)
        {
            if (!IsAsked(facts, rule)) continue;
            var further = Through(facts, rule);
            ways = [.. ways.SelectMany(way => further, (way, more) => way.Concat(more).ToList())];
        }

        return ways;
    }

    private static List<List<SignOffRule.Asking>> Through(Facts facts, SignOffRule rule) => rule switch
    {
        SignOffRule.AllOf and => AllOf(facts, and.Parts),
        SignOffRule.OneOf or => [.. or.Parts.Where(part => IsAsked(facts, part)).SelectMany(part => Through(facts, part))],
        _ => [[(SignOffRule.Asking)rule]],
    };

    private static bool IsAsked(Facts facts, SignOffRule rule) =>
        Within(rule.From, rule.Until, facts.AsOf) && IsTrue(facts, rule) && (rule is SignOffRule.Asking || Parts(rule).Any(part => IsAsked(facts, part)));

    private static bool IsTrue(Facts facts, SignOffRule rule)
    {
        if (rule.When is not { } when) return true;
        if (when.Gates is not null && (facts.Policy.Gate is null || !when.Gates.Contains(facts.Policy.Gate))) return false;
        if (when.Labels is not null && !when.Labels.Any(facts.Labels.Contains)) return false;
        // What is not known is taken for true: the rule is asked, and the gate waits besides.
        if (facts.Changes is not { } changes) return true;

        var generated = when.IgnoreGenerated ? 1 : 0;
        if (when.Paths is not null && !when.Paths.Any(Matches)) return false;
        if (when.FilesOver is { } files && changes.Files - (generated * changes.GeneratedFiles) <= files) return false;
        if (when.LinesOver is not { } over || changes.Lines is not { } lines) return true;
        if (!when.IgnoreGenerated) return lines > over;
        return changes.GeneratedLines is not { } some || lines - some > over;

        bool Matches(string glob) => changes.Matches.FirstOrDefault(match => match.Glob == glob) is not { } match || match.Files - (generated * match.Generated) > 0;
    }

    private static IReadOnlyList<SignOffRule> Parts(SignOffRule rule) => rule switch
    {
        SignOffRule.AllOf and => and.Parts,
        SignOffRule.OneOf or => or.Parts,
        _ => [],
    };
}
