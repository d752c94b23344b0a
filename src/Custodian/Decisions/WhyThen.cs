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
internal sealed class WhyThen(IFactSource facts, GitProgram git, string dataFolder)
{
    /// <param name="at">The instant; it is judged as past when it is not after <paramref name="now"/>.</param>
    /// <param name="known">The rules of a running service; null, or other than those in force then: those that the store tells.</param>
    /// <returns>Null where the policy in force then names no such repository, and nothing was ever recorded of one.</returns>
    public async Task<WhyDocument?> ExplainAsync(string repository, CommitSha commit, DateTimeOffset at, DateTimeOffset now, WatchedRepository? known, CancellationToken stop)
    {
        var past = at <= now;
        var (end, rules, heard) = await facts.ReadAsync(reader =>
        {
            var size = past ? reader.SizeAt(at) : reader.Size();
            return (size, RecordedRules.InForce(reader, repository, size), reader.IsKnown(repository));
        }, stop);
        if (rules is null) return heard || known is not null ? Unknown(repository, commit, at, "", "nothing-recorded", $"Nothing was recorded yet at {UtcTimeConverter.Write(at)}: the ledger is younger.") : null;
        if (known is null && !heard && !rules.Repositories.Contains(repository)) return null;

        var mirror = new Mirror(git, Path.Combine(dataFolder, "mirrors", repository + ".git"));
        var candidate = new CandidateId(repository, commit);
        return await facts.ReadPastAsync(end, reader => (known?.Policy.Digest == rules.Digest ? known.GateOf(reader, commit).Policy : rules.PolicyFor(reader, candidate)) is { } policy
            ? Explain(reader, candidate, policy, rules, mirror, at, past)
            : Unknown(repository, commit, at, rules.Digest, "rules-not-recorded",
                $"No verdict on {repository} was recorded under the policy that was in force at {UtcTimeConverter.Write(at)} (number {rules.Number}), so its rules cannot be read from the store."), stop);
    }

    private static WhyDocument Explain(FactReader reader, CandidateId candidate, Policy policy, RecordedRules rules, Mirror mirror, DateTimeOffset at, bool past)
    {
        // Anybody may ask about any commit; only for a candidate is git asked.
        var asked = reader.IsOpen(candidate.Repository, candidate.Commit) is null
            ? new(GitFacts.Nothing(null), Here: false, Passed: false, [])
            : RecordedGit.Ask(reader, candidate, policy, rules.GeneratedOf(policy), mirror, past);
        var answer = WhyNot.Explain(reader, new(candidate.Repository, policy, rules.Source), candidate, asked.Git, asked.Here, asked.Passed, at);
        return answer with { Notes = Told(past, answer.State is "promoted" or "superseded" ? [] : asked.NotKnown) };
    }

    private static IReadOnlyList<string> Told(bool past, IReadOnlyList<string> notKnown) => past
        ? notKnown
        : [WhyNot.ToCome, .. notKnown];

    private static WhyDocument Unknown(string repository, CommitSha commit, DateTimeOffset at, string policy, string code, string text) =>
        new(repository, commit.ToString(), "unknown", policy, at, [new(code, commit.ToString(), text, [Actor.Operator.ToString()], null)], []);
}
