namespace Custodian.EndToEnd.Estates;

/// <summary>Finds the built programs and the sources that the tests belong to.</summary>
internal static class Built
{
    /// <summary>The service and command line, as it was built with these tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "custodian.dll");

    /// <summary>The folder of Custodian.sln.</summary>
    public static string Sources { get; } = FindSources();

    private static string FindSources()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Custodian.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Custodian.sln.");
    }
}
