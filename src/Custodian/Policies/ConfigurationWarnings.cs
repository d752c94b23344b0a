using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>What is legal in a policy, and surely not meant.</summary>
/// <param name="configuration">Found in order.</param>
/// <param name="places">Where its parts stand.</param>
/// <param name="file">The file as the caller named it.</param>
/// <param name="now">The instant for which it is asked who is in office.</param>
internal sealed class ConfigurationWarnings(Configuration configuration, Places places, string file, DateTimeOffset now)
{
    private const int DaysOfNotice = 30;
    private const int DaysOfWindows = 28;

    private readonly List<Problem> found = [];
    private readonly DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
    private readonly Voices voices = Voices.Of(configuration, now);

    // Of a rule, the custodians whose seats are told to be vacant already.
    private readonly Dictionary<SignOffRule, HashSet<string>> vacant = new(ReferenceEqualityComparer.Instance as IEqualityComparer<SignOffRule>);
    private readonly HashSet<string> silent = new(StringComparer.Ordinal);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Problem> Find()
    {
        foreach (var custodian in configuration.Custodians.Where(custodian => custodian.Until < today))
        {
            Add(custodian, $"{custodian.Id} has been no custodian since {Words.Of(custodian.Until!.Value.AddDays(1))}: nobody asks it, and its people's sign-offs count for nothing.");
        }

        ReportWithoutDirector();
        ReportLeaving();
        foreach (var check in configuration.Checks.Values) ReportAttestors(check);
        foreach (var gate in configuration.Gates.Values)
        {
            foreach (var rule in RuleTree.All(gate.SignOffs)) ReportRule(gate, rule);
            ReportIdle(gate);
            ReportClosed(gate);
        }

        ReportUnfilled();
        foreach (var repository in configuration.Repositories) ReportMute(repository);
        foreach (var (at, text) in new IdleParts(configuration, places, now).Find()) Add(at, text);
        return [.. found.OrderBy(warning => warning.Line).ThenBy(warning => warning.Column)];
    }

    private void ReportRule(GateDefinition gate, SignOffRule rule)
    {
        if (rule.Until < today)
        {
            Add(rule, $"this rule's term is over since {Words.Of(rule.Until.Value.AddDays(1))}, and it asks for nothing any more: remove it, or give it another 'until'.");
            return;
        }

        if (rule.When?.Gates is { } gates && !gates.Contains(gate.Name))
        {
            Add(rule, $"this rule stands in gate '{gate.Name}' and asks for gate {Quote.All(gates)}, so it is never asked: move it there, or correct 'gates'.");
        }

        if (rule is SignOffRule.OneOf or) ReportNeverNeeded(gate, or.Parts);
        if (rule is not SignOffRule.Asking asking) return;

        if (asking.NotBy?.Contains(NotBy.Pusher) == true)
        {
            Add(rule, "'not-by' names the pusher, and nothing tells the gate yet who pushes to these repositories: every candidate will wait here. Remove 'pusher' until a forge tells it.");
        }

        ReportVacant(asking);
    }

    private void ReportVacant(SignOffRule.Asking rule)
    {
        CustodianOrganisation[] asked = [.. CustodianNames.Among(rule.Of, configuration.Custodians).Where(custodian => custodian.IsMember(now))];
        var holders = asked.Sum(custodian => InOffice(custodian, rule.Role, rule.Deputies).Count());
        if (holders == 0)
        {
            Add(rule, $"nobody holds the role {Quote.Of(rule.Role)} today, so nobody can sign here: {Since(asked, rule.Role, rule.Deputies)}.");
            AddVacant(rule, asked);
        }
        else if (rule is SignOffRule.Any any && holders < any.Count)
        {
            Add(rule, $"only {holders} of the {any.Count} that this rule asks for hold the role {Quote.Of(rule.Role)} today: {Since(asked, rule.Role, rule.Deputies)}.");
            AddVacant(rule, asked);
        }
        else if (rule is SignOffRule.EachCustodian each)
        {
            foreach (var custodian in asked.Where(custodian => InOffice(custodian, rule.Role, rule.Deputies).Count() < each.Count))
            {
                Add(rule, $"{custodian.Id}'s seat as {rule.Role} is vacant today, so it can never sign here: {Since([custodian], rule.Role, rule.Deputies)}.");
                AddVacant(rule, [custodian]);
            }
        }
    }

