using System.Text.Json;

namespace Custodian.Licences.Compiler;

/// <summary>One licence of the package <c>spdx-license-list</c>.</summary>
/// <param name="Url">Addresses of its text, one a line; may be empty.</param>
internal sealed record SpdxLicence(string Id, string Name, string Url, string Text)
{
    public static IEnumerable<SpdxLicence> ReadAll(string folder) =>
        from path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
        let json = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement
        select new SpdxLicence(
            Path.GetFileNameWithoutExtension(path),
            json.GetProperty("name").GetString()!,
            Field(json, "url"),
            Field(json, "licenseText"));

    private static string Field(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
