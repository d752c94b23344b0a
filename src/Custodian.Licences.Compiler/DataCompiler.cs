using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Licences.Phrases;
using Custodian.Licences.Words;

namespace Custodian.Licences.Compiler;

/// <summary>Makes the engine's data of SPDX's lists (npm packages) and of the phrases beside the engine. The same input gives the same bytes.</summary>
internal static class DataCompiler
{
    public static IndexData Compile(string packages, string phrases)
    {
        var ids = Strings(Path.Combine(packages, "spdx-license-ids", "index.json"));
        var deprecated = Strings(Path.Combine(packages, "spdx-license-ids", "deprecated.json"));
        var exceptions = Strings(Path.Combine(packages, "spdx-exceptions", "index.json"));
        var licences = SpdxLicence.ReadAll(Path.Combine(packages, "spdx-license-list", "licenses")).Where(licence => ids.Contains(licence.Id)).ToList();

        var known = new KnownIds([.. ids, .. exceptions]);
        var file = new PhraseFile();
        foreach (var path in Directory.EnumerateFiles(phrases, "*.txt").Order(StringComparer.Ordinal)) file.Read(Path.GetFileName(path), File.ReadAllText(path), known.Covers);
        // Variants of a licence share its name and addresses: the plainest has them.
        var generated = licences.OrderBy(licence => licence.Id.Length).ThenBy(licence => licence.Id, StringComparer.Ordinal).SelectMany(GeneratedPhrases.Of);
        file.Phrases.AddRange(generated.DistinctBy(made => made.Phrase.ToLowerInvariant()));

        var table = new WordTable();
        var parser = new PhraseParser(new PhraseGraph(), table, file.Named);
        for (var i = 0; i < file.Phrases.Count; i++)
        {
            try
            {
                parser.Add(file.Phrases[i].Phrase, i);
            }
            catch (FormatException mistake)
            {
                throw new FormatException($"{file.Phrases[i].Rule.Source}: {mistake.Message}.");
            }
        }

        var names = new PartyNames(file.Parties, licences.Select(licence => licence.Text), table) { Common = file.Common, Needed = file.Needed };
        var texts = LicenceTexts.Of(licences, file.Texts, names, table);
        if (table.Count > ushort.MaxValue) throw new FormatException($"licences: {table.Count} words are known, and 65,535 have room.");

        var data = new IndexData
        {
            Version = "",
            Words = [.. table.All],
            Texts = texts,
            Phrases = file.Phrases,
            Names = file.Named,
            Ids = ids,
            Deprecated = deprecated,
            Exceptions = exceptions,
        };
        using var buffer = new MemoryStream();
        IndexFile.Write(buffer, data);
        var version = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(packages, "spdx-license-list", "package.json"))).RootElement.GetProperty("version").GetString();
        return data with { Version = $"{version}-{Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()))[..12]}" };
    }

    private static string[] Strings(string file) => [.. JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(file))!.Order(StringComparer.Ordinal)];
}
