namespace Custodian.Policies;

/// <summary>Who stands behind the addresses that appear in commits. An address only ever excludes, it never authorises.</summary>
internal sealed class PeopleByEmail(IEnumerable<(string Email, string Person)> addresses)
{
    private readonly Dictionary<string, string> people = addresses
        .DistinctBy(pair => pair.Email, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(pair => pair.Email, pair => pair.Person, StringComparer.OrdinalIgnoreCase);

    public static PeopleByEmail Of(Configuration configuration) =>
        new(configuration.Contacts.SelectMany(contact => contact.Value.Emails.Select(email => (email, contact.Key))));

    /// <summary>Ids of the people behind some addresses, each once.</summary>
    public IReadOnlyList<string> Behind(IEnumerable<string> emails) =>
        [.. emails.Select(email => people.GetValueOrDefault(email)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
