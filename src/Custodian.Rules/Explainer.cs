namespace Custodian.Rules;

/// <summary>Tells a judgement as a tree: rule → what satisfied it, or what is missing and who can give it.</summary>
internal static class Explainer
{
    private static readonly string[] OfPlace =
    [
        ReasonCode.PolicyEmpty, ReasonCode.PolicyNotAdopted, ReasonCode.NotAdopted, ReasonCode.Frozen, ReasonCode.SubjectUnknown, ReasonCode.NotFastForward,
        ReasonCode.NotOnSource, ReasonCode.MergeGoldFirst, ReasonCode.ChangesUnknown, ReasonCode.PusherUnknown, ReasonCode.PolicyUnreadable, ReasonCode.PolicyAwaited,
    ];

    private static readonly string[] OfTime = [ReasonCode.Soaking, ReasonCode.OutsideWindow, ReasonCode.LocalTimeUnknown];

    public static IReadOnlyList<RuleNode> Tree(Judgement judged, Verdict verdict) =>
    [
        Gather("The candidate descends from gold, is on a watched branch, and the repository is open", verdict, OfPlace),
        .. judged.Checks.Select(standing => Check(standing, judged.Facts) with { Check = standing.Check.Name }),
        .. new SignOffTree(judged).Nodes(),
        Vetoes(judged, verdict),
        .. Times(judged.Facts, verdict),
        .. Advice(judged.Facts),
    ];

    private static RuleNode Gather(string rule, Verdict verdict, IReadOnlyList<string> codes)
    {
        IReadOnlyList<Reason> reasons = [.. verdict.Reasons.Where(reason => codes.Contains(reason.Code))];
        var against = reasons.Any(reason => reason.Code is ReasonCode.NotFastForward or ReasonCode.NotOnSource or ReasonCode.Vetoed);
        return new(rule, reasons.Count == 0 ? RuleState.Met : against ? RuleState.Against : RuleState.Awaited) { Reasons = reasons };
    }

    private static RuleNode Check(CheckStanding standing, Facts facts)
    {
        var check = standing.Check;
        var rule = RuleSentence.Of(check, facts.Policy);
        if (check.Advisory)
        {
            return new(rule, RuleState.Shown) { By = [standing.Summary ?? "no result yet"] };
        }

        if (standing.Excuse is { } excuse)
        {
            var told = $"by {excuse} until {Wording.Time(standing.ExcusedUntil!.Value)}";
            return new(rule, RuleState.Excused) { By = [standing.Summary!, $"excused {told}"], Excuse = told };
        }

        if (standing.Deferred)
        {
            return new(rule, RuleState.Deferred) { By = [$"has to pass within {Wording.Length(check.DeferFor!.Value)} of the promotion"] };
        }

        return standing.Reason is { } reason
            ? new(rule, standing.Against ? RuleState.Against : RuleState.Awaited) { Reasons = [reason], StillCan = [.. Attestors(check, facts)] }
            : new(rule, RuleState.Met) { By = [standing.Summary!] };
    }

    private static IEnumerable<string> Attestors(RequiredCheck check, Facts facts)
    {
        if (check.Attested is not { } attestor) return [];
        var today = DateOnly.FromDateTime(facts.AsOf.UtcDateTime).DayNumber;
        return Plan.Of(facts.Policy).Voices.Where(voice => Attestations.MayAttest(voice, attestor, facts, today)).Select(voice => voice.Person.Id);
    }

    private static RuleNode Vetoes(Judgement judged, Verdict verdict)
    {
        var rule = judged.Facts.Policy.Veto switch
        {
            null => "Nobody rejects it",
            [] => "Rejections are shown, and stop nothing",
            var roles => $"Nobody rejects it as {Wording.Or(roles)}",
        };
        var node = Gather(rule, verdict, [ReasonCode.Vetoed]);
        return node with
        {
            By = [.. judged.Ballot.Words().Where(word => word.SignOff.Decision == SignOffDecision.Reject && !word.Chair.VetoCounts).Select(word => $"{word.Chair.Voice.Person.Id} rejected it as {word.Chair.Role}, which stops nothing")],
        };
    }

    private static IEnumerable<RuleNode> Times(Facts facts, Verdict verdict)
    {
        if (facts.Policy.Soak > TimeSpan.Zero) yield return Gather($"It was first seen at least {Wording.Length(facts.Policy.Soak)} ago", verdict, [OfTime[0]]);
        if (facts.Policy.Windows is { } windows) yield return Gather($"Gold moves only {windows} ({windows.Zone})", verdict, OfTime[1..]);
    }

    private static IEnumerable<RuleNode> Advice(Facts facts)
    {
        if (facts.Policy.Associates.Count == 0) yield break;

        yield return new("Associates advise", RuleState.Shown)
        {
            By =
            [
                .. from associate in facts.Policy.Associates
                   where associate.InOffice(facts.AsOf)
                   let word = facts.SignOffs.Where(one => one.Repository == facts.Repository && one.Commit == facts.Commit && one.Person == associate.Id).MaxBy(one => one.Seq)
                   where word is not null && word.Decision != SignOffDecision.Withdraw
                   select $"{associate.Id} {(word.Decision == SignOffDecision.Approve ? "is for it" : "is against it")} as {word.Role}",
            ],
        };
    }
}
