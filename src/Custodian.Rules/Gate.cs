namespace Custodian.Rules;

/// <summary>The decision. Pure and total: the same facts always give the same verdict, whatever their order.</summary>
public static class Gate
{
    /// <summary>Judges one candidate.</summary>
    /// <param name="facts">All that is known; facts about other commits or repositories change nothing.</param>
    /// <returns>Promote only when every check passed, every seat is filled and nothing else stands in the way.</returns>
    public static Verdict Decide(Facts facts) => Decide(new Judgement(facts));

    /// <summary>Tells the same decision as a tree of rules, with the fewest acts that would open the gate.</summary>
    /// <param name="facts">As for <see cref="Decide(Facts)"/>.</param>
    public static Explanation Explain(Facts facts)
    {
        var judged = new Judgement(facts);
        var verdict = Decide(judged);
        return new(verdict, Explainer.Tree(judged, verdict), Unblocking.Of(judged, verdict));
    }

    private static Verdict Decide(Judgement judged)
    {
        var facts = judged.Facts;
        Reason[] against =
        [
            .. WrongPlace(facts),
            .. CheckReasons(judged, against: true),
            .. Vetoes(judged),
        ];
        Reason[] awaited =
        [
            .. Closed(judged),
            .. CheckReasons(judged, against: false),
            .. OpenSeats.Reasons(judged),
            .. Times(facts),
        ];

        if (against.Length > 0) return new Verdict.Reject([.. against, .. awaited]);
        return awaited.Length > 0 ? new Verdict.Hold(awaited) : new Verdict.Promote();
    }

    private static IEnumerable<Reason> Closed(Judgement judged)
    {
        var facts = judged.Facts;
        foreach (var lack in Lacks(judged))
        {
            yield return new(ReasonCode.PolicyEmpty, facts.Repository, $"The policy {lack}, so nothing can be promoted.", [Actor.Operator]);
        }

        if (!facts.PolicyAdopted)
        {
            yield return new(ReasonCode.PolicyNotAdopted, facts.Repository,
                "The service runs with a policy other than the one that the custodians adopted; start it with the adopted one.",
                [Actor.Operator]);
        }

        if (facts.NextPolicy is { Problem: { } problem })
        {
            yield return new(ReasonCode.PolicyUnreadable, facts.Commit.ToString(), $"The policy in this commit changes nothing and cannot be adopted: {problem}.", [Actor.Developer]);
        }
        else if (facts.NextPolicy is { Awaited: { Count: > 0 } custodians } next)
        {
            yield return new(ReasonCode.PolicyAwaited, facts.Commit.ToString(),
                $"This commit brings {next.Name()}, which a {Motion.Role} of {Wording.And(custodians)} has not approved under the rules in force and under its own yet.",
                [.. custodians.Select(custodian => new Actor(custodian, Motion.Role))]);
        }

        if (facts.GoldLine.Count == 0)
        {
            yield return new(ReasonCode.NotAdopted, facts.Repository,
                "The custodians have not adopted a gold commit for this repository yet.", Motion.WhoActs(facts.Policy.Custodians, facts.AdoptionVotes ?? [], facts.AsOf));
        }

        if (facts.Frozen is { } why)
        {
            yield return new(ReasonCode.Frozen, facts.Repository, $"The repository is frozen: {why}", Motion.WhoActs(facts.Policy.Custodians, facts.LiftVotes ?? [], facts.AsOf));
        }

        if (facts.Subject is null)
        {
            yield return new(ReasonCode.SubjectUnknown, facts.Commit.ToString(),
                "What this commit contains has not been computed yet.", [Actor.Gate]);
        }

        if (MustMergeGold(facts))
        {
            yield return new(ReasonCode.MergeGoldFirst, facts.Commit.ToString(),
                $"Gold ({facts.GoldLine[^1].Abbreviated}) passed the urgent gate and is not in this branch yet: merge gold first, and push; what is pushed is judged again.",
                [Actor.Developer]);
        }

        foreach (var reason in Unknowns(judged)) yield return reason;
    }

    // "All of nothing" is true, so nothing must never be asked.
    private static IEnumerable<string> Lacks(Judgement judged)
    {
        var (facts, plan) = (judged.Facts, judged.Plan);
        if (facts.Policy.Custodians.Count(custodian => custodian.IsMember(facts.AsOf)) < 2) yield return "names fewer than two custodians";
        if (!plan.RequiresCheck) yield return "requires no check";
        if (judged.Ballot.Ways is null) yield return $"offers more than {RuleTree.MostWays} choices";
        else if (!judged.Ballot.HasOpenWay) yield return "does not ask each custodian for a sign-off";
        if (plan.AsksForNothing) yield return "has a rule that asks for no sign-off";
    }

