namespace Custodian.Rules.Tests;

/// <summary>
/// The same decision, written a second time from the words that describe it: slow, and sharing nothing with the gate. Every
/// assignment of people to seats is tried.
/// </summary>
internal static class Oracle
{
    private sealed record Voice(string Custodian, string Person, string Role, SignOff Last, bool Counts);

    /// <returns>Promote, Hold or Reject.</returns>
    public static string Judge(Facts facts)
    {
        var voices = Voices(facts);

        var rejected = !facts.OnSource || (facts.GoldLine.Count > 0 && !facts.DescendsFromGold);
        foreach (var voice in voices) rejected |= voice.Last.Decision == SignOffDecision.Reject;
        foreach (var check in facts.Policy.Checks)
        {
            rejected |= LastOutcome(facts, check) is CheckOutcome.Failed or CheckOutcome.TimedOut or CheckOutcome.Killed or CheckOutcome.NoReport;
        }

        if (rejected) return "Reject";

        var open = facts.PolicyAdopted && facts.Frozen is null && facts.Subject is not null && facts.GoldLine.Count > 0;
        open &= facts.Policy.Custodians.Count > 1 && facts.Policy.Checks.Count > 0;
        var eachIsAsked = false;
        foreach (var rule in facts.Policy.SignOffs)
        {
            eachIsAsked |= rule is SignOffRule.EachCustodian;
            open &= rule is not SignOffRule.Any { Count: <= 0 };
        }

        open &= eachIsAsked;
        open &= facts.AsOf - facts.FirstSeen >= facts.Policy.Soak;
        foreach (var check in facts.Policy.Checks) open &= LastOutcome(facts, check) == CheckOutcome.Passed;
        return open && Fillers(facts) is not null ? "Promote" : "Hold";
    }

    /// <summary>One approval for each seat, of as many people; null where there is no such choice.</summary>
    public static IReadOnlyList<SignOff>? Fillers(Facts facts)
    {
        var seats = new List<(string? Custodian, string Role)>();
        foreach (var rule in facts.Policy.SignOffs)
        {
            if (rule is SignOffRule.EachCustodian)
            {
                foreach (var custodian in facts.Policy.Custodians) seats.Add((custodian.Id, ((SignOffRule.Asking)rule).Role));
            }
            else
            {
                for (var seat = 0; seat < ((SignOffRule.Any)rule).Count; seat++) seats.Add((null, ((SignOffRule.Asking)rule).Role));
            }
        }

        var chosen = new List<SignOff>();
        return Choose(0) ? chosen : null;

        bool Choose(int seat)
        {
            if (seat == seats.Count) return true;
            foreach (var voice in Voices(facts))
            {
                if (!voice.Counts || voice.Role != seats[seat].Role) continue;
                if (seats[seat].Custodian is not null && seats[seat].Custodian != voice.Custodian) continue;
                if (chosen.Exists(one => one.Person == voice.Person)) continue;
                chosen.Add(voice.Last);
                if (Choose(seat + 1)) return true;
                chosen.RemoveAt(chosen.Count - 1);
            }

            return false;
        }
    }

    /// <summary>The last recorded run of exactly this check on exactly this commit.</summary>
    public static CheckResult? LastRun(Facts facts, RequiredCheck check)
    {
        CheckResult? last = null;
        foreach (var run in facts.Checks)
        {
            var concerns = run.Commit == facts.Commit && run.Repository == facts.Repository && run.Check == check.Name && run.Definition == check.Definition;
            if (concerns && (last is null || run.Seq > last.Seq)) last = run;
        }

        return last;
    }

    private static CheckOutcome? LastOutcome(Facts facts, RequiredCheck check) => LastRun(facts, check)?.Outcome;

    private static List<Voice> Voices(Facts facts)
    {
        var today = DateOnly.FromDateTime(facts.AsOf.UtcDateTime);
        var voices = new List<Voice>();
        foreach (var custodian in facts.Policy.Custodians)
        {
            foreach (var person in custodian.People)
            {
                if (person.From > today || person.Until < today) continue;
                foreach (var role in person.Roles)
                {
                    SignOff? last = null;
                    foreach (var said in facts.SignOffs)
                    {
                        if (said.Commit != facts.Commit || said.Repository != facts.Repository) continue;
                        if (said.Person != person.Id || said.Role != role) continue;
                        if (last is null || said.Seq > last.Seq) last = said;
                    }

                    if (last is not null) voices.Add(new(custodian.Id, person.Id, role, last, Counts(facts, custodian.Id, last)));
                }
            }
        }

        return voices;
    }

    private static bool Counts(Facts facts, string custodian, SignOff said)
    {
        if (said.Custodian != custodian) return false;
        if (said.Decision != SignOffDecision.Approve) return false;
        if (facts.Contributors.Contains(said.Person) && !facts.Policy.AuthorMaySign) return false;
        if (facts.Subject is null || said.Subject != facts.Subject || said.Rules != facts.Policy.Rules) return false;
        if (said.Gold is null || !facts.GoldLine.Contains(said.Gold.Value)) return false;
        return facts.Policy.SignOffsExpire is null || facts.AsOf - said.RecordedAt < facts.Policy.SignOffsExpire;
    }
}
