using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads one gate's <c>sign-offs</c>.</summary>
internal sealed class SignOffsReader(IReadOnlyList<CustodianOrganisation> custodians, IReadOnlyList<string> gates, bool urgent, Places places)
{
    private const int MostSeats = 100;
    private const int MostRules = 64;
    private const int DeepestNesting = 3;

    // As many as the gate takes: it holds whatever has more.

    private const string Mend = "write at least '- each: custodian' with a role, so that every custodian has a voice.";

    private static readonly string[] Kinds = ["each", "any", "and", "or"];

    private readonly Dictionary<SignOffRule, YamlText> roles = new(ReferenceEqualityComparer.Instance as IEqualityComparer<SignOffRule>);

    private int count;
    private bool broken;

    public IReadOnlyList<SignOffRule> Read(YamlSection gate)
    {
        var rules = Parts(gate, "sign-offs", Mend, depth: 0);
        foreach (var rule in rules.SelectMany(Hopeless)) ReportVacant(gate, roles[rule], rule);
        if (broken || rules.Count == 0) return rules;

        var seats = RuleTree.Leaves(rules).Sum(Seats);
        if (seats > MostSeats) gate.Report("sign-offs", $"these rules have {seats} seats together, and more than {MostSeats} nobody can fill: ask for fewer sign-offs.");
        if (rules.Any(RuleParts.AsksEveryCustodian)) ReportTooManyWays(gate, rules);
        else ReportUnasked(gate, rules);
        return rules;
    }

    private List<SignOffRule> Parts(YamlSection section, string key, string mend, int depth)
    {
        var (rules, seen) = (new List<SignOffRule>(), new HashSet<string>(StringComparer.Ordinal));
        var items = section.Items(key, mend);
        if (items.Count == 0) broken = true;
        foreach (var item in items)
        {
            if (++count > MostRules)
            {
                if (count == MostRules + 1) item.Problems.Add(item.At, $"this gate has more than {MostRules} rules, the parts of 'and' and 'or' counted: leave some out.");
                broken = true;
                break;
            }

            if (Rule(item, depth) is not { } rule)
            {
                broken = true;
                continue;
            }

            if (!seen.Add(PolicyDocuments.SignOff(rule).ToJsonString())) item.Problems.Add(item.At, $"this rule{(rule is SignOffRule.Asking asking ? $" for {Quote.Of(asking.Role)}" : "")} stands here twice: remove one.");
            rules.Add(places.Mark(rule, item.At));
        }

        return rules;
    }

    private SignOffRule? Rule(YamlSection section, int depth)
    {
        string[] kinds = [.. Kinds.Where(section.Has)];
        if (kinds is not [var kind])
        {
            section.Problems.Add(section.At, "a rule has either 'each: custodian' (so many from every member), 'any: N' (so many, from anywhere), 'and' or 'or' (with a list of rules): write one of them.");
            return null;
        }

        var rule = kind is "and" or "or" ? Group(section, kind, depth) : Asking(section, kind);
        if (rule is null) return null;

        var (from, until) = section.Term();
        rule = rule with { From = from, Until = until, When = section.Section("when") is { } when ? ConditionReader.Read(when, gates) : null };
        if (rule is SignOffRule.Asking) roles[rule] = section.Text("role")!;
        section.Close();
        return rule;
    }

    private SignOffRule? Group(YamlSection section, string kind, int depth)
    {
        if (depth >= DeepestNesting)
        {
            section.Problems.Add(section.At, $"'and' and 'or' are nested deeper than {DeepestNesting} here, which nobody could follow: write it flatter.");
            return null;
        }

        var parts = Parts(section, kind, "write the rules that it is made of.", depth + 1);
        return kind == "and" ? new SignOffRule.AllOf { Parts = parts } : new SignOffRule.OneOf { Parts = parts };
    }

    private SignOffRule.Asking? Asking(YamlSection section, string kind)
    {
        SignOffRule.Asking rule;
        var role = section.Text("role", "write the role that signs, such as director.");
        if (kind == "each")
        {
            section.Choice("each", "custodian", "custodian");
            rule = new SignOffRule.EachCustodian { Role = role?.Text ?? "", Count = section.Integer("count", 1, 1, MostSeats) };
        }
        else
        {
            rule = new SignOffRule.Any { Role = role?.Text ?? "", Count = section.Integer("any", 1, 1, MostSeats) };
            if (section.Has("count") && section.Integer("count", 1, MostSeats) is not null) section.Report("count", "'count' goes with 'each: custodian'; with 'any' the number stands there, as in 'any: 2': remove 'count'.");
        }

        rule = rule with
        {
            Of = CustodianNames.Read(section, custodians),
            MinAssurance = Words.Assurances[section.Choice("min-assurance", "page", [.. Words.Assurances.Keys])],
            NotBy = NotBys(section),
            Expire = section.Duration("expire", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)),
            Deputies = section.Flag("deputies", urgent),
        };
        if (role is null)
        {
            section.Section("when");
            section.Term();
            section.Close();
            return null;
        }

