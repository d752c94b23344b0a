namespace Custodian.Rules.Tests;

/// <summary>The oracle on checks: section "Checks" of the rules' text, point by point.</summary>
internal static class OracleChecks
{
    public static void Judge(Facts facts, HashSet<string> against, HashSet<string> awaited)
    {
        foreach (var check in facts.Policy.Checks)
        {
            if (check.Advisory) continue;
            var (outcome, recorded, findings) = check.Attested is null ? Run(facts, check) : Attested(facts, check);

            string? waits = null;
            if (outcome is null) waits = ReasonCode.CheckNotRun;
            else if (check.GoodFor is { } good && (recorded is not { } at || facts.AsOf >= at + good)) waits = ReasonCode.CheckExpired;
            else if (outcome is not (CheckOutcome.Passed or CheckOutcome.Failed or CheckOutcome.TimedOut or CheckOutcome.Killed or CheckOutcome.NoReport)) waits = ReasonCode.CheckErrored;
            if (waits is not null && !MayWait(check)) awaited.Add($"{waits} {check.Name}");
            if (waits is not null)
            {
                if (!MayWait(check) || KnownFailure(facts, check) is not { } failure) continue;
                (outcome, findings) = (failure.Outcome, failure.Findings);
            }

            if (outcome == CheckOutcome.Passed || IsExcused(facts, check, findings)) continue;

            var runs = RunsOf(facts, check).Where(run => run.Outcome is CheckOutcome.Failed or CheckOutcome.TimedOut or CheckOutcome.Killed or CheckOutcome.NoReport);
            if (check.Attested is null && runs.Select(run => run.Seq).Distinct().Count() <= check.Retries)
            {
                awaited.Add($"{ReasonCode.CheckRetrying} {check.Name}");
                continue;
            }

            var code = outcome switch
            {
                CheckOutcome.TimedOut => ReasonCode.CheckTimedOut,
                CheckOutcome.Killed => ReasonCode.CheckKilled,
                CheckOutcome.NoReport => ReasonCode.CheckNoReport,
                _ => ReasonCode.CheckFailed,
            };
            against.Add($"{(ExcuseHasExpired(facts, check, findings) ? ReasonCode.WaiverExpired : code)} {check.Name}");
        }
    }

    /// <summary>True of a check that promotion need not wait for.</summary>
    public static bool MayWait(RequiredCheck check) => check.DeferFor is not null;

    /// <summary>The last recorded run of exactly this check on exactly this commit.</summary>
    public static CheckResult? LastRun(Facts facts, RequiredCheck check) => RunsOf(facts, check).MaxBy(run => run.Seq);

    /// <summary>The latest approval that counts, where an attested check has one.</summary>
    public static Attestation? Approval(Facts facts, RequiredCheck check) =>
        Words(facts, check).Where(word => word.Decision == SignOffDecision.Approve).MaxBy(word => word.Seq);

    // Of the runs that could be run the last, if it went against the candidate. People's words are never put aside by something that could not be run.
    private static CheckResult? KnownFailure(Facts facts, RequiredCheck check)
    {
        if (check.Attested is not null) return null;
        CheckOutcome[] known = [CheckOutcome.Passed, CheckOutcome.Failed, CheckOutcome.TimedOut, CheckOutcome.Killed, CheckOutcome.NoReport];
        var last = RunsOf(facts, check).Where(run => known.Contains(run.Outcome)).MaxBy(run => run.Seq);
        return last is null || last.Outcome == CheckOutcome.Passed ? null : last;
    }

    private static IEnumerable<CheckResult> RunsOf(Facts facts, RequiredCheck check) =>
        facts.Checks.Where(run => run.Commit == facts.Commit && run.Repository == facts.Repository && run.Check == check.Name && run.Definition == check.Definition);

    private static (CheckOutcome?, DateTimeOffset?, IReadOnlyList<string>?) Run(Facts facts, RequiredCheck check) =>
        LastRun(facts, check) is { } run ? (run.Outcome, run.RecordedAt, run.Findings) : (null, null, null);

    private static (CheckOutcome?, DateTimeOffset?, IReadOnlyList<string>?) Attested(Facts facts, RequiredCheck check)
    {
        // A rejection is no result that grows old: it says at once that the check failed.
        if (Words(facts, check).Exists(word => word.Decision == SignOffDecision.Reject)) return (CheckOutcome.Failed, facts.AsOf, null);
        return Approval(facts, check) is { } approval ? (CheckOutcome.Passed, approval.RecordedAt, null) : (null, null, null);
    }

    private static List<Attestation> Words(Facts facts, RequiredCheck check)
    {
        var asked = check.Attested!;
        var words = new List<Attestation>();
        foreach (var custodian in OracleRules.Members(facts))
        {
            if (asked.Of is not null && !asked.Of.Contains(custodian.Id)) continue;
            foreach (var person in custodian.People)
            {
                if (!OracleRules.Within(person.From, person.Until, facts.AsOf) || !person.Roles.Contains(asked.Role)) continue;
                if (!facts.Policy.AuthorMaySign && OracleVoices.WroteOrCommitted(facts, person.Id)) continue;
                var word = facts.Attestations
                    .Where(one => one.Person == person.Id && one.Role == asked.Role && one.Commit == facts.Commit && one.Repository == facts.Repository && one.Check == check.Name)
                    .MaxBy(one => one.Seq);
                if (word is null || word.Custodian != custodian.Id) continue;
                var stands = word.Decision == SignOffDecision.Reject;
                var counts = word.Rules == facts.Policy.Rules && word.Assurance >= asked.MinAssurance && OracleVoices.KeyIsNamed(facts, custodian.Id, person.Id, word.Key);
                if (stands || counts) words.Add(word);
            }
        }

        return words;
    }

    private static bool IsExcused(Facts facts, RequiredCheck check, IReadOnlyList<string>? findings)
    {
        if (DeviationsOf(facts, check).Any(IsGood)) return true;
        if (WaiversOf(facts, check).Any(waiver => waiver.Commit == facts.Commit && IsGood(waiver.Until))) return true;
        if (findings is null || findings.Count == 0) return false;
        return findings.All(finding => WaiversOf(facts, check).Any(waiver => waiver.Finding == finding && IsGood(waiver.Until)));

        bool IsGood(DateTimeOffset until) => facts.AsOf < until;
    }

    private static bool ExcuseHasExpired(Facts facts, RequiredCheck check, IReadOnlyList<string>? findings) =>
        DeviationsOf(facts, check).Any(until => until <= facts.AsOf)
        || WaiversOf(facts, check).Any(waiver => waiver.Until <= facts.AsOf
            && (waiver.Commit == facts.Commit || (waiver.Finding is not null && findings is not null && findings.Contains(waiver.Finding))));

    private static IEnumerable<DateTimeOffset> DeviationsOf(Facts facts, RequiredCheck check) =>
        facts.Deviations.Where(one => one.Repository == facts.Repository && one.Check == check.Name).Select(one => one.Until);

    private static IEnumerable<Waiver> WaiversOf(Facts facts, RequiredCheck check) =>
        facts.Waivers.Where(one => one.Repository == facts.Repository && one.Check == check.Name && (one.Definition is null || one.Definition == check.Definition));
}