    private void AddVacant(SignOffRule rule, IEnumerable<CustodianOrganisation> custodians)
    {
        if (!vacant.TryGetValue(rule, out var known)) vacant[rule] = known = new(StringComparer.Ordinal);
        known.UnionWith(custodians.Select(custodian => custodian.Id));
    }

    // What is told of a rule or a custodian by itself is not told again.
    private void ReportUnfilled()
    {
        var vacancies = new Vacancies(configuration, voices, now);
        foreach (var vacancy in vacancies.Find())
        {
            var told = vacant.GetValueOrDefault(vacancy.Rule);
            if (told is not null && vacancy.Rule is SignOffRule.Any) continue;
            if (vacancy.Beside([.. told ?? [], .. vacancy.Rule.Role == Motion.Role ? silent : []]) is { } left) Add(left.Rule, vacancies.Tell(left));
        }
    }

    private void ReportAttestors(CheckDefinition check)
    {
        if (check.Attested is not { } attested) return;

        CustodianOrganisation[] asked = [.. CustodianNames.Among(attested.Of, configuration.Custodians).Where(custodian => custodian.IsMember(now))];
        var holders = asked.SelectMany(custodian => InOffice(custodian, attested.Role, deputies: false).Select(person => (Custodian: custodian, Person: person))).ToList();
        if (holders.Count > 0)
        {
            if (!holders.Exists(one => voices.Reaches(one.Custodian, one.Person, attested.MinAssurance))) Add(check, $"nobody can attest {Quote.Of(check.Name)} today: {voices.WhyNot(holders, attested.MinAssurance)}.");
            return;
        }

        Add(check, $"nobody holds the role {Quote.Of(attested.Role)} today, so nobody can attest {Quote.Of(check.Name)}: {Since(asked, attested.Role, deputies: false)}.");
    }

    // Whatever the rules ask: adoptions, releases, waivers and the lifting of a freeze are voted on in this role.
    private void ReportWithoutDirector()
    {
        foreach (var custodian in configuration.Custodians.Where(custodian => custodian.IsMember(now)))
        {
            var directors = InOffice(custodian, Motion.Role, deputies: false).Select(person => (Custodian: custodian, Person: person)).ToList();
            if (directors.Exists(one => voices.Reach(one.Custodian, one.Person) is not null)) continue;

            if (directors.Count > 0)
            {
                silent.Add(custodian.Id);
                Add(custodian, $"no {Motion.Role} of {custodian.Id} can sign or vote today ({voices.WhyNot(directors, Assurance.Page)}), so that nothing can be adopted, released, waived or unfrozen, nor promoted where its {Motion.Role} is asked: give one of them a key.");
                continue;
            }

            Add(custodian, $"{custodian.Id} has no {Motion.Role} today, so that nothing can be adopted, released, waived or unfrozen: {Since([custodian], Motion.Role, deputies: false)}.");
        }
    }

    private void ReportMute(RepositoryEntry repository)
    {
        if (repository.GitHub is not { } name || configuration.Service.GitHub is { App: not null }) return;

        Add(places.Of(repository, "github"), configuration.Service.GitHub.Token is null
            ? $"nothing is shown at {name}, because this service is nobody to GitHub: write 'app' and 'private-key' under 'service: github:', and install the App there."
            : $"no check run is shown at {name}, because GitHub takes them from Apps alone and 'service: github:' names a token: write 'app' and 'private-key' instead, and install the App there.");
    }

    private void ReportLeaving()
    {
        string[] asked =
        [
            .. configuration.Gates.Values.SelectMany(gate => RuleTree.Leaves(gate.SignOffs)).Select(rule => rule.Role)
                .Concat(configuration.Checks.Values.Select(check => check.Attested?.Role).OfType<string>()).Append(Motion.Role).Distinct(),
        ];
        foreach (var custodian in configuration.Custodians.Where(custodian => custodian.IsMember(now)))
        {
            foreach (var person in custodian.People.Where(person => person.InOffice(now) && person.Until <= today.AddDays(DaysOfNotice)))
            {
                var next = now.AddDays(person.Until!.Value.DayNumber - today.DayNumber + 1);
                foreach (var role in person.Roles.Intersect(asked).Where(role => !custodian.People.Any(other => other.InOffice(next) && other.Roles.Contains(role))))
                {
                    Add(person, $"{person.Id} leaves office after {Words.Of(person.Until.Value)}, and nobody else is {role} of {custodian.Id}: name who follows.");
                }
            }
        }
    }

