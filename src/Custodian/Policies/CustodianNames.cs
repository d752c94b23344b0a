using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads <c>of</c>: the custodians that something is about.</summary>
internal static class CustodianNames
{
    /// <returns>Null: all of them.</returns>
    public static IReadOnlyList<string>? Read(YamlSection section, IReadOnlyList<CustodianOrganisation> custodians)
    {
        if (section.TextsIfAny("of", "name at least one custodian, or remove 'of' to mean all.") is not { } names) return null;

        string[] known = [.. custodians.Select(custodian => custodian.Id)];
        foreach (var name in names) Reference.IsKnown(section.Problems, name, "custodian", known);
        return [.. names.Select(name => name.Text)];
    }

    public static IEnumerable<CustodianOrganisation> Among(IReadOnlyList<string>? of, IEnumerable<CustodianOrganisation> custodians) =>
        custodians.Where(custodian => of is null || of.Contains(custodian.Id));
}
