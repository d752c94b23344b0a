using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>
/// Says of any commit what was, or will be, said of it at an instant. In the past: what was recorded by then, under the policy adopted
/// then. To come: what is recorded now, by the clock of that instant.
/// </summary>
/// <param name="running">That of the service's own policy; null: no service is running here.</param>
internal sealed class WhyThen(IFactSource facts, GitProgram git, string dataFolder, IReadOnlyList<ICheckSchema> schemas, PolicyHome? running = null)
{
    // Each remembers what the latest candidates bring.
    private const int MostHomes = 4;

    // Anybody may ask, and a policy may be long: neither it nor what a commit makes of it is read for each question.
    private readonly AdoptedPolicies policies = new(dataFolder, schemas);
    private readonly Remembered<string, PolicyHome> homes = new(MostHomes);

    /// <param name="at">The instant; it is judged as past when it is not after <paramref name="now"/>.</param>
    /// <returns>Null where the policy in force then names no such repository, and nothing was ever recorded of one.</returns>
    public async Task<WhyDocument?> ExplainAsync(CandidateId candidate, DateTimeOffset at, DateTimeOffset now, CancellationToken stop)
    {
        var past = at <= now;
        var (end, rules, heard) = await facts.ReadAsync(reader =>
        {
            var size = past ? reader.SizeAt(at) : reader.Size();
            return (size, RecordedRules.InForce(reader, size, policies), reader.IsKnown(candidate.Repository));
        }, stop);
        if (rules is not null && !heard && rules.Policy?.FindRepository(candidate.Repository) is null) return null;
        if (rules is null) return Unknown(candidate, at, "", "nothing-recorded", $"Nothing was recorded yet at {UtcTimeConverter.Write(at)}: the ledger is younger.");

        var mirror = new Mirror(git, Path.Combine(dataFolder, "mirrors", candidate.Repository + ".git"));
        return await facts.ReadPastAsync(end, reader => rules.PolicyFor(reader, candidate) is { } policy
            ? Explain(reader, candidate, policy, rules, mirror, at, past)
            : Unknown(candidate, at, rules.Digest, "rules-not-recorded", rules.Policy is null
                ? $"The document of the policy that was in force at {UtcTimeConverter.Write(at)} (number {rules.Number}) is not in the store, or this version cannot read it: 'custodian ledger verify' says more."
                : $"The policy that was in force at {UtcTimeConverter.Write(at)} (number {rules.Number}) names no repository {candidate.Repository}."), stop);
    }

    private WhyDocument Explain(FactReader reader, CandidateId candidate, Policy policy, RecordedRules rules, Mirror mirror, DateTimeOffset at, bool past)
    {
        var inForce = rules.Policy!;
        // Anybody may ask about any commit; only for a candidate is git asked.
        var isCandidate = reader.IsOpen(candidate.Repository, candidate.Commit) is not null;
        var asked = isCandidate
            ? RecordedGit.Ask(reader, candidate, policy, rules.GateOf(candidate, policy), mirror, past)
            : new(GitFacts.Nothing(null), Here: false, Passed: false, []);
        var answer = WhyNot.Explain(
            reader, new(candidate.Repository, policy, inForce.FindRepository(candidate.Repository)!.AllSources), candidate, asked.Git, asked.Here, asked.Passed, at,
            isCandidate && asked is { Here: true, Passed: false } ? Next(candidate, inForce, mirror, at) : null);
        return answer.Noting(Told(past, answer.State is "promoted" or "superseded" ? [] : asked.NotKnown));
    }

    // Where the mirror has lost the commit, what it brings is not known; what git says is recorded, and counts.
    private Func<FactReader, NextPolicy?>? Next(CandidateId candidate, Configuration inForce, Mirror mirror, DateTimeOffset at)
    {
        var home = running?.Policy == inForce.PolicyDigest ? running : homes.Of(inForce.PolicyDigest, () => new(inForce, new(inForce, schemas), schemas));
        return home.Read(candidate.Repository, mirror, candidate.Commit) is { } brought ? reader => home.Standing(reader, candidate, brought, at) : null;
    }

    private static IReadOnlyList<string> Told(bool past, IReadOnlyList<string> notKnown) => past
        ? notKnown
        : [WhyNot.ToCome, .. notKnown];

    private static WhyDocument Unknown(CandidateId candidate, DateTimeOffset at, string policy, string code, string text) =>
        new(candidate.Repository, candidate.Commit.ToString(), "unknown", policy, at, [new(code, candidate.Commit.ToString(), text, [Actor.Operator.ToString()], null)], []);
}
