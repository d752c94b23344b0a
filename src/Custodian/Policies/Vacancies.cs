using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Finds the rules of a policy that today's people cannot fill together, whatever is promoted: the gate is asked.</summary>
internal sealed class Vacancies(Configuration configuration, Voices voices, DateTimeOffset now)
{
    /// <summary>One for each rule that stays open, in the order of the file.</summary>
    public IReadOnlyList<Vacancy> Find() => [.. configuration.Gates.Values.SelectMany(Of)];

    /// <param name="rule">What the rule is called where this is told.</param>
    public string Tell(Vacancy vacancy, string rule = "this rule") => vacancy.Kind switch
    {
        LackKind.Always => $"today's people cannot fill {rule} beside all others, so that nothing can be promoted: {Short(vacancy.Shortages)}.",
        LackKind.WhereAsked => $"today's people cannot fill {rule} where all is asked that 'when' may ask, so that no such candidate can be promoted: {Short(vacancy.Shortages)}.",
        LackKind.WhereLabelled => $"today's people cannot fill {rule} for a release that is labelled {Quote.Of(vacancy.Label!)}, so that there can be none: {Short(vacancy.Shortages)}.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>All of them, for who has the policy and no file before them.</summary>
    public IReadOnlyList<string> Told() => [.. Find().Select(vacancy => Tell(vacancy, $"gate {vacancy.Gate.Name}'s rule for {vacancy.Rule.Role}"))];

    /// <summary>All of them, for who has the file.</summary>
    public IReadOnlyList<Problem> Warnings(Places places, string file) =>
        [.. from vacancy in Find() let at = places.Of(vacancy.Rule) orderby at.Line, at.Column select new Problem(file, at.Line, at.Column, $"warning: {Tell(vacancy)}")];

    /// <summary>Who is short of one rule, and why those who are there do not do: part of a sentence.</summary>
    public string Short(IReadOnlyList<Shortage> shortages) => $"{string.Join("; ", shortages)}{Why(shortages)}";

    // Rules that say the same are rules of their own.
    private IEnumerable<Vacancy> Of(GateDefinition gate)
    {
        foreach (var told in Filling.Of(PolicyOf(gate), voices.Reach, now).GroupBy(lack => lack.Shortage.Rule, ReferenceEqualityComparer.Instance as IEqualityComparer<SignOffRule.Asking>))
        {
            var first = told.First();
            yield return new(gate, first.Kind, first.Label, [.. told.Where(lack => lack.Label == first.Label).Select(lack => lack.Shortage)]);
        }
    }

    private string Why(IReadOnlyList<Shortage> shortages)
    {
        var (rule, among) = (shortages[0].Rule, shortages.SelectMany(shortage => shortage.From).ToList());
        var people = from custodian in configuration.Custodians
                     where among.Contains(custodian.Id)
                     from person in custodian.People
                     where person.Roles.Contains(rule.Role) || (rule.Deputies && person.Deputises.Contains(rule.Role))
                     select (custodian, person);
        return voices.WhyNot(people, rule.MinAssurance) is { } why ? $" ({why})" : "";
    }

    // Without what a repository adds to its gate: that asks nobody to sign.
    private Policy PolicyOf(GateDefinition gate) => new()
    {
        Digest = configuration.PolicyDigest,
        Rules = "",
        Custodians = configuration.Custodians,
        Checks = [],
        SignOffs = gate.SignOffs,
        AuthorMaySign = gate.AuthorMaySign,
        SignOffsExpire = gate.SignOffsExpire,
        Gate = gate.Name,
        Urgent = gate.Urgent,
    };
}

/// <summary>A rule that stays open.</summary>
/// <param name="Label">Of releases that cannot be; null: it is about candidates.</param>
/// <param name="Shortages">All of that rule, at least one.</param>
internal sealed record Vacancy(GateDefinition Gate, LackKind Kind, string? Label, IReadOnlyList<Shortage> Shortages)
{
    public SignOffRule.Asking Rule => Shortages[0].Rule;

    /// <summary>What is left of it beside what is known of some custodians' own seats; null: nothing.</summary>
    public Vacancy? Beside(IReadOnlyCollection<string> custodians)
    {
        Shortage[] left = [.. Shortages.Select(one => one.Each ? one with { From = [.. one.From.Except(custodians)] } : one).Where(one => one.From.Count > 0)];
        return left.Length > 0 ? this with { Shortages = left } : null;
    }
}
