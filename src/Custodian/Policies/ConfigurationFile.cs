namespace Custodian.Policies;

/// <summary>Loads the one configuration file, or says everything that is wrong with it.</summary>
internal static class ConfigurationFile
{
    /// <param name="path">The file.</param>
    /// <param name="schemas">The check types that this version has.</param>
    /// <exception cref="ConfigurationException">There are problems; it carries all of them.</exception>
    public static Configuration Load(string path, IReadOnlyList<ICheckSchema> schemas) => Load(path, schemas, out _);

    /// <inheritdoc cref="Load(string, IReadOnlyList{ICheckSchema})"/>
    /// <param name="places">Where custodians, people, checks, gates, rules and windows stand in the file.</param>
    public static Configuration Load(string path, IReadOnlyList<ICheckSchema> schemas, out Places places)
    {
        var problems = new ProblemList(path);
        places = new();
        return Read(problems, schemas, places) ?? throw new ConfigurationException(problems.Sorted);
    }

    /// <summary>Every problem, in the order of the file; empty: it can be used. Secrets are not read.</summary>
    public static IReadOnlyList<Problem> Check(string path, IReadOnlyList<ICheckSchema> schemas)
    {
        var problems = new ProblemList(path);
        Read(problems, schemas, new());
        return problems.Sorted;
    }

    /// <summary>The policy that a document says, with what a service adds to it left out: nobody's contacts, no secret, settings as they come.</summary>
    /// <param name="top">What a file would say that makes this document.</param>
    /// <exception cref="ConfigurationException">No such file would be taken; it carries every reason.</exception>
    public static Configuration Of(YamlValue.Map top, ProblemList problems, IReadOnlyList<ICheckSchema> schemas) =>
        Read(top, problems, schemas, new()) ?? throw new ConfigurationException(problems.Sorted);

    /// <summary>What a file would say that lies elsewhere, in git.</summary>
    /// <param name="file">The file for which it is meant: what is written in it is relative to that one's folder.</param>
    /// <exception cref="ConfigurationException">There are problems; it carries all of them.</exception>
    public static Configuration Parse(byte[] bytes, string file, IReadOnlyList<ICheckSchema> schemas)
    {
        var problems = new ProblemList(file);
        var map = ConfigurationText.Decode(bytes, problems) is { } text ? YamlReader.Read(text, problems) : null;
        return (map is null ? null : Read(map, problems, schemas, new())) ?? throw new ConfigurationException(problems.Sorted);
    }

    private static Configuration? Read(ProblemList problems, IReadOnlyList<ICheckSchema> schemas, Places places)
    {
        if (ConfigurationText.Read(problems) is not { } text) return null;
        return YamlReader.Read(text, problems) is { } map ? Read(map, problems, schemas, places) : null;
    }

    private static Configuration? Read(YamlValue.Map map, ProblemList problems, IReadOnlyList<ICheckSchema> schemas, Places places)
    {
        var top = new YamlSection(map, Position.Start, problems);
        var service = ServiceReader.Read(top);
        var people = new PeopleReader(problems, places);
        var custodians = new CustodiansReader(problems, people, places);
        custodians.Read(top);
        var associates = AssociatesReader.Read(top, people);
        var (genesis, terms, home) = PolicyTermsReader.Read(top, people);
        var credentials = CredentialsReader.Read(top);
        var checks = ChecksReader.Read(top, schemas, custodians.Custodians, places);
        var gates = GatesReader.Read(top, custodians.Custodians, people.Contacts.Keys, checks, places);
        var repositories = RepositoriesReader.Read(top, gates, checks, places);
        // A repository with a problem of its own is not among those read.
        if (problems.None && terms.Home is { } place && repositories.All(repository => repository.Name != place.Repository))
        {
            problems.Add(home, $"no repository is called {Quote.Of(place.Repository)}: name the watched one whose gold is the policy.");
        }

        top.NotYet("watch", "notices", "mail", "releases");
        top.Close();
        if (!problems.None) return null;

        var policy = CanonicalJson.Write(PolicyDocuments.Policy(custodians.Custodians, custodians.Details, associates, repositories, checks, gates, terms));
        return new()
        {
            File = Path.GetFullPath(problems.File),
            Service = service,
            Custodians = custodians.Custodians,
            Details = custodians.Details,
            Associates = associates,
            Contacts = people.Contacts,
            HookSecrets = custodians.HookSecrets,
            Repositories = repositories,
            Checks = checks.ToDictionary(check => check.Name),
            Gates = gates.ToDictionary(gate => gate.Name),
            Credentials = credentials.ToDictionary(credential => credential.Name),
            Terms = terms,
            Genesis = genesis,
            PolicyDocument = policy,
            PolicyDigest = CanonicalJson.Digest(policy),
            ContactsDocument = CanonicalJson.Write(PolicyDocuments.Contacts(people.Contacts)),
        };
    }
}
