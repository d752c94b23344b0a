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
        var (able, like) = (AbleToFill(judged, seating, number), OpenLike(seating, seat));
        return able.Count > 0
            ? new(ReasonCode.SignOffMissing, seat.Name, Missing(judged, seat, like), [.. able.Select(chair => chair.Actor).Distinct()]) { Role = seat.Row.Rule.Role }
            : new(ReasonCode.SeatVacant, seat.Name, Vacant(judged, seat, like),
                seat.Custodian is { } custodian ? [new Actor(custodian.Id), Actor.Operator] : [Actor.Operator]) { Role = seat.Row.Rule.Role };
    }

    /// <summary>Whose sign-off brings a seat nearer to being filled; empty: nobody's can.</summary>
    public static IReadOnlyList<Chair> AbleToFill(Judgement judged, Seating seating, int seat) => NearestSigners.Of(judged, seating, seat);

    private static string Vacant(Judgement judged, Seat seat, int like)
    {
        var from = seat.Custodian is { } custodian ? $" for {custodian.Id}" : seat.Row.Rule.Of is { } of ? $" for {Wording.Or(of)}" : "";
        var vacant = $"Nobody may sign off {judged.Facts.Commit.Abbreviated} as {seat.Row.Rule.Role}{from}: everyone in that role wrote part of it, is out of office or has signed another seat.";
        return like > 1 ? $"{vacant} That leaves {like} seats vacant." : vacant;
    }

    // The same people fit all of them. Each is a reason of its own, with the same words, which are said to people once.
    private static int OpenLike(Seating seating, Seat seat)
    {
        var like = 0;
        for (var other = 0; other < seating.Seats.Length; other++)
        {
            if (seating.Filler(other) is null && seating.Seats[other].Row == seat.Row && seating.Seats[other].CustodianNumber == seat.CustodianNumber) like++;
        }

        return like;
    }

    // One sentence: what is missing, and which approvals were seen and do not count.
    private static string Missing(Judgement judged, Seat seat, int like)
    {
        var (ballot, commit, rule) = (judged.Ballot, judged.Facts.Commit.Abbreviated, seat.Row.Rule);
        var missing = seat.Custodian is { } custodian ? $"{custodian.Id} has not signed off {commit} as {rule.Role} yet{(like > 1 ? $": {like} sign-offs are missing" : "")}."
            : $"{(like > 1 ? $"{like} more sign-offs" : "One more sign-off")} of {commit} as {rule.Role} {(like > 1 ? "are" : "is")} missing, from {(rule.Of is { } of ? Wording.Or(of) : "any custodian")}.";
        foreach (var chair in seat.Row.ChairsByPerson)
        {
            if (!seat.Fits(chair) || ballot.Word(chair) is not { Decision: SignOffDecision.Approve } word || ballot.WhyVoid(seat.Row, chair, word) is not { } why) continue;
            missing += $" {chair.Voice.Person.Id}'s approval does not count: {why}.";
        }

        return missing;
    }
}
