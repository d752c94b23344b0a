namespace Custodian.Rules;

/// <summary>
/// Searches for the fewest new sign-offs that fill every seat. One sign-off may count in several rules, so no single matching answers
/// it: sets of growing size are tried. Whatever set fills an open seat contains somebody whom alternating paths reach from that seat, so only those are tried.
/// </summary>
internal sealed class FewestSignOffs(Judgement judged, IReadOnlyList<Chair> free)
{
    /// <summary>Beyond this many fillings the search stops being thorough, and takes the first set that does.</summary>
    public const int Budget = 4_000;

    private readonly HashSet<string> seen = [];
    private List<Way> ways = [];
    private int spent;

    // Sets of up to so many sign-offs were all tried.
    private int tried = -1;

    /// <returns>Null: no sign-offs of anybody fill every seat.</returns>
    public Found? Find()
    {
        // A way that everybody's sign-offs together would not fill is none.
        ways = [.. judged.Ballot.Ways!.Where(way => way.IsOpen(judged.Facts.AsOf)).Where(judged.Ballot.CanBeFilled)];
        if (ways.Count == 0) return null;

        var most = judged.Plan.Chairs.Length;
        for (var count = 0; count <= most; count++)
        {
            seen.Clear();
            foreach (var way in ways)
            {
                if (Search(way, [], count) is { } found) return found with { MayBeFewer = found.Acts.Count > tried + 1 };
            }

            if (spent < Budget) tried = count;
        }

        return null;
    }

    private Found? Search(Way way, List<Chair> acts, int left)
    {
        if (!seen.Add($"{ways.IndexOf(way)}|{string.Join(' ', acts.Select(judged.Plan.Place).Order())}")) return null;

        spent++;
        var seating = judged.Ballot.Fill(way, (row, chair) => judged.Ballot.Counts(row, chair) || (May(row, chair) && (acts.Contains(chair) || free.Contains(chair))));
        if (seating.OpenCount == 0) return new(judged, way, acts, seating, free);
        if (spent < Budget && Least(seating) > left) return null;

        foreach (var chair in Reachable(seating, acts))
        {
            if (Search(way, [.. acts, chair], Math.Max(0, left - 1)) is { } found) return found;
        }

        return null;
    }

    // One sign-off fills at most one more seat of all exclusive rules together, and of the others at most one of each rule of its own role.
    private static int Least(Seating seating)
    {
        List<Row> open = [.. Enumerable.Range(0, seating.Seats.Length).Where(seat => seating.Filler(seat) is null).Select(seat => seating.Seats[seat].Row)];
        var others = open.Where(row => !row.Exclusive).GroupBy(row => row.Rule.Role).Sum(role => role.GroupBy(row => row).Max(row => row.Count()));
        return Math.Max(open.Count(row => row.Exclusive), others);
    }

    // Who sits nowhere first: with them the search ends soonest.
    private IEnumerable<Chair> Reachable(Seating seating, List<Chair> acts)
    {
        var first = Enumerable.Range(0, seating.Seats.Length).First(seat => seating.Filler(seat) is null);
        var (reached, queue, seats) = (new List<Chair>(), new Queue<int>([first]), new HashSet<int> { first });
        while (queue.TryDequeue(out var number))
        {
            var seat = seating.Seats[number];
            foreach (var chair in seat.Row.Chairs.Where(chair => seat.Fits(chair) && May(seat.Row, chair)))
            {
                if (!judged.Ballot.Counts(seat.Row, chair) && !acts.Contains(chair) && !free.Contains(chair)) reached.Add(chair);
                var taken = seating.SeatOf(seat.Row, chair);
                if (taken >= 0 && seats.Add(taken)) queue.Enqueue(taken);
            }
        }

        return reached.Distinct().OrderBy(chair => seating.SeatOf(seating.Seats[first].Row, chair) < 0 ? 0 : 1);
    }

    private bool May(Row row, Chair chair) => judged.Ballot.MaySign(row, chair);

    /// <summary>A set of sign-offs that fills every seat.</summary>
    internal sealed record Found(Judgement Judged, Way Way, IReadOnlyList<Chair> Acts, Seating Seating, IReadOnlyList<Chair> Free)
    {
        /// <summary>True: fewer may do as well, since not all smaller sets were tried.</summary>
        public bool MayBeFewer { get; init; }

        /// <summary>Everybody who sits somewhere.</summary>
        public IReadOnlyList<Chair> Used { get; } = [.. Enumerable.Range(0, Seating.Seats.Length).Select(Seating.Filler).OfType<Chair>()];

        /// <summary>
        /// Ids of the people any one of whom could give this sign-off, if everybody else gives theirs. The first is whom the search found: the first ones
        /// of all acts fill every seat together.
        /// </summary>
        public IReadOnlyList<string> Alternatives(Chair act) =>
        [
            act.Voice.Person.Id,
            .. from other in Judged.Plan.Chairs
               where other.Role == act.Role && !Acts.Contains(other) && Fills(act, other)
               select other.Voice.Person.Id,
        ];

        private bool Fills(Chair act, Chair other)
        {
            var ballot = Judged.Ballot;
            return ballot.Fill(Way, (row, chair) => ballot.Counts(row, chair)
                || (ballot.MaySign(row, chair) && (chair == other || Free.Contains(chair) || (chair != act && Acts.Contains(chair))))).OpenCount == 0;
        }
    }
}
