using System.Net.Mail;
using System.Text;
using System.Text.RegularExpressions;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads people, each of whom must be one human in one place, counted once.</summary>
internal sealed partial class PeopleReader(ProblemList problems, Places places)
{
    private readonly Dictionary<string, Position> people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By person id; everyone has one, perhaps empty.</summary>
    public Dictionary<string, Contact> Contacts { get; } = [];

    /// <param name="named">The person's entry.</param>
    /// <param name="custodian">Whose person it is; null: nobody's, an associate.</param>
    public Person Read(NamedSection named, string? custodian)
    {
        var (id, section) = (named.Name.Text, named.Section);
        if (!people.TryAdd(id, named.Name.At))
        {
            problems.Add(named.Name.At,
                $"{Quote.Of(id)} is already a person of {(custodian is null ? "a" : "another")} custodian (line {people[id].Line}): a person belongs to one custodian, or advises; give each human an id of their own.");
        }

        var (from, until) = section.Term();
        var keys = new List<string>();
        var terms = new List<KeyTerm>();
        foreach (var (text, entry) in section.Mixed("keys")) ReadKey(text, entry, id, keys, terms);
        var roles = Roles(section, "roles");
        var person = new Person
        {
            Id = id,
            Roles = roles,
            Deputises = custodian is null ? [] : Deputises(section, roles),
            From = from,
            Until = until,
            Keys = keys,
            KeyTerms = terms,
        };
        Contacts[id] = ReadContact(section, id, custodian ?? "");
        section.Close();
        return places.Mark(person, named.Name.At);
    }

    /// <summary>The chair: of no custodian, and with no role but that one.</summary>
    public Person? ReadChair(YamlSection section)
    {
        var id = section.Text("id", "write an id for the chair, such as cic-chair.");
        var (keys, terms) = (new List<string>(), new List<KeyTerm>());
        var given = section.Mixed("keys");
        foreach (var (text, entry) in given) ReadKey(text, entry, id?.Text ?? PolicyCount.Chair, keys, terms);
        if (given.Count == 0) section.Report("keys", "the chair's vote is signed, always: write at least one public key under 'keys'.");
        var name = section.Text("name")?.Text;
        section.Close();
        if (id is null) return null;

        if (!Identifier.IsGood(id.Text)) problems.Add(id.At, $"{Quote.Of(id.Text)} cannot be an id: {Identifier.Mend}.");
        else if (!people.TryAdd(id.Text, id.At)) problems.Add(id.At, $"{Quote.Of(id.Text)} is a person already (line {people[id.Text].Line}), and the chair is of no custodian: give the chair an id of their own.");
        Contacts[id.Text] = new() { Name = name };
        return new() { Id = id.Text, Roles = [PolicyCount.Chair], Keys = keys, KeyTerms = terms };
    }

    private string[] Roles(YamlSection section, string key)
    {
        var roles = section.Texts(key);
        foreach (var role in roles.Where(role => !Identifier.IsGood(role.Text)))
        {
            problems.Add(role.At, $"{Quote.Of(role.Text)} cannot be a role: {Identifier.Mend}.");
        }

        return [.. roles.Select(role => role.Text)];
    }

    private string[] Deputises(YamlSection section, string[] roles)
    {
        var deputises = Roles(section, "deputises");
        foreach (var role in deputises.Intersect(roles))
        {
            section.Report("deputises", $"{Quote.Of(role)} stands under 'roles' too, and who has a role needs no deputising in it: remove it here or there.");
        }

        return deputises;
    }

    private void ReadKey(YamlText? text, YamlSection? entry, string person, List<string> keys, List<KeyTerm> terms)
    {
        text ??= entry!.Text("key", "write the public key, as in the .pub file.");
        var (from, until) = entry?.Term() ?? (null, null);
        entry?.Close();
        if (text is null || Key(text, person) is not { } key) return;

        keys.Add(key);
        if (from is not null || until is not null) terms.Add(new(key, from, until));
    }

    private string? Key(YamlText text, string person)
    {
        if (SshPublicKey.TryParse(text.Text, out var why) is not { } key)
        {
            problems.Add(text.At, $"{why}.");
            return null;
        }

        // Whose signature it is must never be in doubt. Base64 differs by letter case, so the blob is told apart exactly.
        var blob = Convert.ToHexString(Convert.FromBase64String(key.Split(' ')[1]));
        return Own($"key {blob}", text.At, person, "this key") ? key : null;
    }

    private Contact ReadContact(YamlSection section, string person, string custodian)
    {
        var emails = section.Texts("email");
        foreach (var email in emails)
        {
            if (MailAddress.TryCreate(email.Text, out var address) && address.Address == email.Text) Own($"email {email.Text}", email.At, person, $"the address {Quote.Of(email.Text)}");
            else problems.Add(email.At, $"{Quote.Of(email.Text)} is no e-mail address: write it as name@example.nhs.uk.");
        }

        var accounts = section.Texts("github");
        foreach (var account in accounts)
        {
            if (AccountNumber().IsMatch(account.Text)) Own($"github {account.Text}", account.At, person, $"the GitHub account {account.Text}");
            else problems.Add(account.At, $"'github' is {Quote.Of(account.Text)}: write the account's number, not its name (https://api.github.com/users/NAME shows it as \"id\").");
        }

        // Subjects are unique within one sign-in only, and each custodian brings its own.
        var subjects = section.Texts("subject");
        foreach (var subject in subjects) Own($"subject {custodian} {Convert.ToHexString(Encoding.UTF8.GetBytes(subject.Text))}", subject.At, person, "this subject");

        return new()
        {
            Name = section.Text("name")?.Text,
            Emails = [.. emails.Select(email => email.Text)],
            GitHubAccounts = [.. accounts.Select(account => account.Text)],
            Subjects = [.. subjects.Select(subject => subject.Text)],
        };
    }

    private bool Own(string what, Position at, string person, string shown)
    {
        if (owners.TryAdd(what, person)) return true;
        problems.Add(at, owners[what] == person
            ? $"{shown} stands twice for {Quote.Of(person)}: remove one."
            : $"{shown} is already {Quote.Of(owners[what])}'s: nobody may count twice, so each person needs their own.");
        return false;
    }

    [GeneratedRegex(@"^[1-9][0-9]{0,17}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountNumber();
}
