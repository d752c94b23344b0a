using System.Text;

namespace Custodian.Tests.Policies;

/// <summary>A configuration file in a folder of its own, which goes with it.</summary>
internal sealed class SampleFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-policies-");

    public SampleFile(byte[] bytes)
    {
        Path = System.IO.Path.Combine(folder.FullName, "custodian.yaml");
        File.WriteAllBytes(Path, bytes);
    }

    public SampleFile(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    public string Path { get; }

    public string Folder => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