    private void ReportIdle(GateDefinition gate)
    {
        foreach (var (rule, by) in new IdleRules(gate, configuration.Custodians, today).Find())
        {
            var what = rule switch { SignOffRule.AllOf => "'and'", SignOffRule.OneOf => "'or'", _ => "rule" };
            int[] lines = [.. by.Select(other => places.Of(other).Line).Distinct().Order()];
            var others = lines.Length == 1 ? $"the one in line {lines[0]} does not" : $"those in lines {string.Join(", ", lines)} do not";
            Add(rule, $"this {what} asks for nothing that {others} ask for, so it is idle: remove it, or ask for more.");
        }
    }

    private void ReportNeverNeeded(GateDefinition gate, IReadOnlyList<SignOffRule> choices)
    {
        SignOffRule.Asking[] current = [.. Current(choices)];
        for (var at = 0; at < current.Length; at++)
        {
            var unneeded = current[at];
            // Of two that ask for the same one is needed.
            if (current.Where((other, before) => before != at && IsLess(gate, other, unneeded) && (before < at || !IsLess(gate, unneeded, other))).FirstOrDefault() is { } other)
            {
                Add(unneeded, $"this choice can never be needed, because the one in line {places.Of(other).Line} asks for less: remove it, or correct one of them.");
            }
        }
    }

    private bool IsLess(GateDefinition gate, SignOffRule.Asking one, SignOffRule.Asking other) => IsAskedWith(one, other) && Strength.IsAtMost(one, other, gate, configuration.Custodians);

    private void ReportClosed(GateDefinition gate)
    {
        foreach (var window in gate.Windows?.Open ?? [])
        {
            DateOnly[] days = [.. Enumerable.Range(0, DaysOfWindows).Select(today.AddDays).Where(day => window.Days.Contains(day.DayOfWeek))];
            if (days.All(gate.Windows!.Closed.Contains)) Add(window, $"this window never opens in the coming {DaysOfWindows} days: each of its days is listed under 'closed'.");
        }
    }

    private IEnumerable<SignOffRule.Asking> Current(IEnumerable<SignOffRule> rules) => rules.OfType<SignOffRule.Asking>().Where(rule => !(rule.Until < today));

    // Whenever the second is asked the first is, too.
    private static bool IsAskedWith(SignOffRule first, SignOffRule second) =>
        (first is { When: null, From: null, Until: null })
        || (first.From == second.From && first.Until == second.Until
            && (first.When is null || (second.When is not null && Strength.Same(first.When, second.When))));

    private IEnumerable<Person> InOffice(CustodianOrganisation custodian, string role, bool deputies) => Holders([custodian], role, deputies).Where(person => person.InOffice(now));

    private static IEnumerable<Person> Holders(IEnumerable<CustodianOrganisation> custodians, string role, bool deputies) =>
        custodians.SelectMany(custodian => custodian.People).Where(person => person.Roles.Contains(role) || (deputies && person.Deputises.Contains(role)));

    // Since when, or until when, and who was last.
    private string Since(IEnumerable<CustodianOrganisation> custodians, string role, bool deputies)
    {
        Person[] away = [.. Holders(custodians, role, deputies).Where(person => !person.InOffice(now))];
        var last = away.Where(person => person.Until < today).MaxBy(person => person.Until);
        var next = away.Where(person => person.From > today).MinBy(person => person.From);
        return (last, next) switch
        {
            ({ } left, { } comes) => $"{left.Id} left office after {Words.Of(left.Until!.Value)}, and {comes.Id} comes on {Words.Of(comes.From!.Value)}",
            ({ } left, null) => $"{left.Id} left office after {Words.Of(left.Until!.Value)}; name who follows",
            (null, { } comes) => $"{comes.Id} comes on {Words.Of(comes.From!.Value)}",
            _ => "name more people",
        };
    }

    private void Add(object about, string text) => Add(places.Of(about), text);

    private void Add(Position at, string text)
    {
        found.Add(new(file, at.Line, at.Column, $"warning: {text}"));
    }
}
