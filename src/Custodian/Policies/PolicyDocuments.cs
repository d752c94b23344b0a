using System.Text.Json.Nodes;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>
/// The documents whose digests are voted on. What their members are called is for ever: another name is another
/// digest. Times are whole seconds. Lists stay in the order of the file.
/// </summary>
internal static class PolicyDocuments
{
    /// <summary>Everything that custodians adopt.</summary>
    public static JsonObject Policy(
        IEnumerable<CustodianOrganisation> custodians,
        IEnumerable<RepositoryEntry> repositories,
        IEnumerable<CheckDefinition> checks,
        IEnumerable<GateDefinition> gates) => new()
        {
            ["checks"] = Object(checks, check => check.Name, check => check.Settings.DeepClone()),
            ["custodians"] = Object(custodians, custodian => custodian.Id, Custodian),
            ["gates"] = Object(gates, gate => gate.Name, Gate),
            ["repositories"] = Object(repositories, repository => repository.Name, Repository),
        };

    /// <summary>The rules of one repository: a sign-off names their digest.</summary>
    public static JsonObject Rules(RepositoryEntry repository, GateDefinition gate, IReadOnlyDictionary<string, CheckDefinition> checks)
    {
        var entry = Repository(repository);
        entry["name"] = repository.Name;
        return new()
        {
            ["checks"] = Object(repository.Checks, name => name, name => checks[name].Settings.DeepClone()),
            ["gate"] = Gate(gate),
            ["repository"] = entry,
        };
    }

    /// <summary>Names, addresses and accounts, by person id.</summary>
    public static JsonObject Contacts(IReadOnlyDictionary<string, Contact> contacts) => Object(contacts, contact => contact.Key, contact => new JsonObject
    {
        ["emails"] = Texts(contact.Value.Emails),
        ["github"] = contact.Value.GitHub,
        ["name"] = contact.Value.Name,
        ["subject"] = contact.Value.Subject,
    });

    private static JsonObject Custodian(CustodianOrganisation custodian) => new()
    {
        ["name"] = custodian.Name,
        ["people"] = Object(custodian.People, person => person.Id, person => new JsonObject
        {
            ["from"] = person.From?.ToString("yyyy-MM-dd"),
            ["keys"] = Texts(person.Keys),
            ["roles"] = Texts(person.Roles),
            ["until"] = person.Until?.ToString("yyyy-MM-dd"),
        }),
    };

    // Credentials are left out: how a repository is reached is no rule, and changing a key must not undo sign-offs.
    private static JsonObject Repository(RepositoryEntry repository) => new()
    {
        ["checks"] = Texts(repository.Checks),
        ["gate"] = repository.Gate,
        ["gold"] = new JsonObject { ["ref"] = repository.Gold.Ref, ["url"] = repository.Gold.Url.Written },
        ["source"] = Texts(repository.Source),
        ["url"] = repository.Url.Written,
    };

    private static JsonObject Gate(GateDefinition gate) => new()
    {
        ["authorMaySign"] = gate.AuthorMaySign,
        ["checks"] = gate.Checks is { } names ? Texts(names) : "all",
        ["signOffs"] = new JsonArray([.. gate.SignOffs.Select(SignOff)]),
        ["signOffsExpireSeconds"] = (long?)gate.SignOffsExpire?.TotalSeconds,
        ["soakSeconds"] = (long)gate.Soak.TotalSeconds,
    };

    private static JsonObject SignOff(SignOffRule rule) => rule switch
    {
        SignOffRule.EachCustodian each => new() { ["each"] = "custodian", ["role"] = each.Role },
        SignOffRule.Any any => new() { ["any"] = any.Count, ["role"] = any.Role },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonObject Object<T>(IEnumerable<T> parts, Func<T, string> name, Func<T, JsonNode> value) =>
        new(parts.Select(part => KeyValuePair.Create<string, JsonNode?>(name(part), value(part))));
}
