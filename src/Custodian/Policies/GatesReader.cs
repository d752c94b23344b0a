using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads <c>gates:</c>. "All of nothing" is true, so a gate that asks for nothing is refused.</summary>
internal sealed class GatesReader
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestDeferral = 7 * Day;

    private readonly IReadOnlyList<CustodianOrganisation> custodians;
    private readonly IReadOnlyDictionary<string, CheckDefinition> definitions;
    private readonly IReadOnlyList<string> checks;
    private readonly IReadOnlyList<string> names;
    private readonly IReadOnlyList<string> people;
    private readonly Places places;

    private GatesReader(YamlSection top, IReadOnlyList<CustodianOrganisation> custodians, IEnumerable<string> people, IReadOnlyList<CheckDefinition> checks, Places places)
    {
        this.custodians = custodians;
        this.places = places;
        this.people = [.. people];
        definitions = checks.ToDictionary(check => check.Name);
        this.checks = top.NamesUnder("checks");
        names = top.NamesUnder("gates");
    }

    public static IReadOnlyList<GateDefinition> Read(
        YamlSection top, IReadOnlyList<CustodianOrganisation> custodians, IEnumerable<string> people, IReadOnlyList<CheckDefinition> checks, Places places)
    {
        var reader = new GatesReader(top, custodians, people, checks, places);
        return [.. top.Named("gates", "write at least one gate.").Select(reader.Read)];
    }

    private GateDefinition Read(NamedSection named)
    {
        var section = named.Section;
        var urgent = section.Flag("urgent", false);
        var required = Required(section);
        var advisory = Advisory(section, required);
        var gate = new GateDefinition
        {
            Name = named.Name.Text,
            Urgent = urgent,
            Checks = required,
            Advisory = advisory,
            Defer = Deferrals(section, required, advisory, urgent),
            SignOffs = new SignOffsReader(custodians, names, urgent, places).Read(section),
            Generated = Globs.Read(section, "generated"),
            AuthorMaySign = section.Flag("author-may-sign", false),
            Soak = section.Duration("soak", TimeSpan.Zero, TimeSpan.Zero, 365 * Day),
            SignOffsExpire = section.Duration("sign-offs-expire", TimeSpan.FromMinutes(1), 3650 * Day),
            Veto = Veto(section),
            Windows = section.Section("windows") is { } windows ? WindowsReader.Read(windows, places) : null,
            Escalate = [.. section.Items("escalate").Select(Escalation).OfType<Escalation>()],
        };
        if (urgent && gate.Soak > TimeSpan.Zero) section.Report("soak", "an urgent gate has no soak, for patients wait behind it: remove 'soak'.");
        ReportUndecided(section, gate);
        section.NotYet("waivers", "deviations", "associates");
        section.Close();
        places.MarkKey(gate, "veto", section.PlaceOf("veto"));
        return places.Mark(gate, named.Name.At);
    }

    /// <returns>Null: all that the repository runs.</returns>
    private string[]? Required(YamlSection section)
    {
        var required = section.Texts("checks", "write 'all', or the list of checks that must pass; without any, nothing is ever promoted.");
        if (required is [{ Text: ChecksReader.All }]) return null;

        foreach (var check in required) Reference.IsKnown(section.Problems, check, "check", checks);
        string[] run = [.. required.Select(check => check.Text)];
        foreach (var check in required)
        {
            string[] missing = [.. (definitions.GetValueOrDefault(check.Text)?.After ?? []).Intersect(checks).Except(run)];
            if (missing.Length > 0)
            {
                section.Problems.Add(check.At, $"{Quote.Of(check.Text)} is run after {Quote.All(missing)}, which this gate does not require, so it would never be run: add to 'checks' (perhaps under 'advisory' too).");
            }
        }

        return run;
    }

    private string[] Advisory(YamlSection section, string[]? required)
    {
        var advisory = section.Texts("advisory");
        foreach (var check in advisory) IsOneOf(section, check, required);
        return [.. advisory.Select(check => check.Text)];
    }

    private Dictionary<string, TimeSpan> Deferrals(YamlSection section, string[]? required, string[] advisory, bool urgent)
    {
        var deferred = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        if (section.Section("defer") is not { } defer) return deferred;
        if (!urgent) section.Report("defer", "only an urgent gate may promote before a check has passed: remove 'defer', or write 'urgent: true'.");

        foreach (var check in section.Pairs("defer").Select(pair => pair.Name))
        {
            if (advisory.Contains(check.Text)) section.Problems.Add(check.At, $"{Quote.Of(check.Text)} is advisory, and nothing waits for it anyway: remove it here or there.");
            IsOneOf(section, check, required);
            if (defer.Duration(check.Text, TimeSpan.FromSeconds(1), LongestDeferral) is { } time) deferred[check.Text] = time;
        }

        return deferred;
    }

    private void IsOneOf(YamlSection section, YamlText check, string[]? required)
    {
        if (Reference.IsKnown(section.Problems, check, "check", checks) && required?.Contains(check.Text) == false)
        {
            section.Problems.Add(check.At, $"{Quote.Of(check.Text)} is none of this gate's checks: add it to 'checks' too, or remove it here.");
        }
    }

    private string[]? Veto(YamlSection section)
    {
        if (section.TextsIfAny("veto") is not { } roles) return null;

        string[] known = [.. custodians.SelectMany(custodian => custodian.People).SelectMany(person => person.Roles.Concat(person.Deputises)).Distinct()];
        foreach (var role in roles.Where(role => !known.Contains(role.Text)))
        {
            var meant = NearMiss.Find(role.Text, known);
            section.Problems.Add(role.At, $"nobody has the role {Quote.Of(role.Text)}: {(meant is null ? "remove it, or give it to somebody" : $"did you mean '{meant}'")}{(meant is null ? "." : "?")}");
        }

        return [.. roles.Select(role => role.Text)];
    }

    private Escalation? Escalation(YamlSection section)
    {
        var to = section.Texts("to", "write the ids of the people to tell.");
        foreach (var person in to.Where(person => !people.Contains(person.Text)))
        {
            section.Problems.Add(person.At, $"there is no person {Quote.Of(person.Text)}: "
                + (NearMiss.Find(person.Text, people) is { } meant ? $"did you mean '{meant}'?" : "write the id of somebody under a custodian's 'people' or under 'associates'."));
        }

        if (!section.Has("after")) section.Text("after", "write the age at which they are told, such as 3d.");
        var after = section.Duration("after", TimeSpan.FromMinutes(1), 365 * Day);
        section.Close();
        return after is { } age ? places.Mark(new Escalation(age, [.. to.Select(person => person.Text)]), section.At) : null;
    }

    // Where the gate takes whatever the repository runs, the repository is asked the same.
    private static void ReportUndecided(YamlSection section, GateDefinition gate)
    {
        if (gate.Checks is { Count: > 0 } required && required.All(check => gate.Advisory.Contains(check) || gate.Defer.ContainsKey(check)))
        {
            section.Report("checks", "every check of this gate is advisory or deferred, so none would ever stop anything: let at least one be required.");
        }
    }
}
