using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads <c>gates:</c>. "All of nothing" is true, so a gate that asks for nothing is refused.</summary>
internal static class GatesReader
{
    private const int MostSeats = 100;

    public static IReadOnlyList<GateDefinition> Read(YamlSection top, IReadOnlyList<CustodianOrganisation> custodians)
    {
        var checks = top.NamesUnder("checks");
        return [.. top.Named("gates", "write at least one gate.").Select(named => Read(named, custodians, checks))];
    }

    private static GateDefinition Read(NamedSection named, IReadOnlyList<CustodianOrganisation> custodians, IReadOnlyList<string> checks)
    {
        var section = named.Section;
        var required = section.Texts("checks", "write 'all', or the list of checks that must pass; without any, nothing is ever promoted.");
        var all = required is [{ Text: ChecksReader.All }];
        if (!all)
        {
            foreach (var check in required) Reference.IsKnown(section.Problems, check, "check", checks);
        }

        var gate = new GateDefinition
        {
            Name = named.Name.Text,
            Checks = all ? null : [.. required.Select(check => check.Text)],
            SignOffs = SignOffs(section, custodians),
            AuthorMaySign = section.Flag("author-may-sign", false),
            Soak = section.Duration("soak", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(365)),
            SignOffsExpire = section.Duration("sign-offs-expire", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)),
        };
        section.NotYet("urgent", "waivers", "deviations", "associates");
        section.Close();
        return gate;
    }

    private static List<SignOffRule> SignOffs(YamlSection section, IReadOnlyList<CustodianOrganisation> custodians)
    {
        const string mend = "write at least '- each: custodian' with a role, so that every custodian has a voice.";
        var items = section.Items("sign-offs", mend);
        var rules = new List<SignOffRule>();
        foreach (var item in items)
        {
            if (Rule(item, custodians) is not { } rule) continue;
            if (rules.Contains(rule)) item.Problems.Add(item.At, $"this rule for {Quote.Of(((SignOffRule.Asking)rule).Role)} stands here twice: remove one.");
            rules.Add(rule);
        }

        if (items.Count > 0 && !items.Any(item => item.Has("each"))) section.Report("sign-offs", $"no rule asks each custodian for a sign-off: {mend}");
        return rules;
    }

    private static SignOffRule? Rule(YamlSection section, IReadOnlyList<CustodianOrganisation> custodians)
    {
        var each = section.Has("each");
        if (each == section.Has("any"))
        {
            section.Problems.Add(section.At, "a rule has either 'each: custodian' (one from every member) or 'any: N' (so many, from anywhere): write one of the two.");
        }

        section.Choice("each", "custodian", "custodian");
        var count = section.Integer("any", 1, 1, MostSeats);
        var role = section.Text("role", "write the role that signs, such as director.");
        section.Close();
        if (role is null) return null;

        if (each) ReportVacant(section, role, custodians);
        else if (section.Has("any")) ReportTooFew(section, role, count, custodians);
        return each ? new SignOffRule.EachCustodian { Role = role.Text } : new SignOffRule.Any { Role = role.Text, Count = count };
    }

    private static void ReportVacant(YamlSection section, YamlText role, IReadOnlyList<CustodianOrganisation> custodians)
    {
        string[] vacant = [.. custodians.Where(custodian => Holders(custodian, role.Text) == 0).Select(custodian => custodian.Id)];
        if (vacant.Length == 0) return;

        var meant = NearMiss.Find(role.Text, custodians.SelectMany(custodian => custodian.People).SelectMany(person => person.Roles).Distinct());
        section.Problems.Add(role.At, $"nobody of {Quote.All(vacant)} has the role {Quote.Of(role.Text)}, so nothing could ever be promoted: "
            + (meant is null ? "give the role to one of their people, or correct it here." : $"did you mean '{meant}'? Otherwise give the role to one of their people."));
    }

    private static void ReportTooFew(YamlSection section, YamlText role, int count, IReadOnlyList<CustodianOrganisation> custodians)
    {
        var holders = custodians.Sum(custodian => Holders(custodian, role.Text));
        if (holders >= count) return;

        section.Problems.Add(role.At, $"the rule asks for {count} with the role {Quote.Of(role.Text)}, and {(holders == 0 ? "nobody has" : $"only {holders} have")} it, "
            + "so nothing could ever be promoted: give the role to more people, or correct it here.");
    }

    private static int Holders(CustodianOrganisation custodian, string role) => custodian.People.Count(person => person.Roles.Contains(role));
}
