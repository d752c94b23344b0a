using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Loads the one configuration file, or says everything that is wrong with it.</summary>
internal static class ConfigurationFile
{
    /// <param name="path">The file.</param>
    /// <param name="schemas">The check types that this version has.</param>
    /// <exception cref="ConfigurationException">There are problems; it carries all of them.</exception>
    public static Configuration Load(string path, IReadOnlyList<ICheckSchema> schemas)
    {
        var problems = new ProblemList(path);
        return Read(problems, schemas) ?? throw new ConfigurationException(problems.Sorted);
    }

    /// <summary>Every problem, in the order of the file; empty: it can be used. Secrets are not read.</summary>
    public static IReadOnlyList<Problem> Check(string path, IReadOnlyList<ICheckSchema> schemas)
    {
        var problems = new ProblemList(path);
        Read(problems, schemas);
        return problems.Sorted;
    }

    private static Configuration? Read(ProblemList problems, IReadOnlyList<ICheckSchema> schemas)
    {
        if (ConfigurationText.Read(problems) is not { } text) return null;
        if (YamlReader.Read(text, problems) is not { } map) return null;

        var top = new YamlSection(map, Position.Start, problems);
        var service = ServiceReader.Read(top);
        var custodians = new CustodiansReader(problems);
        custodians.Read(top);
        var credentials = CredentialsReader.Read(top);
        var checks = ChecksReader.Read(top, schemas);
        var gates = GatesReader.Read(top, custodians.Custodians);
        var repositories = RepositoriesReader.Read(top, gates);
        top.NotYet("watch", "associates", "notices", "mail", "releases");
        top.Close();
        return problems.None ? Assemble(problems.File, service, custodians, credentials, checks, gates, repositories) : null;
    }

    private static Configuration Assemble(
        string file,
        ServiceSettings service,
        CustodiansReader read,
        IReadOnlyList<CredentialEntry> credentials,
        IReadOnlyList<CheckDefinition> checks,
        IReadOnlyList<GateDefinition> gates,
        IReadOnlyList<RepositoryEntry> repositories)
    {
        IReadOnlyList<CustodianOrganisation> custodians = read.Custodians;
        var policy = CanonicalJson.Write(PolicyDocuments.Policy(custodians, repositories, checks, gates));
        return new()
        {
            File = Path.GetFullPath(file),
            Service = service,
            Custodians = custodians,
            Contacts = read.Contacts,
            HookSecrets = read.HookSecrets,
            Repositories = repositories,
            Checks = checks.ToDictionary(check => check.Name),
            Gates = gates.ToDictionary(gate => gate.Name),
            Credentials = credentials.ToDictionary(credential => credential.Name),
            PolicyDocument = policy,
            PolicyDigest = CanonicalJson.Digest(policy),
            ContactsDocument = CanonicalJson.Write(PolicyDocuments.Contacts(read.Contacts)),
        };
    }
}
