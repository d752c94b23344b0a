namespace Custodian.Rules;

/// <summary>Finds the fewest acts that open the gate.</summary>
internal static class Unblocking
{
    private static readonly string[] Anyone = ["anyone"];
    private static readonly string[] Operator = [Actor.Operator.Party];
    private static readonly string[] Developer = [Actor.Developer.Party];

    public static Unblock Of(Judgement judged, Verdict verdict)
    {
        var (acts, waits, impossible) = (new List<Act>(), new List<string>(), new List<string>());
        foreach (var reason in verdict.Reasons) Answer(judged, reason, acts, waits, impossible);
        var mayBeFewer = Sign(judged, acts, impossible);
        ApproveNext(judged.Facts, acts);
        return impossible.Count > 0 ? new([], waits, impossible) : new(acts, waits, []) { MayBeFewer = mayBeFewer };
    }

    private static void Answer(Judgement judged, Reason reason, List<Act> acts, List<string> waits, List<string> impossible)
    {
        var facts = judged.Facts;
        switch (reason.Code)
        {
            case ReasonCode.PolicyEmpty:
                impossible.Add($"{reason.Text} Every custodian has to adopt another policy.");
                break;
            case ReasonCode.NotFastForward or ReasonCode.MergeGoldFirst:
                impossible.Add("It needs a new commit: merge gold into the branch and push. That is judged by itself.");
                break;
            case ReasonCode.PolicyUnreadable:
                impossible.Add("It needs a new commit, with a policy that can be adopted. That is judged by itself.");
                break;
            case ReasonCode.NotOnSource:
                acts.Add(new(Developer, $"push {facts.Commit.Abbreviated} to a watched branch again"));
                break;
            case ReasonCode.PolicyNotAdopted:
                acts.Add(new(Operator, "start the service with the adopted policy"));
                break;
            case ReasonCode.LocalTimeUnknown:
                acts.Add(new(Operator, $"install the time zone {reason.Subject}"));
                break;
            case ReasonCode.PusherUnknown:
                acts.Add(new(Operator, "let the forge tell who pushed"));
                break;
            case ReasonCode.NotAdopted:
                Vote(facts, facts.AdoptionVotes, $"adopt {facts.ProposedGold?.Abbreviated ?? "a commit"} as gold", acts, waits);
                break;
            case ReasonCode.Frozen:
                Vote(facts, facts.LiftVotes, $"lift the freeze of {facts.Repository}", acts, waits);
                break;
            case ReasonCode.SubjectUnknown or ReasonCode.ChangesUnknown or ReasonCode.Soaking or ReasonCode.OutsideWindow or ReasonCode.CheckRetrying:
                waits.Add(reason.Text);
                break;
            case ReasonCode.CheckErrored:
                acts.Add(new(Operator, $"mend what keeps {reason.Subject} from running"));
                break;
            case ReasonCode.CheckNotRun or ReasonCode.CheckExpired or ReasonCode.CheckFailed or ReasonCode.CheckTimedOut or ReasonCode.CheckKilled
                or ReasonCode.CheckNoReport or ReasonCode.WaiverExpired:
                Recheck(judged, reason, acts, waits, impossible);
                break;
            default:
                // Sign-offs and vetoes are answered together: one act may serve both.
                break;
        }
    }

    private static void Recheck(Judgement judged, Reason reason, List<Act> acts, List<string> waits, List<string> impossible)
    {
        var (facts, standing) = (judged.Facts, judged.Checks.First(standing => standing.Reason == reason));
        var check = standing.Check;
        if (check.Attested is not { } attestor)
        {
            if (reason.Code is ReasonCode.CheckNotRun or ReasonCode.CheckExpired) waits.Add($"{check.Name} is run.");
            // What another run would find again is settled by people alone.
            else if (standing is { Check.IsDeterministic: true, Outcome: CheckOutcome.Failed })
                acts.Add(new(Developer, $"push a commit in which {check.Name} finds nothing new; or every custodian waives {check.Name} for {facts.Commit.Abbreviated}, or adopts a policy that allows or declares what it found"));
            else acts.Add(new(Anyone, $"run {check.Name} again") { Check = check.Name });
            return;
        }

        var today = DateOnly.FromDateTime(facts.AsOf.UtcDateTime).DayNumber;
        Voice[] able = [.. judged.Plan.Voices.Where(voice => Attestations.MayAttest(voice, attestor, facts, today))];
        string[] against = [.. able.Where(voice => Attestations.Against(voice, check, attestor, facts)).Select(voice => voice.Person.Id)];
        if (able.Length == 0) impossible.Add(reason.Text);
        else if (against.Length == 0) acts.Add(new([.. able.Select(voice => voice.Person.Id)], $"attest that {facts.Commit.Abbreviated} passed {check.Name}"));
        foreach (var person in against) acts.Add(new([person], $"attest that {facts.Commit.Abbreviated} passed {check.Name}, which they said it did not"));
    }

