namespace Custodian.Policies;

/// <summary>Reads <c>checks:</c>; each type's settings by its own schema.</summary>
internal static class ChecksReader
{
    /// <summary>What a gate's <c>checks</c> says for "every one that the repository runs".</summary>
    public const string All = "all";

    private static readonly string[] NotYet = ["licences"];

    public static IReadOnlyList<CheckDefinition> Read(YamlSection top, IReadOnlyList<ICheckSchema> schemas) =>
        [.. top.Named("checks", "write at least one check; a gate that checks nothing lets nothing through.")
            .Select(named => Read(named, schemas)).OfType<CheckDefinition>()];

    private static CheckDefinition? Read(NamedSection named, IReadOnlyList<ICheckSchema> schemas)
    {
        var section = named.Section;
        if (named.Name.Text == All) section.Problems.Add(named.Name.At, $"'{All}' means every check in a gate: give this check another name.");

        var types = string.Join(", ", schemas.Select(schema => schema.Type));
        if (section.Text("type", $"write one of: {types}.") is not { } type) return null;

        if (schemas.FirstOrDefault(schema => schema.Type == type.Text) is not { } schema)
        {
            section.Problems.Add(type.At, NotYet.Contains(type.Text)
                ? $"check type '{type.Text}' is not supported by this version: remove this check, also where repositories and gates name it."
                : $"there is no check type {Quote.Of(type.Text)}: use one of: {types}.");
            return null;
        }

        var settings = schema.Read(section);
        settings["type"] = schema.Type;
        section.Close();
        return new(named.Name.Text, schema.Type, settings, CanonicalJson.Digest(settings));
    }
}
