using System.Text;
using Custodian.Checks;

namespace Custodian.Tests.Checks;

/// <summary>An operator's folder of rule packs.</summary>
internal sealed class PackBench : IDisposable
{
    public const string Trust = "== LicenseRef-Barts-Internal : notice\nfor internal use within Barts Health under licence\n";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-packs-");

    public string Folder => folder.FullName;

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    /// <summary>Writes a file; its folders are made.</summary>
    public PackBench Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text, new UTF8Encoding(false));
        return this;
    }

    /// <summary>A pack as a policy names it, by what lies there now.</summary>
    public LicencePack Asked(string name) => new(name, RulePackFolder.Read(PathOf(name), name).Digest);

    public void Dispose() => folder.Delete(recursive: true);
}
