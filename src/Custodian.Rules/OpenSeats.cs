namespace Custodian.Rules;

/// <summary>Says of each open seat what is missing and who could give it.</summary>
internal static class OpenSeats
{
    public static IEnumerable<Reason> Reasons(Judgement judged)
    {
        if (judged.Ballot.Best is not { OpenCount: > 0 } seating) yield break;

        for (var seat = 0; seat < seating.Seats.Length; seat++)
        {
            if (seating.Filler(seat) is null) yield return Reason(judged, seating, seat);
        }
    }

    public static Reason Reason(Judgement judged, Seating seating, int number)
    {
        var seat = seating.Seats[number];
        var able = AbleToFill(judged, seating, number);
        return able.Count > 0
            ? new(ReasonCode.SignOffMissing, seat.Name, Missing(judged, seat), [.. able.Select(chair => chair.Actor).Distinct()])
            : new(ReasonCode.SeatVacant, seat.Name,
                $"Nobody may sign off {judged.Facts.Commit.Abbreviated} as {seat.Row.Rule.Role} for {seat.Name}: "
                + "everyone in that role wrote part of it, is out of office or has signed another seat.",
                seat.Custodian is { } custodian ? [new Actor(custodian.Id), Actor.Operator] : [Actor.Operator]);
    }

    /// <summary>Whose sign-off brings a seat nearer to being filled; empty: nobody's can.</summary>
    public static IReadOnlyList<Chair> AbleToFill(Judgement judged, Seating seating, int seat) => NextSigners(judged, seating, seat, null) ?? [];

    // First those who sit nowhere. Only where there are none: who sits elsewhere, and could change over if another person
    // took that seat; then it is both who can act, unless that person has signed already. Null: nobody can.
    private static List<Chair>? NextSigners(Judgement judged, Seating seating, int number, HashSet<int>? tried)
    {
        var seat = seating.Seats[number];
        var (able, free) = (new List<Chair>(), new List<Chair>());
        foreach (var chair in seat.Row.Chairs)
        {
            if (!seat.Fits(chair) || !judged.Ballot.MaySign(seat.Row, chair)) continue;
            able.Add(chair);
            if (seating.SeatOf(seat.Row, chair) < 0) free.Add(chair);
        }

        if (free.Exists(chair => judged.Ballot.Counts(seat.Row, chair))) return [];
        if (free.Count > 0) return free;

        tried ??= [];
        List<Chair>? next = null;
        foreach (var chair in able.Where(chair => tried.Add(chair.PersonNumber)))
        {
            if (NextSigners(judged, seating, seating.SeatOf(seat.Row, chair), tried) is not { } successors) continue;
            next ??= [];
            if (!judged.Ballot.Counts(seat.Row, chair)) next.Add(chair);
            next.AddRange(successors);
        }

        return next;
    }

    // One sentence: what is missing, and which approvals were seen and do not count.
    private static string Missing(Judgement judged, Seat seat)
    {
        var (ballot, commit, rule) = (judged.Ballot, judged.Facts.Commit.Abbreviated, seat.Row.Rule);
        var missing = seat.Custodian is { } custodian ? $"{custodian.Id} has not signed off {commit} as {rule.Role} yet."
            : rule.Of is { } of ? $"One more sign-off of {commit} as {rule.Role} is missing, from {Wording.Or(of)}."
            : $"One more sign-off of {commit} as {rule.Role} is missing, from any custodian.";
        foreach (var chair in seat.Row.ChairsByPerson)
        {
            if (!seat.Fits(chair) || ballot.Word(chair) is not { Decision: SignOffDecision.Approve } word || ballot.WhyVoid(seat.Row, chair, word) is not { } why) continue;
            missing += $" {chair.Voice.Person.Id}'s approval does not count: {why}.";
        }

        return missing;
    }
}
