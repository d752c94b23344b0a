namespace Custodian.Policies;

/// <summary>Reads <c>associates:</c>, who advise and are never counted.</summary>
internal static class AssociatesReader
{
    public static IReadOnlyList<Associate> Read(YamlSection top, PeopleReader people) =>
        [.. top.Named("associates").Select(named => Read(named, people))];

    private static Associate Read(NamedSection named, PeopleReader people)
    {
        var section = named.Section;
        if (!section.Has("kind")) section.Text("kind", $"write one of: {string.Join(", ", Associate.Kinds)}.");
        var kind = section.Choice("kind", Associate.Kinds[0], Associate.Kinds);
        return new(people.Read(named, custodian: null), kind);
    }
}
