using System.Text.Json;
using System.Text.Json.Nodes;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>The adopted rules of one repository as the store itself tells them, where no configuration is at hand, or another one was in force.</summary>
/// <param name="Policy">What is asked on the main line, as it was recorded with a verdict; null: none was recorded under these rules.</param>
/// <param name="Source">Branches that are watched, those of urgent candidates included.</param>
internal sealed record RecordedRules(string Digest, int Number, Policy? Policy, IReadOnlyList<string> Source)
{
    // Of a repository that is judged at all, the newest verdict is under the rules in force; a few are older.
    private const int MostVerdicts = 1000;

    /// <summary>Names of the repositories in the policy that was in force.</summary>
    public required IReadOnlyList<string> Repositories { get; init; }

    private Policy? Urgent { get; init; }

    private IReadOnlyList<string> UrgentSource { get; init; } = [];

    private IReadOnlyDictionary<string, IReadOnlyList<string>> Generated { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

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
        var urgent = Texts(entry?["urgent"]?["source"]);
        return new(digest, number, PolicyOf(reader, repository, digest, urgent: false), [.. Texts(entry?["source"]), .. urgent])
        {
            Urgent = urgent.Count > 0 ? PolicyOf(reader, repository, digest, urgent: true) : null,
            UrgentSource = urgent,
            Generated = (document?["gates"] as JsonObject ?? []).ToDictionary(gate => gate.Key, gate => Texts(gate.Value?["generated"])),
            Repositories = document?["repositories"] is JsonObject all ? [.. all.Select(one => one.Key)] : [],
            Checks = Texts(entry?["checks"]),
        };
    }

    /// <summary>What is asked of one candidate; null: no verdict was recorded under these rules.</summary>
    public Policy? PolicyFor(FactReader reader, CandidateId candidate) =>
        reader.About<CandidateSeen>(candidate.Repository, candidate.Commit) is [.., var seen] && UrgentSource.Any(pattern => Policies.RefName.Matches(pattern, seen.Body.Ref)) ? Urgent : Policy;

    /// <summary>Globs of the code that a policy's gate takes for generated.</summary>
    public IReadOnlyList<string> GeneratedOf(Policy policy) => policy.Gate is { } gate ? Generated.GetValueOrDefault(gate) ?? [] : [];

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
    private static Policy? PolicyOf(FactReader reader, string repository, string digest, bool urgent) =>
        reader.NewestIn<VerdictGiven>(repository).Take(MostVerdicts)
            .Where(given => given.Body.Policy == digest)
            .Select(given => FactsOf(reader, given.Body.Facts)?.Policy)
            .OfType<Policy>()
            .FirstOrDefault(policy => policy.Urgent == urgent);

    private static IReadOnlyList<string> Texts(JsonNode? node) => node is JsonArray texts ? [.. texts.Select(text => (string)text!)] : [];
}
