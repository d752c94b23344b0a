using System.Text.Json.Nodes;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads an <c>attested</c> check: what only people can do, and say how it went.</summary>
internal sealed class AttestedSchema(IReadOnlyList<CustodianOrganisation> custodians) : ICheckSchema
{
    public const string TypeName = "attested";

    public string Type => TypeName;

    public JsonObject Read(YamlSection section)
    {
        var role = section.Text("role", "write the role of who attests, such as tester.");
        var of = CustodianNames.Read(section, custodians);
        if (role is not null && !CustodianNames.Among(of, custodians).SelectMany(custodian => custodian.People).Any(person => person.Roles.Contains(role.Text)))
        {
            section.Problems.Add(role.At, $"nobody {(of is null ? "" : $"of {Quote.All(of)} ")}has the role {Quote.Of(role.Text)}, so nobody could ever attest: give the role to somebody, or correct it here.");
        }

        var settings = new JsonObject { ["role"] = role?.Text ?? "" };
        if (of is not null) settings["of"] = new JsonArray([.. of.Select(id => JsonValue.Create(id))]);
        var assurance = section.Choice("min-assurance", "page", [.. Words.Assurances.Keys]);
        if (assurance != "page") settings["minAssurance"] = assurance;
        return settings;
    }

    /// <summary>The settings as the gate knows them.</summary>
    public static Attestor From(JsonObject settings) => new(settings["role"]!.GetValue<string>())
    {
        Of = settings["of"] is JsonArray of ? [.. of.Select(id => id!.GetValue<string>())] : null,
        MinAssurance = settings["minAssurance"] is { } assurance ? Words.Assurances[assurance.GetValue<string>()] : Assurance.Page,
    };
}
