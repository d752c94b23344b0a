using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Custodian.Policies;

/// <summary>
/// Reads the document of a policy back. It is taken to the file that would make it, so that every rule of the file is one of the
/// document, and it is good only where that file makes exactly these bytes: nothing in it is left unread.
/// </summary>
internal static class PolicyDocumentReader
{
    private const int DeepestNesting = 32;
    private const string Seconds = "Seconds";
    private const string Bytes = "Bytes";

    private static readonly string[] NamedParts = ["associates", "checks", "custodians", "deferSeconds", "environment", "gates", "people", "repositories"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = DeepestNesting };

    /// <param name="folder">What relative folders in it begin at.</param>
    /// <exception cref="ConfigurationException">It is none, or no file would say it; carries every reason.</exception>
    public static Configuration Read(byte[] document, string folder, IReadOnlyList<ICheckSchema> schemas)
    {
        var problems = new ProblemList(Path.Combine(folder, "policy"));
        if (Parse(document) is not { } policy) throw Refuse(problems, "this is no JSON document of a policy.");

        var read = ConfigurationFile.Of(Section(policy), problems, schemas);
        return read.PolicyDocument.AsSpan().SequenceEqual(document)
            ? read with { HookSecrets = null }
            : throw Refuse(problems, "this is not the one form (RFC 8785, each member known and none left out) in which a policy has its digest.");
    }

    private static JsonObject? Parse(byte[] document)
    {
        try
        {
            return JsonNode.Parse(document, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ConfigurationException Refuse(ProblemList problems, string why) => new([new(problems.File, 1, 1, why)]);

    private static YamlValue.Map Section(JsonObject section) => new([.. Entries(section)], Position.Start);

    private static IEnumerable<YamlValue.Entry> Entries(JsonObject section)
    {
        foreach (var (name, value) in section)
        {
            // Null says what leaving it out says in the file.
            if (value is not null) yield return new(new(KeyOf(name), Position.Start), Value(name, value));
        }

        // A seat at an urgent gate is open to deputies unless the file says otherwise; the document says it where they may sit.
        if ((section.ContainsKey("each") || section.ContainsKey("any")) && !section.ContainsKey("deputies")) yield return new(new("deputies", Position.Start), Scalar("false"));
    }

    private static YamlValue Value(string name, JsonNode value) => value switch
    {
        JsonObject parts when NamedParts.Contains(name) => new YamlValue.Map(
            [.. from part in parts where part.Value is not null select new YamlValue.Entry(new(part.Key, Position.Start), Value(name.EndsWith(Seconds, StringComparison.Ordinal) ? Seconds : "", part.Value))], Position.Start),
        JsonObject section => Section(section),
        JsonArray list => new YamlValue.Sequence([.. list.Select(item => item is null ? Scalar("") : Value("", item))], Position.Start),
        _ => Scalar(Text(value) + (name.EndsWith(Seconds, StringComparison.Ordinal) ? "s" : "")),
    };

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static YamlValue.Scalar Scalar(string text) => new(text, Position.Start);

    // memoryBytes is "memory" in the file, and cpuTimeSeconds "cpu-time".
    private static string KeyOf(string member)
    {
        var key = new StringBuilder();
        foreach (var character in Cut(Cut(member, Seconds), Bytes))
        {
            if (char.IsAsciiLetterUpper(character)) key.Append('-').Append(char.ToLowerInvariant(character));
            else key.Append(character);
        }

        return key.ToString();
    }

    private static string Cut(string member, string end) => member.EndsWith(end, StringComparison.Ordinal) ? member[..^end.Length] : member;
}
