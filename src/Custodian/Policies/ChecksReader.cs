using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads <c>checks:</c>; each type's settings by its own schema.</summary>
internal sealed class ChecksReader
{
    /// <summary>What a gate's <c>checks</c> says for "every one that the repository runs".</summary>
    public const string All = "all";

    private const int MostRetries = 10;

    private static readonly string[] OfRuns = ["after", "retries"];

    private readonly CheckOrder order = new();
    private readonly IReadOnlyList<ICheckSchema> schemas;
    private readonly IReadOnlyList<string> names;
    private readonly Places places;

    private ChecksReader(YamlSection top, IReadOnlyList<ICheckSchema> schemas, Places places)
    {
        this.schemas = schemas;
        this.places = places;
        names = top.NamesUnder("checks");
    }

    public static IReadOnlyList<CheckDefinition> Read(
        YamlSection top, IReadOnlyList<ICheckSchema> schemas, IReadOnlyList<CustodianOrganisation> custodians, Places places)
    {
        var reader = new ChecksReader(top, [.. schemas, new AttestedSchema(custodians)], places);
        CheckDefinition[] checks = [.. top.Named("checks", "write at least one check; a gate that checks nothing lets nothing through.").Select(reader.Read).OfType<CheckDefinition>()];
        reader.order.ReportCycles(top.Problems);
        return checks;
    }

    private CheckDefinition? Read(NamedSection named)
    {
        var section = named.Section;
        if (named.Name.Text == All) section.Problems.Add(named.Name.At, $"'{All}' means every check in a gate: give this check another name.");

        var types = string.Join(", ", schemas.Select(schema => schema.Type));
        if (section.Text("type", $"write one of: {types}.") is not { } type) return null;

        if (schemas.FirstOrDefault(schema => schema.Type == type.Text) is not { } schema)
        {
            section.Problems.Add(type.At, $"there is no check type {Quote.Of(type.Text)}: use one of: {types}.");
            return null;
        }

        var settings = schema.Read(section);
        settings["type"] = schema.Type;
        var attested = schema.Type == AttestedSchema.TypeName;
        var check = new CheckDefinition(named.Name.Text, schema.Type, settings, CanonicalJson.Digest(settings))
        {
            After = attested ? [] : After(named),
            Retries = attested ? 0 : section.Integer("retries", 0, 0, MostRetries),
            GoodFor = section.Duration("good-for", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)),
            IsDeterministic = schema.IsDeterministic(settings),
            Attested = attested ? AttestedSchema.From(settings) : null,
        };
        if (attested) RefuseRuns(section);
        section.Close();
        return places.Mark(check, named.Name.At);
    }

    private string[] After(NamedSection named)
    {
        var before = named.Section.Texts("after");
        foreach (var name in before) Reference.IsKnown(named.Section.Problems, name, "check", names);
        order.Add(named.Name.Text, before);
        return [.. before.Select(name => name.Text)];
    }

    private static void RefuseRuns(YamlSection section)
    {
        foreach (var key in OfRuns.Where(section.Has))
        {
            if (section.Texts(key).Count > 0) section.Report(key, $"people attest this check when they have done it, so '{key}' means nothing here: remove it.");
        }
    }
}
