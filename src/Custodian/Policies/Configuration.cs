using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>The whole configuration file, read and found in order.</summary>
internal sealed record Configuration
{
    /// <summary>Absolute path.</summary>
    public required string File { get; init; }

    public required ServiceSettings Service { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<CustodianOrganisation> Custodians { get; init; }

    /// <summary>By custodian id; every custodian has them.</summary>
    public required IReadOnlyDictionary<string, CustodianDetails> Details { get; init; }

    /// <summary>Who advises and is never counted, in the order of the file.</summary>
    public required IReadOnlyList<Associate> Associates { get; init; }

    /// <summary>By person id; everyone has one, perhaps empty.</summary>
    public required IReadOnlyDictionary<string, Contact> Contacts { get; init; }

    /// <summary>By custodian id; custodians without a hook are left out. Several while a secret is being changed. Null: not known, in a policy that was read from its document.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<SecretReference>>? HookSecrets { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<RepositoryEntry> Repositories { get; init; }

    public required IReadOnlyDictionary<string, CheckDefinition> Checks { get; init; }

    public required IReadOnlyDictionary<string, GateDefinition> Gates { get; init; }

    public required IReadOnlyDictionary<string, CredentialEntry> Credentials { get; init; }

    /// <summary>The policy that custodians adopt, as RFC 8785 JSON: checks, custodians, gates, repositories. No personal text, no secret.</summary>
    public required byte[] PolicyDocument { get; init; }

    /// <summary>SHA-256, in hex, of <see cref="PolicyDocument"/>.</summary>
    public required string PolicyDigest { get; init; }

    /// <summary>The contacts as RFC 8785 JSON, by person id.</summary>
    public required byte[] ContactsDocument { get; init; }

    /// <summary>SHA-256, in hex, that the first policy to be adopted must have; null: whichever comes first. This service's, and no part of the policy.</summary>
    public string? Genesis { get; init; }

    /// <summary>How the policy itself is changed.</summary>
    public PolicyTerms Terms { get; init; } = new();

    /// <summary>What the gate asks of one repository.</summary>
    /// <param name="urgent">True: of its urgent candidates.</param>
    /// <exception cref="InvalidOperationException">The repository has no urgent gate.</exception>
    public Policy PolicyFor(RepositoryEntry repository, bool urgent = false)
    {
        var gate = Gates[!urgent ? repository.Gate : repository.Urgent?.Gate ?? throw new InvalidOperationException($"{repository.Name} has no urgent gate.")];
        IReadOnlyList<string> run = gate.Checks ?? repository.Checks;
        return new()
        {
            Digest = PolicyDigest,
            Rules = CanonicalJson.Digest(PolicyDocuments.Rules(repository, gate, Checks)),
            Custodians = Custodians,
            Checks = [.. run.Select(name => Required(gate, Checks[name]))],
            SignOffs = gate.SignOffs,
            AuthorMaySign = gate.AuthorMaySign,
            Soak = gate.Soak,
            SignOffsExpire = gate.SignOffsExpire,
            Gate = gate.Name,
            Urgent = gate.Urgent,
            MainRules = urgent ? CanonicalJson.Digest(PolicyDocuments.Rules(repository, Gates[repository.Gate], Checks)) : null,
            Veto = gate.Veto,
            Windows = gate.Windows,
            Escalate = gate.Escalate,
            Associates = [.. Associates.Select(associate => associate.Person)],
        };
    }

    public RepositoryEntry? FindRepository(string name) => Repositories.FirstOrDefault(repository => repository.Name == name);

    /// <summary>A person and their custodian.</summary>
    public (CustodianOrganisation Custodian, Person Person)? FindPerson(string id)
    {
        foreach (var custodian in Custodians)
        {
            if (custodian.People.FirstOrDefault(person => person.Id == id) is { } found) return (custodian, found);
        }

        return null;
    }

    /// <summary>Whose account of GitHub this is, whether they vote or advise; null: nobody's.</summary>
    public Person? FindGitHubAccount(long number)
    {
        var text = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (id, contact) = Contacts.FirstOrDefault(contact => contact.Value.GitHubAccounts.Contains(text));
        return contact is null ? null : FindPerson(id)?.Person ?? FindAssociate(id)?.Person;
    }

    /// <summary>Somebody who advises; null: nobody with this id does.</summary>
    public Associate? FindAssociate(string id) => Associates.FirstOrDefault(associate => associate.Person.Id == id);

    /// <summary>Every secret of the service that the file names.</summary>
    public IEnumerable<SecretReference> Secrets =>
        (HookSecrets?.Values ?? []).SelectMany(secrets => secrets)
            .Concat(Credentials.Values.Select(entry => entry.Password).Append(Service.LedgerKey).OfType<SecretReference>())
            .Concat(Service.GitHub.Secrets);

    /// <summary>Every file that holds a secret of the service, as an absolute path.</summary>
    public IEnumerable<string> SecretFiles =>
        Secrets.Select(secret => secret.File)
            .Concat(Credentials.Values.Select(entry => entry.SshKey))
            .OfType<string>();

    private static RequiredCheck Required(GateDefinition gate, CheckDefinition check) => new(check.Name, check.Digest)
    {
        Advisory = gate.Advisory.Contains(check.Name),
        After = check.After,
        Retries = check.Retries,
        GoodFor = check.GoodFor,
        DeferFor = gate.Defer.TryGetValue(check.Name, out var defer) ? defer : null,
        IsDeterministic = check.IsDeterministic,
        Attested = check.Attested,
    };
}
