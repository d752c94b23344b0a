using Custodian.Git;
using Custodian.Store;

namespace Custodian.Policies;

/// <summary>Everything that the configuration names, ready to work with.</summary>
internal sealed class Estate
{
    /// <exception cref="ConfigurationException">A secret that the configuration names cannot be read.</exception>
    public Estate(Configuration configuration, GitProgram git, string dataFolder, ILogger<ObjectDigests> cacheLogger)
    {
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
        var mirror = new Mirror(git, Path.Combine(DataFolder, "mirrors", entry.Name + ".git"));
        return new(
            entry,
            new(Configuration.PolicyFor(entry), new ChangesMemory(Configuration.Gates[entry.Gate], mirror)),
            entry.Urgent is { } urgent ? new(Configuration.PolicyFor(entry, urgent: true), new ChangesMemory(Configuration.Gates[urgent.Gate], mirror)) : null,
            mirror,
            Memory(Path.Combine(DataFolder, "mirrors", entry.Name + ".digests"), cacheLogger),
            new GitRemote(entry.Url.Value, Access(entry.Credentials)),
            new GitRemote(entry.Gold.Url.Value, Access(entry.Gold.Credentials)));
    }

    private static DigestMemory Memory(string file, ILogger<ObjectDigests> logger)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var digests = new ObjectDigests(file, logger);
        return new(digests.Load, digests.Keep);
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