    // Unknown to a rule: which rules are asked, or whom they exclude, cannot be told.
    private static IEnumerable<Reason> Unknowns(Judgement judged)
    {
        var facts = judged.Facts;
        foreach (var chain in judged.Plan.AskForChanges)
        {
            if (Conditions.AreKnown(chain[^1].When!, facts) || !IsInTerm(chain, facts.AsOf)) continue;
            yield return new(ReasonCode.ChangesUnknown, facts.Commit.ToString(), "What this commit changes against gold is not known yet, and a rule asks.", [Actor.Gate]);
            break;
        }

        if (facts.Pushers is null && judged.Plan.ExcludesPusher && (judged.Ballot.Ways ?? []).Any(way => way.Rows.Any(row => row.NotBy.HasFlag(NotByFlags.Pusher))))
        {
            yield return new(ReasonCode.PusherUnknown, facts.Commit.ToString(), "Who pushed this commit is not known, and a rule excludes them: let a forge tell, or drop that from the rule.", [Actor.Operator]);
        }
    }

    private static bool IsInTerm(SignOffRule[] chain, DateTimeOffset instant)
    {
        foreach (var rule in chain)
        {
            if (!Term.Holds(rule.From, rule.Until, instant)) return false;
        }

        return true;
    }

    private static bool MustMergeGold(Facts facts) =>
        facts is { GoldLine.Count: > 0, DescendsFromGold: false, GoldIsUrgent: true, Policy.Urgent: false };

    private static IEnumerable<Reason> WrongPlace(Facts facts)
    {
        // Without gold there is nothing to descend from: NotAdopted says so.
        if (facts.GoldLine.Count > 0 && !facts.DescendsFromGold && !MustMergeGold(facts))
        {
            yield return new(ReasonCode.NotFastForward, facts.Commit.ToString(),
                $"The commit does not descend from gold ({facts.GoldLine[^1].Abbreviated}): merge gold into the branch and push.",
                [Actor.Developer]);
        }

        if (!facts.OnSource)
        {
            yield return new(ReasonCode.NotOnSource, facts.Commit.ToString(),
                "No watched source branch contains this commit any more: push it again, or sign off what replaced it.",
                [Actor.Developer]);
        }
    }

    private static IEnumerable<Reason> CheckReasons(Judgement judged, bool against)
    {
        foreach (var standing in judged.Checks)
        {
            if (standing.Reason is { } reason && standing.Against == against && !standing.Check.Advisory) yield return reason;
        }
    }

    // A veto binds whatever has changed since: only its person can take it back, or leave.
    private static IEnumerable<Reason> Vetoes(Judgement judged)
    {
        foreach (var (chair, _) in judged.Ballot.Vetoes())
        {
            var person = chair.Voice.Person.Id;
            yield return new(ReasonCode.Vetoed, person,
                $"{person} rejected {judged.Facts.Commit.Abbreviated} as {chair.Role}: it needs a new commit, or the rejection withdrawn.",
                [chair.Actor, Actor.Developer]) { Role = chair.Role };
        }
    }

    private static IEnumerable<Reason> Times(Facts facts)
    {
        var ends = facts.FirstSeen + facts.Policy.Soak;
        if (facts.AsOf < ends)
        {
            yield return new(ReasonCode.Soaking, facts.Commit.ToString(),
                $"The policy asks for {facts.Policy.Soak.TotalHours:0.#} h between first sight and promotion; that ends at {Wording.Time(ends)}.",
                [Actor.Gate]);
        }

        if (facts.Policy.Windows is not { } windows) yield break;
        if (facts.Local is not { } local)
        {
            yield return new(ReasonCode.LocalTimeUnknown, windows.Zone, $"What the clocks of {windows.Zone} show is not known.", [Actor.Operator]);
        }
        else if (!windows.AreOpen(local))
        {
            yield return new(ReasonCode.OutsideWindow, windows.Zone, $"It is {local:ddd yyyy-MM-dd HH:mm} in {windows.Zone}; gold moves only {windows}.", [Actor.Gate]);
        }
    }
}
