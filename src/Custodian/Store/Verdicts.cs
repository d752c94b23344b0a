using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>Verdicts as they are recorded: only when they say something new, with the facts they were made from beside them.</summary>
internal static class Verdicts
{
    public static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Promote => "promote",
        Verdict.Hold => "hold",
        Verdict.Reject => "reject",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The latest verdict recorded on a candidate.</summary>
    public static VerdictGiven? Latest(FactReader reader, CandidateId candidate) =>
        reader.About<VerdictGiven>(candidate.Repository, candidate.Commit) is [.., var last] ? last.Body : null;

    /// <summary>Since when each reason has stood: as long as the verdicts kept naming it.</summary>
    public static IReadOnlyList<GivenReason> Since(IReadOnlyList<Reason> reasons, VerdictGiven? before, DateTimeOffset now) =>
    [
        .. from reason in reasons
           let known = before?.Reasons.FirstOrDefault(given => given.Code == reason.Code && given.Subject == reason.Subject)
           select known ?? new GivenReason(reason.Code, reason.Subject, now),
    ];

    /// <summary>Records a verdict unless it repeats the last one.</summary>
    /// <returns>Whether anything was appended.</returns>
    public static bool Record(Transaction transaction, Rules.Facts facts, Verdict verdict)
    {
        var candidate = new CandidateId(facts.Repository, facts.Commit);
        var before = Latest(transaction, candidate);
        var reasons = Since(verdict.Reasons, before, facts.AsOf);
        if (before is not null && before.Verdict == NameOf(verdict) && before.Policy == facts.Policy.Digest && before.Reasons.SequenceEqual(reasons))
        {
            return false;
        }

        transaction.Append(new VerdictGiven
        {
            At = transaction.Now,
            Repository = facts.Repository,
            Commit = facts.Commit,
            Verdict = NameOf(verdict),
            Policy = facts.Policy.Digest,
            Facts = KeepFacts(transaction, facts),
            Reasons = reasons,
        });
        return true;
    }

    /// <summary>The facts that a decision rests on; null where they are not there, or not what they were.</summary>
    public static Rules.Facts? FactsOf(FactReader reader, string digest)
    {
        if (reader.Evidence(digest) is not { } bytes || Convert.ToHexStringLower(SHA256.HashData(bytes)) != digest) return null;

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

    /// <summary>Keeps the facts that a decision rests on, so that it can be replayed.</summary>
    /// <returns>SHA-256 under which they are found again.</returns>
    public static string KeepFacts(Transaction transaction, Rules.Facts facts) =>
        transaction.KeepEvidence(JsonSerializer.SerializeToUtf8Bytes(facts, FactJson.Options));
}
