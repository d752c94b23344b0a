using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Custodian.Tests.Policies;

/// <summary>
/// Checks YAML against the part of JSON Schema (draft 2020-12) that the published schema uses, as an editor would: plain scalars are
/// numbers and flags by YAML's core schema. A keyword that it does not know is an error, so that nothing is passed over.
/// </summary>
internal sealed class SchemaValidator(JsonObject schema)
{
    private static readonly HashSet<string> Remarks = ["description", "title", "$schema", "$defs"];

    /// <summary>For each section of closed keys that was met: its place, and every key that the schema knows there.</summary>
    public List<(Mark At, string[] Keys, string[] Present)> Sections { get; } = [];

    /// <returns>What is wrong; empty: it is valid.</returns>
    public List<string> Validate(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Validate(stream.Documents[0].RootNode, schema, "");
    }

    private List<string> Validate(YamlNode node, JsonObject part, string path)
    {
        var wrong = new List<string>();
        foreach (var (keyword, value) in part)
        {
            if (!Remarks.Contains(keyword)) wrong.AddRange(Keyword(node, part, keyword, value!, path));
        }

        return wrong;
    }

    private List<string> Keyword(YamlNode node, JsonObject part, string keyword, JsonNode value, string path)
    {
        var (list, map, text) = (node as YamlSequenceNode, node as YamlMappingNode, (node as YamlScalarNode)?.Value);
        switch (keyword)
        {
            case "$ref": return Validate(node, Definition(value), path);
            case "type": return Say(Types(value).Contains(TypeOf(node)) || (TypeOf(node) == "integer" && Types(value).Contains("number")), $"{path} is no {value.ToJsonString()}");
            case "const": return Say(text == value.GetValue<string>(), $"{path} is not {value}");
            case "enum": return Say(value.AsArray().Any(one => one!.GetValue<string>() == text), $"{path} is none of {value.ToJsonString()}");
            case "pattern": return Say(TypeOf(node) != "string" || Regex.IsMatch(text!, value.GetValue<string>()), $"{path} is not like {value}");
            case "minimum": return Say(TypeOf(node) != "integer" || long.Parse(text!) >= value.GetValue<long>(), $"{path} is less than {value}");
            case "maximum": return Say(TypeOf(node) != "integer" || long.Parse(text!) <= value.GetValue<long>(), $"{path} is more than {value}");
            case "minItems": return Say(list is null || list.Children.Count >= value.GetValue<int>(), $"{path} has too few items");
            case "uniqueItems": return Say(list is null || list.Children.Distinct().Count() == list.Children.Count, $"{path} has an item twice");
            case "minProperties": return Say(map is null || map.Children.Count >= value.GetValue<int>(), $"{path} has too few keys");
            case "required": return Say(map is null || value.AsArray().All(key => Has(map, key!.GetValue<string>())), $"{path} lacks one of {value.ToJsonString()}");
            case "dependentRequired":
                return Say(map is null || value.AsObject().All(pair => !Has(map, pair.Key) || pair.Value!.AsArray().All(key => Has(map, key!.GetValue<string>()))), $"{path} lacks a key that goes with another");
            case "items": return [.. list?.Children.SelectMany((child, index) => Validate(child, value.AsObject(), $"{path}/{index}")) ?? []];
            case "propertyNames": return [.. map?.Children.Keys.SelectMany(key => Validate(key, value.AsObject(), $"{path}/{key}")) ?? []];
            case "properties": return Properties(map, value.AsObject(), path);
            case "additionalProperties": return Others(map, part, value, path);
            case "oneOf": return One(node, value.AsArray(), path);
            default: return [$"the validator does not know '{keyword}'"];
        }
    }

    private List<string> Properties(YamlMappingNode? map, JsonObject properties, string path)
    {
        if (map is null) return [];

        Sections.Add((map.Start, [.. properties.Select(pair => pair.Key)], [.. map.Children.Keys.Select(key => $"{key}")]));
        return [.. from child in map.Children
                   let known = properties[$"{child.Key}"]
                   where known is not null
                   from wrong in Validate(child.Value, known.AsObject(), $"{path}/{child.Key}")
                   select wrong];
    }

    private List<string> Others(YamlMappingNode? map, JsonObject part, JsonNode value, string path)
    {
        if (map is null) return [];

        var others = map.Children.Where(child => part["properties"]?.AsObject().ContainsKey($"{child.Key}") != true);
        return [.. others.SelectMany(child => value is JsonObject each ? Validate(child.Value, each, $"{path}/{child.Key}") : [$"{path} may not have '{child.Key}'"])];
    }

    // What was met in a choice that is not taken was not met.
    private List<string> One(YamlNode node, JsonArray choices, string path)
    {
        var (good, all) = (0, new List<string>());
        foreach (var choice in choices)
        {
            var met = Sections.Count;
            var wrong = Validate(node, choice!.AsObject(), path);
            all.AddRange(wrong);
            if (wrong.Count == 0) good++;
            else Sections.RemoveRange(met, Sections.Count - met);
        }

        return good == 1 ? [] : [$"{path} fits {good} of {choices.Count} choices", .. all];
    }

    private JsonObject Definition(JsonNode reference) => schema["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]!.AsObject();

    private static string[] Types(JsonNode value) => value is JsonArray several ? [.. several.Select(one => one!.GetValue<string>())] : [value.GetValue<string>()];

    private static string TypeOf(YamlNode node) => node switch
    {
        YamlMappingNode => "object",
        YamlSequenceNode => "array",
        YamlScalarNode { Style: ScalarStyle.Plain } plain when long.TryParse(plain.Value, out _) => "integer",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } => "boolean",
        _ => "string",
    };

    private static bool Has(YamlMappingNode map, string key) => map.Children.Keys.Any(child => $"{child}" == key);

    private static List<string> Say(bool good, string wrong) => good ? [] : [wrong];
}
