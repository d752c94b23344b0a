using System.Text.Json.Nodes;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>
/// The documents whose digests are voted on. What their members are called is for ever: another name is another
/// digest. Times are whole seconds. Lists stay in the order of the file. What came after the first version is written only where
/// it is used, so that what was voted on before keeps its digest.
/// </summary>
internal static class PolicyDocuments
{
    /// <summary>Everything that custodians adopt.</summary>
    public static JsonObject Policy(
        IEnumerable<CustodianOrganisation> custodians,
        IReadOnlyDictionary<string, CustodianDetails> details,
        IReadOnlyList<Associate> associates,
        IEnumerable<RepositoryEntry> repositories,
        IEnumerable<CheckDefinition> checks,
        IEnumerable<GateDefinition> gates,
        PolicyTerms terms)
    {
        var policy = new JsonObject
        {
            ["checks"] = Object(checks, check => check.Name, Check),
            ["custodians"] = Object(custodians, custodian => custodian.Id, custodian => Custodian(custodian, details[custodian.Id])),
            ["gates"] = Object(gates, gate => gate.Name, gate => Gate(gate, escalations: true)),
            ["repositories"] = Object(repositories, repository => repository.Name, Repository),
        };
        if (associates.Count > 0) policy["associates"] = Object(associates, associate => associate.Person.Id, Associate);
        if (terms != new PolicyTerms()) policy["policy"] = Terms(terms);
        return policy;
    }

    /// <summary>The rules of one repository under one of its gates: a sign-off names their digest.</summary>
    public static JsonObject Rules(RepositoryEntry repository, GateDefinition gate, IReadOnlyDictionary<string, CheckDefinition> checks)
    {
        var entry = Repository(repository);
        entry["name"] = repository.Name;
        var rules = new JsonObject
        {
            ["checks"] = Object(repository.Checks, name => name, name => Check(checks[name])),
            // Who is told of what, and when, is no rule.
            ["gate"] = Gate(gate, escalations: false),
            ["repository"] = entry,
        };
        // The entry names both its gates.
        if (gate.Name != repository.Gate) rules["gateName"] = gate.Name;
        return rules;
    }

    /// <summary>Names, addresses and accounts, by person id.</summary>
    public static JsonObject Contacts(IReadOnlyDictionary<string, Contact> contacts) => Object(contacts, contact => contact.Key, contact => new JsonObject
    {
        ["emails"] = Texts(contact.Value.Emails),
        ["github"] = OneOrSeveral(contact.Value.GitHubAccounts),
        ["name"] = contact.Value.Name,
        ["subject"] = OneOrSeveral(contact.Value.Subjects),
    });

