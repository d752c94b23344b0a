namespace Custodian.Policies;

/// <summary>Who stands behind the addresses that appear in commits. An address only ever excludes, it never authorises.</summary>
internal sealed class PeopleByEmail(IEnumerable<(string Email, string Person)> addresses)
{
    private readonly Dictionary<string, string> people = addresses
        .DistinctBy(pair => pair.Email, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(pair => pair.Email, pair => pair.Person, StringComparer.OrdinalIgnoreCase);

    public static PeopleByEmail Of(Configuration configuration) =>
        new(configuration.Contacts.SelectMany(contact => contact.Value.Emails.Select(email => (email, contact.Key))));

    /// <summary>Those of some addresses that are nobody's, each once.</summary>
    public IReadOnlyList<string> Strangers(IEnumerable<string> emails) =>
        [.. emails.Where(email => !people.ContainsKey(email)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Ids of the people behind some addresses, each once.</summary>
    public IReadOnlyList<string> Behind(IEnumerable<string> emails) =>
        [.. emails.Select(email => people.GetValueOrDefault(email)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
