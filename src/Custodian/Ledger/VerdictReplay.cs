using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Ledger;

/// <summary>Recomputes every stored verdict, and every decision to move gold, from the facts that were stored with it.</summary>
internal static class VerdictReplay
{
    /// <returns>How many were recomputed, and what came out otherwise, at most <see cref="LedgerVerifier.MostFindings"/>.</returns>
    public static (long Decisions, IReadOnlyList<LedgerFinding> Findings) Check(FactReader reader, IProgress<long>? progress)
    {
        var findings = new List<LedgerFinding>();
        var count = 0L;
        foreach (var (seq, body) in reader.All())
        {
            var wrong = body switch
            {
                VerdictGiven given => Wrong(reader, given, given.Facts, again => Compare(given, again)),
                PromotionIntended { Cause: PromotionIntended.Promotion } intent => Wrong(reader, intent, intent.FactsDigest, again => again is Verdict.Promote
                    ? null
                    : $"gold was to be moved, and its facts give {Said(again)}"),
                _ => "",
            };
            if (wrong == "") continue;
            if (++count % TilePath.FullWidth == 0) progress?.Report(count);
            if (wrong is not null) findings.Add(new(LedgerFindingCode.Verdict, $"Entry {seq}: {wrong}.", seq));
            if (findings.Count >= LedgerVerifier.MostFindings) break;
        }

        return (count, findings);
    }

    private static string? Wrong(FactReader reader, FactBody decided, string digest, Func<Verdict, string?> compare)
    {
        if (reader.Evidence(digest) is not { } bytes) return "the facts that it was made from are not there";
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != digest) return "the facts that it was made from were changed";

        try
        {
            var facts = JsonSerializer.Deserialize<Rules.Facts>(bytes, FactJson.Options)!;
            return (facts.Repository, (CommitSha?)facts.Commit) == (decided.Repository, decided.Commit) ? compare(Gate.Decide(facts)) : "its facts are about another commit";
        }
        catch (JsonException unreadable)
        {
            return $"the facts that it was made from cannot be read: {unreadable.Message}";
        }
    }

    private static string? Compare(VerdictGiven given, Verdict again)
    {
        var same = given.Verdict == Verdicts.NameOf(again)
            && given.Reasons.Select(reason => (reason.Code, reason.Subject)).SequenceEqual(again.Reasons.Select(reason => (reason.Code, reason.Subject)));
        return same ? null : $"it says {given.Verdict} ({string.Join(", ", given.Reasons.Select(reason => $"{reason.Code} {reason.Subject}"))}), and its facts give {Said(again)}";
    }

    private static string Said(Verdict verdict) => $"{Verdicts.NameOf(verdict)} ({string.Join(", ", verdict.Reasons.Select(reason => $"{reason.Code} {reason.Subject}"))})";
}