    /// <summary>One rule, with its parts.</summary>
    public static JsonObject SignOff(SignOffRule rule)
    {
        var written = rule switch
        {
            SignOffRule.EachCustodian each => Asking(each, new() { ["each"] = "custodian" }),
            SignOffRule.Any any => Asking(any, new() { ["any"] = any.Count }),
            SignOffRule.AllOf and => new() { ["and"] = SignOffs(and.Parts) },
            SignOffRule.OneOf or => new() { ["or"] = SignOffs(or.Parts) },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        AddTerm(written, rule.From, rule.Until);
        if (rule.When is { } when) written["when"] = When(when);
        return written;
    }

    /// <summary>One check, as it is voted on: what is run, and what follows from it.</summary>
    public static JsonObject Check(CheckDefinition check)
    {
        var written = check.Settings.DeepClone().AsObject();
        if (check.After.Count > 0) written["after"] = Texts(check.After);
        if (check.Retries > 0) written["retries"] = check.Retries;
        if (check.GoodFor is { } goodFor) written["goodForSeconds"] = Seconds(goodFor);
        return written;
    }

    /// <summary>One gate. <paramref name="escalations"/>: with who is told of reasons that stand too long.</summary>
    public static JsonObject Gate(GateDefinition gate, bool escalations)
    {
        var written = new JsonObject
        {
            ["authorMaySign"] = gate.AuthorMaySign,
            ["checks"] = gate.Checks is { } names ? Texts(names) : "all",
            ["signOffs"] = SignOffs(gate.SignOffs),
            ["signOffsExpireSeconds"] = gate.SignOffsExpire is { } expire ? Seconds(expire) : null,
            ["soakSeconds"] = Seconds(gate.Soak),
        };
        if (gate.Urgent) written["urgent"] = true;
        if (gate.Advisory.Count > 0) written["advisory"] = Texts(gate.Advisory);
        if (gate.Defer.Count > 0) written["deferSeconds"] = Object(gate.Defer, pair => pair.Key, pair => Seconds(pair.Value));
        if (gate.Generated.Count > 0) written["generated"] = Texts(gate.Generated);
        if (gate.Veto is { } veto) written["veto"] = Texts(veto);
        if (gate.Windows is { } windows) written["windows"] = Windows(windows);
        if (escalations && gate.Escalate.Count > 0)
        {
            written["escalate"] = new JsonArray([.. gate.Escalate.Select(one => new JsonObject { ["afterSeconds"] = Seconds(one.After), ["to"] = Texts(one.To) })]);
        }

        return written;
    }

    private static JsonObject Custodian(CustodianOrganisation custodian, CustodianDetails details)
    {
        var written = new JsonObject { ["name"] = custodian.Name, ["people"] = Object(custodian.People, person => person.Id, Person) };
        AddTerm(written, custodian.From, custodian.Until);
        if (details.Names.Count > 0)
        {
            written["names"] = new JsonArray([.. details.Names.Select(name => new JsonObject { ["name"] = name.Name, ["until"] = Day(name.Until) })]);
        }

        if (details.Ods.Count > 0) written["ods"] = Texts(details.Ods);
        if (details.Succeeds.Count > 0) written["succeeds"] = Texts(details.Succeeds);
        return written;
    }

    private static JsonObject Person(Person person)
    {
        var written = new JsonObject
        {
            ["from"] = Day(person.From),
            ["keys"] = new JsonArray([.. person.Keys.Select(key => Key(key, person.KeyTerms))]),
            ["roles"] = Texts(person.Roles),
            ["until"] = Day(person.Until),
        };
        if (person.Deputises.Count > 0) written["deputises"] = Texts(person.Deputises);
        return written;
    }

    private static JsonNode Key(string key, IReadOnlyList<KeyTerm> terms)
    {
        if (terms.FirstOrDefault(term => term.Key == key) is not { } term) return JsonValue.Create(key);

        var written = new JsonObject { ["key"] = key };
        AddTerm(written, term.From, term.Until);
        return written;
    }

    /// <summary>How the policy itself is changed.</summary>
    public static JsonObject Terms(PolicyTerms terms)
    {
        var written = new JsonObject();
        if (terms.Chair is { } chair)
        {
            written["chair"] = new JsonObject { ["id"] = chair.Id, ["keys"] = new JsonArray([.. chair.Keys.Select(key => Key(key, chair.KeyTerms))]) };
        }

        if (terms.Home is { } home)
        {
            written["path"] = home.Path;
            written["repository"] = home.Repository;
        }

        if (terms.LostKeyDelay is { } delay) written["lostKeyDelaySeconds"] = Seconds(delay);
        return written;
    }

    /// <summary>Who advises.</summary>
    public static JsonObject Associate(Associate associate)
    {
        var written = Person(associate.Person);
        written["kind"] = associate.Kind;
        return written;
    }

    // Credentials are left out: how a repository is reached is no rule, and changing a key must not undo sign-offs.
    private static JsonObject Repository(RepositoryEntry repository)
    {
        var written = new JsonObject
        {
            ["checks"] = Texts(repository.Checks),
            ["gate"] = repository.Gate,
            ["gold"] = new JsonObject { ["ref"] = repository.Gold.Ref, ["url"] = repository.Gold.Url.Written },
            ["source"] = Texts(repository.Source),
            ["url"] = repository.Url.Written,
        };
        if (repository.Urgent is { } urgent) written["urgent"] = new JsonObject { ["gate"] = urgent.Gate, ["source"] = Texts(urgent.Source) };
        if (repository.GitHub is { } github) written["github"] = github;
        return written;
    }

    private static JsonObject Asking(SignOffRule.Asking rule, JsonObject written)
    {
        written["role"] = rule.Role;
        if (rule is SignOffRule.EachCustodian { Count: > 1 } each) written["count"] = each.Count;
        if (rule.Of is { } of) written["of"] = Texts(of);
        if (rule.MinAssurance != Assurance.Page) written["minAssurance"] = Words.Of(rule.MinAssurance);
        if (rule.NotBy is { } notBy) written["notBy"] = Texts(notBy.Select(Words.Of));
        if (rule.Expire is { } expire) written["expireSeconds"] = Seconds(expire);
        if (rule.Deputies) written["deputies"] = true;
        return written;
    }

    /// <summary>One condition.</summary>
    public static JsonObject When(Condition when)
    {
        var written = new JsonObject();
        if (when.Paths is { } paths) written["paths"] = Texts(paths);
        if (when.IgnoreGenerated) written["ignoreGenerated"] = true;
        if (when.FilesOver is { } files) written["filesOver"] = files;
        if (when.LinesOver is { } lines) written["linesOver"] = lines;
        if (when.Gates is { } gates) written["gates"] = Texts(gates);
        if (when.Labels is { } labels) written["labels"] = Texts(labels);
        return written;
    }

    /// <summary>When gold may move.</summary>
    public static JsonObject Windows(PromotionWindows windows)
    {
        var written = new JsonObject
        {
            ["open"] = new JsonArray([.. windows.Open.Select(window => new JsonObject
            {
                ["days"] = Texts(window.Days.Select(Words.Of)),
                ["from"] = Words.Of(window.From),
                ["until"] = Words.Of(window.Until),
            })]),
            ["zone"] = windows.Zone,
        };
        if (windows.Closed.Count > 0) written["closed"] = Texts(windows.Closed.Select(Words.Of));
        return written;
    }

    private static JsonArray SignOffs(IEnumerable<SignOffRule> rules) => new([.. rules.Select(SignOff)]);

    private static void AddTerm(JsonObject written, DateOnly? from, DateOnly? until)
    {
        if (from is not null) written["from"] = Day(from);
        if (until is not null) written["until"] = Day(until);
    }

    // One account was written as plain text before there could be several.
    private static JsonNode? OneOrSeveral(IReadOnlyList<string> texts) => texts switch
    {
        [] => null,
        [var one] => JsonValue.Create(one),
        _ => Texts(texts),
    };

    private static string? Day(DateOnly? day) => day is { } known ? Words.Of(known) : null;

    private static long Seconds(TimeSpan time) => (long)time.TotalSeconds;

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonObject Object<T>(IEnumerable<T> parts, Func<T, string> name, Func<T, JsonNode> value) =>
        new(parts.Select(part => KeyValuePair.Create<string, JsonNode?>(name(part), value(part))));
}
