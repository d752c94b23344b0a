using Custodian.Git;
using Custodian.Store;

namespace Custodian.Policies;

/// <summary>Everything that the configuration names, ready to work with.</summary>
internal sealed class Estate
{
    private readonly Func<string, PasswordSource>? forgePasswords;

    /// <exception cref="ConfigurationException">A secret that the configuration names cannot be read.</exception>
    /// <param name="forgePasswords">Who gives the passwords of a repository on the forge, as OWNER/NAME; null: nobody.</param>
    public Estate(Configuration configuration, GitProgram git, string dataFolder, ILogger<ObjectDigests> cacheLogger, Func<string, PasswordSource>? forgePasswords = null)
    {
        this.forgePasswords = forgePasswords;
        Configuration = configuration;
        DataFolder = dataFolder;
        Repositories = [.. configuration.Repositories.Select(entry => Watch(entry, git, cacheLogger))];
        People = PeopleByEmail.Of(configuration);
    }

    public Configuration Configuration { get; }

    public string DataFolder { get; }

    public IReadOnlyList<WatchedRepository> Repositories { get; }

    public PeopleByEmail People { get; }

    public WatchedRepository? Find(string name) => Repositories.FirstOrDefault(repository => repository.Name == name);

    private WatchedRepository Watch(RepositoryEntry entry, GitProgram git, ILogger<ObjectDigests> cacheLogger)
    {
        var source = Remote(entry.Url, entry.Credentials);
        var mirror = new Mirror(git, Path.Combine(DataFolder, "mirrors", entry.Name + ".git"));
        return new(
            entry,
            new(Configuration.PolicyFor(entry), new ChangesMemory(Configuration.Gates[entry.Gate], mirror)),
            entry.Urgent is { } urgent ? new(Configuration.PolicyFor(entry, urgent: true), new ChangesMemory(Configuration.Gates[urgent.Gate], mirror)) : null,
            mirror,
            Memory(Path.Combine(DataFolder, "mirrors", entry.Name + ".digests"), cacheLogger),
            source,
            entry.Gold.Elsewhere ? Remote(entry.Gold.Url, entry.Gold.Credentials) : source);
    }

    private static DigestMemory Memory(string file, ILogger<ObjectDigests> logger)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var digests = new ObjectDigests(file, logger);
        return new(digests.Load, digests.Keep);
    }

    private GitRemote Remote(RemoteUrl url, string? credentials)
    {
        var access = Access(credentials);
        // What the operator names goes first. The forge's own word is for the forge's own host, and is never sent in the clear.
        return url.Kind != RemoteKind.Https || access.Password is not null || forgePasswords is null || GitHubPlaces.Of(url, GitHubPlaces.Host(Configuration.Service.GitHub.Api)) is not { } name
            ? new(url.Value, access)
            : new(url.Value, access with { Username = "x-access-token", PasswordSource = forgePasswords(name) });
    }

    private GitAccess Access(string? name)
    {
        if (name is null) return GitAccess.None;

        var entry = Configuration.Credentials[name];
        return new()
        {
            Username = entry.Username,
            Password = entry.Password?.Read(),
            CertificateAuthority = entry.CertificateAuthority,
            SshKey = entry.SshKey,
            KnownHosts = entry.KnownHosts,
        };
    }
}
