using Xunit;

namespace Custodian.Tests.Arrows;

/// <summary>The rooms of the house and the arrows between them, read from the sources.</summary>
public class ArrowsTests
{
    [Fact]
    public void No_source_takes_a_wrong_arrow()
    {
        var root = Root();
        string[] sources = [.. from file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*", SearchOption.AllDirectories)
                               where Path.GetExtension(file) is ".cs" or ".razor"
                               let path = Path.GetRelativePath(root, file).Replace('\\', '/')
                               where !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)
                               orderby path
                               select path];

        var wrong = sources.SelectMany(path => ArrowReader.WrongArrows(path, File.ReadAllText(Path.Combine(root, path)))).ToList();

        // Sources that are not found take no wrong arrow either.
        Assert.Contains("src/Custodian.Rules/Gate.cs", sources);
        Assert.Contains("src/Custodian/CustodianSetup.cs", sources);
        Assert.Contains("src/Custodian/Pages/_Imports.razor", sources);
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong arrows:\n{string.Join('\n', wrong)}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Custodian.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Custodian.sln stands above {AppContext.BaseDirectory}.");
    }
}
