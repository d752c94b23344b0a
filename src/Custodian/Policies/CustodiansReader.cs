using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>Reads <c>custodians:</c>.</summary>
internal sealed class CustodiansReader(ProblemList problems, PeopleReader people, Places places)
{
    // What stands for others where it is said who has to act, or for whom somebody spoke.
    private static readonly string[] Reserved = [Actor.Developer.Party, Actor.Operator.Party, Actor.Gate.Party, SignOffGiven.Associates, PolicyCount.Chair];

    private readonly Dictionary<string, string> secretOwners = new(StringComparer.Ordinal);
    private readonly List<YamlText> succeeded = [];

    public List<CustodianOrganisation> Custodians { get; } = [];

    /// <summary>By custodian id; everyone has one, perhaps empty.</summary>
    public Dictionary<string, CustodianDetails> Details { get; } = [];

    public Dictionary<string, IReadOnlyList<SecretReference>> HookSecrets { get; } = [];

    public void Read(YamlSection top)
    {
        const string mend = "name every member organisation, at least two.";
        foreach (var custodian in top.Named("custodians", mend)) ReadCustodian(custodian);
        ReportSucceeded();
        if (top.NamesUnder("custodians").Count == 1) top.Report("custodians", $"there is only one custodian, and nobody promotes alone: {mend}");
    }

    private void ReadCustodian(NamedSection named)
    {
        var (id, section) = (named.Name.Text, named.Section);
        if (Reserved.Contains(id)) problems.Add(named.Name.At, $"'{id}' means someone else in the gate's messages: give the custodian another id.");

        var name = section.Text("name", "write what people call this organisation.");
        var secrets = section.Secrets("hook-secret");
        foreach (var secret in secrets) OwnSecret(secret, section, id);
        if (secrets.Count > 0) HookSecrets[id] = secrets;
        Details[id] = new([.. section.Items("names").Select(ReadName).OfType<EarlierName>()], Codes(section)) { Succeeds = Succeeds(section, id) };
        var (from, until) = section.Term();
        Custodians.Add(places.Mark(new CustodianOrganisation
        {
            Id = id,
            Name = name?.Text ?? id,
            From = from,
            Until = until,
            // Of one that ends, or has ended, the people may be another's already.
            People = [.. section.Named("people", until is null ? "name at least the people who sign off." : null).Select(person => people.Read(person, id))],
        }, named.Name.At));
        section.NotYet("oidc");
        section.Close();
    }

    private string[] Succeeds(YamlSection section, string custodian)
    {
        var before = section.Texts("succeeds");
        foreach (var one in before)
        {
            if (!Identifier.IsGood(one.Text)) problems.Add(one.At, $"{Quote.Of(one.Text)} cannot be a custodian: {Identifier.Mend}.");
            else if (one.Text == custodian) problems.Add(one.At, $"'{custodian}' cannot succeed itself: name the custodians whose place it takes.");
            else succeeded.Add(one);
        }

        return [.. before.Select(one => one.Text)];
    }

    // Whoever is succeeded would have two voices otherwise, its own and its successor's.
    private void ReportSucceeded()
    {
        foreach (var one in succeeded.Where(one => Custodians.Any(custodian => custodian.Id == one.Text && custodian.Until is null)))
        {
            problems.Add(one.At, $"'{one.Text}' is succeeded here and goes on as a member: give it an 'until', or remove it.");
        }

        foreach (var twice in succeeded.GroupBy(one => one.Text).Where(group => group.Count() > 1))
        {
            problems.Add(twice.Last().At, $"'{twice.Key}' is succeeded by two custodians: one takes its place.");
        }
    }

    private static EarlierName? ReadName(YamlSection section)
    {
        var name = section.Text("name", "write what it was called.");
        var until = section.Day("until");
        section.Close();
        return name is null ? null : new(name.Text, until);
    }

    private static string[] Codes(YamlSection section)
    {
        var codes = section.Texts("ods");
        foreach (var code in codes.Where(code => !(code.Text.Length <= 10 && code.Text.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character)))))
        {
            section.Problems.Add(code.At, $"{Quote.Of(code.Text)} is no ODS code: write capital letters and digits, such as RBA.");
        }

        return [.. codes.Select(code => code.Text)];
    }

    // Whoever holds the secret speaks for the custodian: a shared one would let each speak for the other.
    private void OwnSecret(SecretReference secret, YamlSection section, string custodian)
    {
        if (!secretOwners.TryAdd(secret.ToString(), custodian) && secretOwners[secret.ToString()] != custodian)
        {
            section.Report("hook-secret", $"{Quote.Of(secret.ToString())} is already the hook-secret of {Quote.Of(secretOwners[secret.ToString()])}, and each could speak for the other: give each custodian a secret of its own.");
        }
    }
}
