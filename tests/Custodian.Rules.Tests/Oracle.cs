namespace Custodian.Rules.Tests;

/// <summary>
/// The same decision, written a second time from the words that describe it: slow, and sharing nothing with the gate. Every
/// way through the rules and every assignment of people to seats is tried.
/// </summary>
internal static class Oracle
{
    /// <returns>Promote, Hold or Reject, with the codes of all reasons.</returns>
    public static Opinion Judge(Facts facts)
    {
        var against = new HashSet<string>();
        var awaited = new HashSet<string>();
        Place(facts, against, awaited);
        OracleChecks.Judge(facts, against, awaited);
        foreach (var voice in OracleVoices.Heard(facts))
        {
            var binds = facts.Policy.Veto is null || facts.Policy.Veto.Contains(voice.Role);
            if (binds && voice.Said.Decision == SignOffDecision.Reject) against.Add($"{ReasonCode.Vetoed} {voice.Person}");
        }

        if (!OracleSeats.HasOpenWay(facts)) awaited.Add(ReasonCode.PolicyEmpty);
        return new(against, awaited, OracleSeats.Judge(facts));
    }

    private static void Place(Facts facts, HashSet<string> against, HashSet<string> awaited)
    {
        var policy = facts.Policy;
        if (facts.GoldLine.Count > 0 && !facts.DescendsFromGold)
        {
            if (facts.GoldIsUrgent && !policy.Urgent) awaited.Add(ReasonCode.MergeGoldFirst);
            else against.Add(ReasonCode.NotFastForward);
        }

        if (!facts.OnSource) against.Add(ReasonCode.NotOnSource);

        var rules = OracleRules.Everywhere(policy.SignOffs);
        if (OracleRules.Members(facts).Count < 2) awaited.Add(ReasonCode.PolicyEmpty);
        if (!policy.Checks.Any(check => !check.Advisory && !OracleChecks.MayWait(check))) awaited.Add(ReasonCode.PolicyEmpty);
        if (rules.Any(rule => rule is SignOffRule.EachCustodian { Count: < 1 } or SignOffRule.Any { Count: < 1 })) awaited.Add(ReasonCode.PolicyEmpty);
        if (rules.Any(rule => rule is SignOffRule.AllOf { Parts: [] } or SignOffRule.OneOf { Parts: [] })) awaited.Add(ReasonCode.PolicyEmpty);

        if (!facts.PolicyAdopted) awaited.Add(ReasonCode.PolicyNotAdopted);
        if (facts.NextPolicy is { } next)
        {
            if (next.Problem is not null) awaited.Add(ReasonCode.PolicyUnreadable);
            else if (next.Awaited.Count > 0) awaited.Add(ReasonCode.PolicyAwaited);
        }

        if (facts.GoldLine.Count == 0) awaited.Add(ReasonCode.NotAdopted);
        if (facts.Frozen is not null) awaited.Add(ReasonCode.Frozen);
        if (facts.Subject is null) awaited.Add(ReasonCode.SubjectUnknown);
        if (facts.AsOf < facts.FirstSeen + policy.Soak) awaited.Add(ReasonCode.Soaking);
        Windows(facts, awaited);

        foreach (var rule in OracleRules.InTerm(facts, policy.SignOffs))
        {
            if (OracleRules.AsksForWhatIsUnknown(facts, rule)) awaited.Add(ReasonCode.ChangesUnknown);
        }

        foreach (var rule in OracleRules.Asked(facts, policy.SignOffs))
        {
            if (rule is SignOffRule.Asking { NotBy: { } names } && names.Contains(NotBy.Pusher) && facts.Pushers is null) awaited.Add(ReasonCode.PusherUnknown);
        }
    }

    private static void Windows(Facts facts, HashSet<string> awaited)
    {
        if (facts.Policy.Windows is not { } windows) return;
        if (facts.Local is not { } local)
        {
            awaited.Add(ReasonCode.LocalTimeUnknown);
            return;
        }

        var open = false;
        foreach (var window in windows.Open)
        {
            foreach (var day in window.Days)
            {
                var clock = local - local.Date;
                open |= day == local.DayOfWeek && clock >= window.From && clock < window.Until;
            }
        }

        foreach (var closed in windows.Closed) open &= closed != new DateOnly(local.Year, local.Month, local.Day);
        if (!open) awaited.Add(ReasonCode.OutsideWindow);
    }
}

/// <summary>What the oracle says. Where the open seats of one way can be told in several right ways, each of them is right.</summary>
internal sealed record Opinion(IReadOnlySet<string> Against, IReadOnlySet<string> Awaited, IReadOnlyList<string[]> Seats)
{
    private static readonly string[] SeatCodes = [ReasonCode.SignOffMissing, ReasonCode.SeatVacant];

    // Of these the oracle knows what they are about, too: a check or a person.
    private static readonly HashSet<string> WithSubject =
    [
        ReasonCode.Vetoed, ReasonCode.CheckNotRun, ReasonCode.CheckFailed, ReasonCode.CheckTimedOut, ReasonCode.CheckKilled, ReasonCode.CheckNoReport,
        ReasonCode.CheckErrored, ReasonCode.CheckExpired, ReasonCode.CheckRetrying, ReasonCode.WaiverExpired,
    ];

    public string Verdict => Against.Count > 0 ? "Reject" : Awaited.Count > 0 || Seats[0].Length > 0 ? "Hold" : "Promote";

    /// <summary>True when only sign-offs and taking back rejections are missing.</summary>
    public bool LacksOnlySignOffs => Awaited.Count == 0 && Against.All(code => code.StartsWith(ReasonCode.Vetoed, StringComparison.Ordinal));

    public bool Agrees(Verdict verdict)
    {
        var said = verdict.Reasons.Select(reason => WithSubject.Contains(reason.Code) ? $"{reason.Code} {reason.Subject}" : reason.Code).ToHashSet();
        var seats = said.Intersect(SeatCodes).ToHashSet();
        said.ExceptWith(SeatCodes);
        return verdict.GetType().Name == Verdict && said.SetEquals(Against.Concat(Awaited)) && Seats.Any(seats.SetEquals);
    }

    public override string ToString() =>
        $"{Verdict}: {string.Join(", ", Against.Concat(Awaited))}; seats {string.Join(" or ", Seats.Select(codes => $"[{string.Join(" ", codes)}]"))}";
}
