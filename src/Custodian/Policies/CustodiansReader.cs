using System.Net.Mail;
using System.Text.RegularExpressions;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads <c>custodians:</c> with their people, each of whom must be one human of one custodian, counted once.</summary>
internal sealed partial class CustodiansReader(ProblemList problems)
{
    // What stands for others where it is said who has to act.
    private static readonly string[] Reserved = [Actor.Developer.Party, Actor.Operator.Party, Actor.Gate.Party];

    private readonly Dictionary<string, Position> people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> secretOwners = new(StringComparer.Ordinal);

    public List<CustodianOrganisation> Custodians { get; } = [];

    public Dictionary<string, Contact> Contacts { get; } = [];

    public Dictionary<string, IReadOnlyList<SecretReference>> HookSecrets { get; } = [];

    public void Read(YamlSection top)
    {
        const string mend = "name every member organisation, at least two.";
        foreach (var custodian in top.Named("custodians", mend)) ReadCustodian(custodian);
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
        Custodians.Add(new()
        {
            Id = id,
            Name = name?.Text ?? id,
            People = [.. section.Named("people", "name at least the people who sign off.").Select(person => ReadPerson(person, id))],
        });
        section.NotYet("oidc", "ods", "ods-codes", "term", "names", "from", "until");
        section.Close();
    }

    private Person ReadPerson(NamedSection named, string custodian)
    {
        var (id, section) = (named.Name.Text, named.Section);
        if (!people.TryAdd(id, named.Name.At))
        {
            problems.Add(named.Name.At,
                $"{Quote.Of(id)} is already a person of another custodian (line {people[id].Line}): a person belongs to one custodian; give each human an id of their own.");
        }

        var roles = section.Texts("roles");
        foreach (var role in roles.Where(role => !Identifier.IsGood(role.Text)))
        {
            problems.Add(role.At, $"{Quote.Of(role.Text)} cannot be a role: {Identifier.Mend}.");
        }

        var (from, until) = (section.Day("from"), section.Day("until"));
        if (from > until) section.Report("until", $"'until' ({until:yyyy-MM-dd}) is before 'from' ({from:yyyy-MM-dd}): correct one of them.");

        var keys = section.Texts("keys").Select(key => ReadKey(key, id)).OfType<string>();
        var person = new Person { Id = id, Roles = [.. roles.Select(role => role.Text)], From = from, Until = until, Keys = [.. keys] };
        Contacts[id] = ReadContact(section, id, custodian);
        section.Close();
        return person;
    }

    private string? ReadKey(YamlText text, string person)
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

        var github = section.Text("github");
        if (github is not null && !AccountNumber().IsMatch(github.Text))
        {
            problems.Add(github.At, $"'github' is {Quote.Of(github.Text)}: write the account's number, not its name (https://api.github.com/users/NAME shows it as \"id\").");
        }
        else if (github is not null)
        {
            Own($"github {github.Text}", github.At, person, $"the GitHub account {github.Text}");
        }

        // Subjects are unique within one sign-in only, and each custodian brings its own.
        var subject = section.Text("subject");
        if (subject is not null) Own($"subject {custodian} {Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(subject.Text))}", subject.At, person, "this subject");

        return new()
        {
            Name = section.Text("name")?.Text,
            Emails = [.. emails.Select(email => email.Text)],
            GitHub = github?.Text,
            Subject = subject?.Text,
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

    // Whoever holds the secret speaks for the custodian: a shared one would let each speak for the other.
    private void OwnSecret(SecretReference secret, YamlSection section, string custodian)
    {
        if (!secretOwners.TryAdd(secret.ToString(), custodian) && secretOwners[secret.ToString()] != custodian)
        {
            section.Report("hook-secret", $"{Quote.Of(secret.ToString())} is already the hook-secret of {Quote.Of(secretOwners[secret.ToString()])}, and each could speak for the other: give each custodian a secret of its own.");
        }
    }

    [GeneratedRegex(@"^[1-9][0-9]{0,17}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountNumber();
}