    // A director's sign-off of the commit approves the policy in it, too: only who has no such act to do is asked for more.
    private static void ApproveNext(Facts facts, List<Act> acts)
    {
        foreach (var id in facts.NextPolicy is { Problem: null } next ? next.Awaited : [])
        {
            List<string> directors = facts.Policy.Custodians.FirstOrDefault(custodian => custodian.Id == id) is { } custodian ? [.. Motion.Directors(custodian, facts.AsOf)] : [];
            var serves = acts.FindIndex(act => act.Role == Motion.Role && directors.Contains(act.Who[0]));
            // Only this custodian's directors do both with one act.
            if (serves >= 0) acts[serves] = acts[serves] with { Who = [.. acts[serves].Who.Where(directors.Contains)] };
            else acts.Add(new(directors.Count > 0 ? directors : [id], $"approve {facts.NextPolicy!.Name()}, which {facts.Commit.Abbreviated} brings, as {Motion.Role}"));
        }
    }

    // Of a custodian that is awaited, everyone who rejected has to say otherwise; one approval more is enough where nobody did, and needless beside another.
    private static void Vote(Facts facts, IReadOnlyList<MotionVote>? votes, string what, List<Act> acts, List<string> waits)
    {
        // One alone carries nothing, which is told as impossible.
        if (facts.Policy.Custodians.Count(custodian => custodian.IsMember(facts.AsOf)) < 2) return;

        var awaited = Motion.Awaited(facts.Policy.Custodians, votes ?? [], facts.AsOf);
        if (awaited.Count == 0) waits.Add("The directors' votes are counted.");
        foreach (var custodian in awaited)
        {
            var against = Motion.RejectedBy([custodian], votes ?? [], facts.AsOf);
            acts.AddRange(against.Select(person => new Act([person], $"{what}, which they rejected")));
            if (against.Count > 0) continue;

            var directors = Motion.Directors(custodian, facts.AsOf);
            acts.Add(new(directors.Count > 0 ? directors : [custodian.Id], what));
        }
    }

    /// <returns>True: fewer acts may do as well.</returns>
    private static bool Sign(Judgement judged, List<Act> acts, List<string> impossible)
    {
        var (ballot, commit) = (judged.Ballot, judged.Facts.Commit.Abbreviated);
        List<Chair> vetoes = [.. ballot.Vetoes().Select(veto => veto.Chair)];
        if (!ballot.HasOpenWay) return false;

        if (new FewestSignOffs(judged, vetoes).Find() is not { } found)
        {
            impossible.AddRange(OpenSeats.Reasons(judged).Where(reason => reason.Code == ReasonCode.SeatVacant).Select(reason => reason.Text).Distinct()
                .DefaultIfEmpty(Unfilled(judged)));
            return false;
        }

        foreach (var chair in vetoes)
        {
            string[] person = [chair.Voice.Person.Id];
            acts.Add(found.Used.Contains(chair)
                ? new(person, $"approve {commit} as {chair.Role} instead of rejecting it") { Role = chair.Role }
                : new(person, $"take back the rejection of {commit} as {chair.Role}"));
        }

        acts.AddRange(from one in found.Acts
                      select new Act(found.Alternatives(one), $"sign off {commit} as {one.Role}") { Role = one.Role });
        return found.MayBeFewer;
    }

    // Each seat by itself has somebody, and all together have not.
    private static string Unfilled(Judgement judged)
    {
        var best = judged.Ballot.Ways!.Where(way => way.IsOpen(judged.Facts.AsOf)).Select(way => judged.Ballot.Fill(way, judged.Ballot.MaySign)).MinBy(seating => seating.OpenCount)!;
        return $"Its seats cannot all be filled by the people who may sign it off: {string.Join("; ", Shortage.Of(best, judged.Facts))}.";
    }
}