        return rule;
    }

    private static NotBy[]? NotBys(YamlSection section)
    {
        if (section.TextsIfAny("not-by") is not { } texts) return null;

        var found = new List<NotBy>();
        foreach (var text in texts)
        {
            if (Words.NotBys.TryGetValue(text.Text, out var notBy)) found.Add(notBy);
            else section.Problems.Add(text.At, $"'not-by' names {Quote.Of(text.Text)}: use some of {Quote.All(Words.NotBys.Keys)}, or [] for nobody.");
        }

        return [.. found.Order()];
    }

    // Rules that keep back every promotion from now on, for want of people. What is asked only at times, or may be chosen otherwise, keeps back
    // none but its own: that is warned of (ConfigurationWarnings).
    private IEnumerable<SignOffRule.Asking> Hopeless(SignOffRule rule) => rule is not { When: null, From: null, Until: null } ? [] : rule switch
    {
        SignOffRule.Asking asking => IsHopeless(asking) ? [asking] : [],
        SignOffRule.AllOf and => and.Parts.SelectMany(Hopeless),
        SignOffRule.OneOf or => or.Parts.All(part => Hopeless(part).Any()) ? or.Parts.SelectMany(Hopeless) : [],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private bool IsHopeless(SignOffRule.Asking rule) => rule switch
    {
        SignOffRule.EachCustodian each => Vacant(each).Any(),
        SignOffRule.Any any => HoldersOf(any) < any.Count,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Who leaves takes the seat along.
    private IEnumerable<CustodianOrganisation> Vacant(SignOffRule.EachCustodian each) =>
        CustodianNames.Among(each.Of, custodians).Where(custodian => custodian.Until is null && Holders(custodian, each) < each.Count);

    private int HoldersOf(SignOffRule.Any any) => CustodianNames.Among(any.Of, custodians).Sum(custodian => Holders(custodian, any));

    private void ReportVacant(YamlSection section, YamlText role, SignOffRule.Asking rule)
    {
        if (rule is SignOffRule.EachCustodian each)
        {
            string[] vacant = [.. Vacant(each).Select(custodian => custodian.Id)];
            var meant = NearMiss.Find(role.Text, custodians.SelectMany(custodian => custodian.People).SelectMany(person => person.Roles).Distinct());
            var mend = meant is not null && meant != role.Text ? $"did you mean '{meant}'? Otherwise give the role to one of their people." : "give the role to one of their people, or correct it here.";
            section.Problems.Add(role.At, each.Count == 1
                ? $"nobody of {Quote.All(vacant)} has the role {Quote.Of(role.Text)}, so nothing could ever be promoted: {mend}"
                : $"fewer than {each.Count} people of {Quote.All(vacant)} have the role {Quote.Of(role.Text)}, so nothing could ever be promoted: {mend}");
        }
        else if (rule is SignOffRule.Any any)
        {
            var holders = HoldersOf(any);
            section.Problems.Add(role.At, $"the rule asks for {any.Count} with the role {Quote.Of(role.Text)}, and {(holders == 0 ? "nobody has" : $"only {holders} have")} it, "
                + "so nothing could ever be promoted: give the role to more people, or correct it here.");
        }
    }

    private static int Holders(CustodianOrganisation custodian, SignOffRule.Asking rule) =>
        custodian.People.Count(person => person.Roles.Contains(rule.Role) || (rule.Deputies && person.Deputises.Contains(rule.Role)));

    private int Seats(SignOffRule.Asking rule) => rule switch
    {
        SignOffRule.EachCustodian each => each.Count * CustodianNames.Among(each.Of, custodians).Count(),
        SignOffRule.Any any => any.Count,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private void ReportTooManyWays(YamlSection gate, List<SignOffRule> rules)
    {
        var ways = RuleParts.Ways(rules);
        if (ways <= RuleTree.MostWays) return;

        // Where it first is too much.
        var last = Enumerable.Range(1, rules.Count).First(taken => RuleParts.Ways(rules.Take(taken)) > RuleTree.MostWays) - 1;
        gate.Problems.Add(places.Of(rules[last]), $"up to here the choices of 'or' make {RuleParts.Ways(rules.Take(last + 1))} ways through these rules, and more than {RuleTree.MostWays} nobody could follow: offer fewer choices.");
    }

    private void ReportUnasked(YamlSection gate, List<SignOffRule> rules)
    {
        // An 'or' of which one choice asks everybody is meant to; the others are the mistake.
        SignOffRule[] choices = [.. RuleTree.All(rules).OfType<SignOffRule.OneOf>()
            .Where(or => or.Parts.Any(RuleParts.AsksEveryCustodian)).SelectMany(or => or.Parts).Where(part => !RuleParts.AsksEveryCustodian(part))];
        foreach (var choice in choices)
        {
            gate.Problems.Add(places.Of(choice), "this choice does not ask every custodian: add an 'each: custodian' rule without 'of', 'when', 'from' and 'until' to it, or beside the 'or'.");
        }

        if (choices.Length > 0) return;
        gate.Report("sign-offs", RuleTree.All(rules).Any(rule => rule is SignOffRule.EachCustodian)
            ? "no rule asks each custodian whatever the candidate and the day: add '- each: custodian' with a role and without 'of', 'when', 'from' and 'until', there and around it."
            : $"no rule asks each custodian for a sign-off: {Mend}");
    }
}
