namespace Custodian.EndToEnd.Peers;

/// <summary>A folder of a test's own, readable by us alone, removed at the end. Its name holds spaces, since users' do.</summary>
internal sealed class PeerFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("custodian test peers ").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file that only we may read.</summary>
    public string Write(string name, string text)
    {
        var path = this[name];
        using var file = new StreamWriter(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(text);
        return path;
    }

    public string NewFolder(string name) => Directory.CreateDirectory(this[name]).FullName;

    /// <summary>Writes a file until there is no room any more.</summary>
    /// <exception cref="IOException">There is none: the only way in which this ends.</exception>
    public static void Fill(string path)
    {
        using var file = File.Create(path);
        while (true)
        {
            file.Write(new byte[4096]);
            file.Flush();
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
