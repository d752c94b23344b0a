using System.Text;
using System.Text.Json;

namespace Custodian.Licences.Tests;

/// <summary>What the tests scan, and what they scan it with.</summary>
internal static class Samples
{
    /// <summary>The folder of Custodian.sln.</summary>
    public static string Root { get; } = Above("Custodian.sln");

    /// <summary>SPDX's licences in use, by id.</summary>
    public static IReadOnlyDictionary<string, string> SpdxTexts { get; } = ReadTexts();

    public static LicenceScanner Scanner() => new(LicenceIndex.Shipped);

    public static FileScan Scan(string text) => Scan(Encoding.UTF8.GetBytes(text));

    public static FileScan Scan(byte[] bytes) => Scanner().Scan(bytes);

    /// <summary>The ids of a text, joined by commas.</summary>
    public static string Ids(string text) => string.Join(',', Scan(text).Licences());

    private static Dictionary<string, string> ReadTexts()
    {
        var packages = Path.Combine(Root, "src", "Custodian.Licences", "node_modules");
        var current = JsonSerializer.Deserialize<HashSet<string>>(File.ReadAllBytes(Path.Combine(packages, "spdx-license-ids", "index.json")))!;
        return Directory.EnumerateFiles(Path.Combine(packages, "spdx-license-list", "licenses"), "*.json")
            .Select(path => (Id: Path.GetFileNameWithoutExtension(path), Text: JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("licenseText").GetString() ?? ""))
            .Where(licence => current.Contains(licence.Id) && licence.Text.Length > 0)
            .ToDictionary(licence => licence.Id, licence => licence.Text);
    }

    private static string Above(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, file))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No {file} stands above {AppContext.BaseDirectory}.");
    }
}
