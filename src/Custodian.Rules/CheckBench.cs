namespace Custodian.Rules;

/// <summary>Judges the checks that a policy requires.</summary>
internal static class CheckBench
{
    /// <summary>Every required check, advisory ones as well, in the order of the policy.</summary>
    public static CheckStanding[] Judge(Facts facts, Plan plan)
    {
        var standings = new CheckStanding[facts.Policy.Checks.Count];
        for (var index = 0; index < standings.Length; index++) standings[index] = Judge(facts.Policy.Checks[index], facts, plan);
        return standings;
    }

    private static CheckStanding Judge(RequiredCheck check, Facts facts, Plan plan)
    {
        var result = check.Attested is { } attestor ? Attestations.Result(check, attestor, facts, plan) : LatestRun(check, facts);
        var standing = new CheckStanding(check) { Outcome = result?.Outcome, Summary = result?.Summary };
        if (result is null) return Await(standing, NotRun(check, facts), facts);
        // What somebody attests against a candidate does not grow old: only they take it back.
        var agesNot = check.Attested is not null && result.Outcome == CheckOutcome.Failed;
        if (!agesNot && check.GoodFor is { } good && !(result.RecordedAt + good > facts.AsOf)) return Await(standing, Expired(check, good, facts), facts);

        return result.Outcome switch
        {
            CheckOutcome.Passed => standing,
            _ when WentAgainst(result) => WentAgainst(standing, result, facts),
            // What no version of this gate knows is no result, either.
            _ => Await(standing, new(ReasonCode.CheckErrored, check.Name, $"{check.Name} could not be run: {result.Summary}", [Actor.Operator]), facts),
        };
    }

    private static CheckStanding Await(CheckStanding standing, Reason reason, Facts facts)
    {
        if (standing.Check.DeferFor is null) return standing with { Reason = reason };

        // What is not known may be put off. That it failed is known, however old that is and whatever could not be run since.
        return standing.Check.Attested is null && LatestRun(standing.Check, facts, IsKnown) is { Outcome: not CheckOutcome.Passed } failure
            ? WentAgainst(standing with { Outcome = failure.Outcome, Summary = failure.Summary }, failure, facts)
            : standing with { Deferred = true };
    }

    private static bool IsKnown(CheckResult run) => run.Outcome is CheckOutcome.Passed || WentAgainst(run);

    private static bool WentAgainst(CheckResult run) => run.Outcome is CheckOutcome.Failed or CheckOutcome.TimedOut or CheckOutcome.Killed or CheckOutcome.NoReport;

    private static CheckStanding WentAgainst(CheckStanding standing, CheckResult result, Facts facts)
    {
        var excuse = Excuses.For(standing.Check, result, facts);
        if (excuse is { IsGood: true }) return standing with { Excuse = excuse.What, ExcusedUntil = excuse.Until };

        var name = standing.Check.Name;
        if (standing.Check.Attested is null && RunsAgainst(standing.Check, facts) is var runs && runs <= standing.Check.Retries)
        {
            return standing with
            {
                Reason = new(ReasonCode.CheckRetrying, name, $"{name} is run again (run {runs + 1} of {standing.Check.Retries + 1}); the last one: {result.Summary}", [Actor.Gate]),
            };
        }

        IReadOnlyList<Actor> who = standing.Check.Attested is null ? [Actor.Developer] : [.. Attestations.Askable(standing.Check, facts), Actor.Developer];
        return standing with
        {
            Against = true,
            Reason = excuse is { Until: var until }
                ? new(ReasonCode.WaiverExpired, name, $"{name}: {result.Summary} What excused that ended at {Wording.Time(until)}.", who)
                : new(Code(result.Outcome), name, $"{name}: {result.Summary}{(Excuses.AreOfAnother(standing.Check, result, facts) ? " The waiver is of another definition of it." : "")}", who),
        };
    }

    private static Reason NotRun(RequiredCheck check, Facts facts)
    {
        if (check.Attested is not { } attestor)
        {
            return check.After.Count == 0
                ? new(ReasonCode.CheckNotRun, check.Name, $"{check.Name} has not finished yet.", [Actor.Gate])
                : new(ReasonCode.CheckNotRun, check.Name, $"{check.Name} has not finished yet; it is run when {string.Join(" and ", check.After)} passed.", [Actor.Gate]);
        }

        var able = Attestations.Askable(check, facts);
        return able.Count > 0
            ? new(ReasonCode.CheckNotRun, check.Name, $"{check.Name} waits to be attested as {attestor.Role}.", able)
            : new(ReasonCode.CheckNotRun, check.Name, $"Nobody may attest {check.Name}: everyone in the role {attestor.Role} wrote part of the candidate or is out of office.", [Actor.Operator]);
    }

    private static Reason Expired(RequiredCheck check, TimeSpan good, Facts facts) => new(ReasonCode.CheckExpired, check.Name,
        $"The last result of {check.Name} is older than {Wording.Length(good)}, and counts no more.",
        // Whoever attested what is too old now may do so again.
        check.Attested is null ? [Actor.Gate] : Attestations.Askable(check, facts));

    private static CheckResult? LatestRun(RequiredCheck check, Facts facts, Func<CheckResult, bool>? which = null)
    {
        CheckResult? latest = null;
        foreach (var run in facts.Checks)
        {
            if (Is(run, check, facts) && (latest is null || run.Seq > latest.Seq) && which?.Invoke(run) != false) latest = run;
        }

        return latest;
    }

    private static int RunsAgainst(RequiredCheck check, Facts facts)
    {
        if (check.Retries == 0) return 1;
        return facts.Checks.Where(run => Is(run, check, facts) && WentAgainst(run)).DistinctBy(run => run.Seq).Count();
    }

    private static bool Is(CheckResult run, RequiredCheck check, Facts facts) =>
        run.Check == check.Name && run.Commit == facts.Commit && run.Definition == check.Definition && run.Repository == facts.Repository;

    private static string Code(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Failed => ReasonCode.CheckFailed,
        CheckOutcome.TimedOut => ReasonCode.CheckTimedOut,
        CheckOutcome.Killed => ReasonCode.CheckKilled,
        CheckOutcome.NoReport => ReasonCode.CheckNoReport,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
