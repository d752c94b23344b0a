namespace Custodian.Git;

/// <summary>
/// An empty repository of our own that borrows another one's objects. git reads objects through it without ever reading the other's
/// configuration, which could have it fetch what is missing from anywhere, or do worse.
/// </summary>
internal sealed class ObjectsOnly : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-objects-");

    /// <param name="repository">The folder that holds its <c>objects</c>: a bare repository, or a clone's <c>.git</c>.</param>
    /// <exception cref="GitException">There are no objects.</exception>
    public ObjectsOnly(string repository)
    {
        Objects = Path.GetFullPath(Path.Combine(repository, "objects"));
        // All that git asks of a repository.
        Directory.CreateDirectory(Path.Combine(folder.FullName, "refs"));
        File.WriteAllText(Path.Combine(folder.FullName, "HEAD"), "ref: refs/heads/none\n");
        if (Directory.Exists(Objects)) return;

        Dispose();
        throw new GitException($"{repository} is not a git repository.");
    }

    /// <summary>The empty repository.</summary>
    public string Folder => folder.FullName;

    /// <summary>The folder of the objects.</summary>
    public string Objects { get; }

    public void Dispose() => folder.Delete(recursive: true);
}
