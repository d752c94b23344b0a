using System.Text.Json;
using System.Text.Json.Nodes;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>The adopted rules of one repository as the store itself tells them, where no configuration is at hand, or another one was in force.</summary>
/// <param name="Policy">As it was recorded with a verdict; null: none was recorded under these rules.</param>
/// <param name="Source">Branches that are watched, those of urgent candidates included.</param>
internal sealed record RecordedRules(string Digest, int Number, Policy? Policy, IReadOnlyList<string> Source, IReadOnlyList<string> Generated)
{
    // Of a repository that is judged at all, the newest verdict is under the rules in force; a few are older.
    private const int MostVerdicts = 1000;

    /// <summary>Names of the repositories in the policy that was in force.</summary>
    public required IReadOnlyList<string> Repositories { get; init; }

    /// <summary>The checks of this repository as the policy tells them, by name.</summary>
    public required IReadOnlyList<string> Checks { get; init; }

    /// <param name="end">Place of the first fact that is not looked at.</param>
    /// <returns>Null where no policy was in force.</returns>
    public static RecordedRules? InForce(FactReader reader, string repository, long end)
    {
        if (reader.Every<PolicyAdopted>().LastOrDefault(adopted => adopted.Seq < end) is not { } last) return null;

        var (number, digest) = (last.Body.Number, last.Body.Digest);
        var document = reader.Evidence(digest) is { } bytes ? JsonNode.Parse(bytes) as JsonObject : null;
        var entry = document?["repositories"]?[repository] as JsonObject;
        var policy = PolicyOf(reader, repository, digest);
        var gate = (policy?.Gate ?? (string?)entry?["gate"]) is { } name ? document?["gates"]?[name] as JsonObject : null;
        return new(digest, number, policy, [.. Texts(entry?["source"]), .. Texts(entry?["urgent"]?["source"])], Texts(gate?["generated"]))
        {
            Repositories = document?["repositories"] is JsonObject all ? [.. all.Select(one => one.Key)] : [],
            Checks = Texts(entry?["checks"]),
        };
    }

    /// <summary>The facts that a decision rests on; null where they are not there, or not what they were.</summary>
    public static Rules.Facts? FactsOf(FactReader reader, string digest)
    {
        if (reader.Evidence(digest) is not { } bytes || Policies.CanonicalJson.Digest(bytes) != digest) return null;

        try
        {
            return JsonSerializer.Deserialize<Rules.Facts>(bytes, FactJson.Options);
        }
        catch (JsonException)
        {
            // Told as facts that are not there: 'ledger verify --replay' says what is wrong with them.
            return null;
        }
    }

    // A policy is named by what it is, so that a verdict recorded later tells it as well.
    private static Policy? PolicyOf(FactReader reader, string repository, string digest) =>
        reader.NewestIn<VerdictGiven>(repository).Take(MostVerdicts)
            .Where(given => given.Body.Policy == digest)
            .Select(given => FactsOf(reader, given.Body.Facts)?.Policy)
            .OfType<Policy>()
            .FirstOrDefault(policy => !policy.Urgent);

    private static IReadOnlyList<string> Texts(JsonNode? node) => node is JsonArray texts ? [.. texts.Select(text => (string)text!)] : [];
}
