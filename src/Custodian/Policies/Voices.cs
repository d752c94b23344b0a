using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>How a policy's people can speak at all: with a key that is good at an instant, or through their custodian's own system. There is no other way yet.</summary>
/// <param name="hooks">Ids of the custodians with a hook secret; null: not known, so that any may have one.</param>
internal sealed class Voices(IReadOnlyCollection<string>? hooks, DateTimeOffset now)
{
    private const int MostTold = 3;

    public static Voices Of(Configuration configuration, DateTimeOffset now) => new(configuration.HookSecrets?.Keys.ToList(), now);

    /// <summary>The best assurance that somebody can reach; null: they cannot speak.</summary>
    public Assurance? Reach(CustodianOrganisation custodian, Person person) =>
        person.Keys.Any(key => person.HoldsKey(key, now)) ? Assurance.Signed : Hooked(custodian) ? Assurance.Hook : null;

    public bool Reaches(CustodianOrganisation custodian, Person person, Assurance least) => Reach(custodian, person) is { } best && best >= least;

    /// <summary>Of those who are in office, why some cannot speak so well: sentences without their dots; null: each of them can.</summary>
    public string? WhyNot(IEnumerable<(CustodianOrganisation Custodian, Person Person)> people, Assurance least)
    {
        string[] why = [.. people.Where(one => one.Person.InOffice(now) && !Reaches(one.Custodian, one.Person, least)).Select(one => WhyNot(one.Custodian, one.Person, least))];
        return why.Length == 0 ? null : string.Join("; ", why.Length <= MostTold ? why : [.. why.Take(MostTold), $"and so on, {why.Length} people"]);
    }

    private string WhyNot(CustodianOrganisation custodian, Person person, Assurance least) =>
        $"{person.Id} has no key that is good today"
        + (least == Assurance.Signed ? ", and the rule asks for a signature" : Hooked(custodian) ? "" : $", and {custodian.Id} no 'hook-secret'");

    private bool Hooked(CustodianOrganisation custodian) => hooks is null || hooks.Contains(custodian.Id);
}
