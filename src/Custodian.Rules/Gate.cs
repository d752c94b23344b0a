namespace Custodian.Rules;

/// <summary>The decision. Pure and total: the same facts always give the same verdict, whatever their order.</summary>
public static class Gate
{
    /// <summary>Judges one candidate.</summary>
    /// <param name="facts">All that is known; facts about other commits or repositories change nothing.</param>
    /// <returns>Promote only when every check passed, every seat is filled and nothing else stands in the way.</returns>
    public static Verdict Decide(Facts facts)
    {
        var ballot = new Ballot(facts);
        Reason[] against = [.. WrongPlace(facts), .. FailedChecks(facts), .. Vetoes(facts, ballot)];
        Reason[] awaited = [.. Closed(facts), .. UnfinishedChecks(facts), .. OpenSeats(facts, ballot), .. Soak(facts)];

        if (against.Length > 0) return new Verdict.Reject([.. against, .. awaited]);
        return awaited.Length > 0 ? new Verdict.Hold(awaited) : new Verdict.Promote();
    }

    private static IEnumerable<Reason> Closed(Facts facts)
    {
        foreach (var lack in Lacks(facts.Policy))
        {
            yield return new(ReasonCode.PolicyEmpty, facts.Repository, $"The policy {lack}, so nothing can be promoted.", [Actor.Operator]);
        }

        if (!facts.PolicyAdopted)
        {
            yield return new(ReasonCode.PolicyNotAdopted, facts.Repository,
                "The service runs with a policy other than the one that the custodians adopted; start it with the adopted one.",
                [Actor.Operator]);
        }

        if (facts.GoldLine.Count == 0)
        {
            yield return new(ReasonCode.NotAdopted, facts.Repository,
                "The custodians have not adopted a gold commit for this repository yet.", Directors(facts.Policy));
        }

        if (facts.Frozen is { } why)
        {
            yield return new(ReasonCode.Frozen, facts.Repository, $"The repository is frozen: {why}", Directors(facts.Policy));
        }

        if (facts.Subject is null)
        {
            yield return new(ReasonCode.SubjectUnknown, facts.Commit.ToString(),
                "What this commit contains has not been computed yet.", [Actor.Gate]);
        }
    }

    // "All of nothing" is true, so nothing must never be asked.
    private static IEnumerable<string> Lacks(Policy policy)
    {
        if (policy.Custodians.Count < 2) yield return "names fewer than two custodians";
        if (policy.Checks.Count == 0) yield return "requires no check";
        if (!policy.SignOffs.OfType<SignOffRule.EachCustodian>().Any()) yield return "does not ask each custodian for a sign-off";
        if (policy.SignOffs.OfType<SignOffRule.Any>().Any(rule => rule.Count < 1)) yield return "has a rule that asks for no sign-off";
    }

    private static IEnumerable<Reason> WrongPlace(Facts facts)
    {
        // Without gold there is nothing to descend from: NotAdopted says so.
        if (facts.GoldLine.Count > 0 && !facts.DescendsFromGold)
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

    private static IEnumerable<Reason> FailedChecks(Facts facts) =>
        from required in facts.Policy.Checks
        let result = LatestResult(facts, required)
        where result is not null
        let code = AgainstCode(result.Outcome)
        where code is not null
        select new Reason(code, required.Name, $"{required.Name}: {result.Summary}", [Actor.Developer]);

    private static string? AgainstCode(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Failed => ReasonCode.CheckFailed,
        CheckOutcome.TimedOut => ReasonCode.CheckTimedOut,
        CheckOutcome.Killed => ReasonCode.CheckKilled,
        CheckOutcome.NoReport => ReasonCode.CheckNoReport,
        _ => null,
    };

    // Starts from the policy: a check that never reported is awaited, not passed.
    private static IEnumerable<Reason> UnfinishedChecks(Facts facts)
    {
        foreach (var required in facts.Policy.Checks)
        {
            var result = LatestResult(facts, required);
            if (result is null)
            {
                yield return new(ReasonCode.CheckNotRun, required.Name, $"{required.Name} has not finished yet.", [Actor.Gate]);
            }
            else if (result.Outcome != CheckOutcome.Passed && AgainstCode(result.Outcome) is null)
            {
                yield return new(ReasonCode.CheckErrored, required.Name,
                    $"{required.Name} could not be run: {result.Summary}", [Actor.Operator]);
            }
        }
    }

    private static CheckResult? LatestResult(Facts facts, RequiredCheck required) =>
        facts.Checks
            .Where(result => result.Repository == facts.Repository && result.Commit == facts.Commit)
            .Where(result => result.Check == required.Name && result.Definition == required.Definition)
            .MaxBy(result => result.Seq);

    // A veto binds whatever has changed since: only its person can take it back, or leave.
    private static IEnumerable<Reason> Vetoes(Facts facts, Ballot ballot) =>
        from vote in ballot.Latest
        where vote.SignOff.Decision == SignOffDecision.Reject
        select new Reason(ReasonCode.Vetoed, vote.Person.Id,
            $"{vote.Person.Id} rejected {facts.Commit.Abbreviated} as {vote.SignOff.Role}: it needs a new commit, or the rejection withdrawn.",
            [new Actor(vote.Custodian.Id, vote.SignOff.Role), Actor.Developer]);

    private static IEnumerable<Reason> OpenSeats(Facts facts, Ballot ballot)
    {
        foreach (var seat in ballot.Open)
        {
            var able = ballot.AbleToFill(seat);
            yield return able.Count > 0
                ? new(ReasonCode.SignOffMissing, seat.Name, ballot.MissingText(seat), able)
                : new(ReasonCode.SeatVacant, seat.Name,
                    $"Nobody may sign off {facts.Commit.Abbreviated} as {seat.Role} for {seat.Name}: "
                    + "everyone in that role wrote part of it, is out of office or has signed another seat.",
                    seat.Custodian is { } id ? [new Actor(id), Actor.Operator] : [Actor.Operator]);
        }
    }

    private static IEnumerable<Reason> Soak(Facts facts)
    {
        var ends = facts.FirstSeen + facts.Policy.Soak;
        if (facts.AsOf < ends)
        {
            yield return new(ReasonCode.Soaking, facts.Commit.ToString(),
                $"The policy asks for {facts.Policy.Soak.TotalHours:0.#} h between first sight and promotion; that ends at {ends.UtcDateTime:yyyy-MM-dd HH:mm} UTC.",
                [Actor.Gate]);
        }
    }

    private static IReadOnlyList<Actor> Directors(Policy policy) =>
        policy.Custodians.Count == 0 ? [Actor.Operator] : [.. policy.Custodians.Select(custodian => new Actor(custodian.Id, "director"))];
}
