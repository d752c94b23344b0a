namespace Custodian.Rules;

/// <summary>
/// Finds who can bring an open seat nearer to being filled with the fewest new sign-offs, and of several such ways with the fewest people
/// changing over: who sits nowhere, or who sits elsewhere together with whoever takes that seat then.
/// </summary>
internal sealed class NearestSigners
{
    private readonly Judgement judged;
    private readonly Seating seating;
    private readonly List<Step> steps = [];
    private readonly Dictionary<int, Distance> settled = [];

    private NearestSigners(Judgement judged, Seating seating) => (this.judged, this.seating) = (judged, seating);

    /// <returns>All who are on a nearest way, those who would sit in this very seat first; empty: there is no way.</returns>
    public static IReadOnlyList<Chair> Of(Judgement judged, Seating seating, int open)
    {
        // Most often somebody is there who sits nowhere: nobody is nearer, since with an approval of theirs the seat would be filled.
        var seat = seating.Seats[open];
        List<Chair> idle = [];
        foreach (var chair in seat.Row.Chairs)
        {
            if (seat.Fits(chair) && judged.Ballot.MaySign(seat.Row, chair) && seating.SeatOf(seat.Row, chair) < 0) idle.Add(chair);
        }

        if (idle.Count > 0) return idle;
        return new NearestSigners(judged, seating).Search(open);
    }

    private List<Chair> Search(int open)
    {
        // From the ends back to the seat, only along steps that are part of a nearest way.
        var used = Walk(open);
        for (var next = 0; next < used.Count; next++) used.AddRange(steps.Where(step => step.To == used[next].From && step.Reached == settled[used[next].From] && !used.Contains(step)));
        return [.. used.Where(step => step.IsNew).OrderBy(step => settled[step.From]).Select(step => step.Chair)];
    }

    // Dijkstra's search over seats. A step is a person who takes one seat and leaves another, or who sat nowhere, which ends a way: the nearest
    // such ends are what it gives.
    private List<Step> Walk(int open)
    {
        var ends = new List<Step>();
        var queue = new PriorityQueue<int, Distance>([(open, default)]);
        while (queue.TryDequeue(out var from, out var distance))
        {
            if (ends.Count > 0 && distance.CompareTo(ends[0].Reached) >= 0) break;
            if (!settled.TryAdd(from, distance)) continue;

            var seat = seating.Seats[from];
            foreach (var chair in seat.Row.Chairs.Where(chair => seat.Fits(chair) && judged.Ballot.MaySign(seat.Row, chair)))
            {
                var isNew = !judged.Ballot.Counts(seat.Row, chair);
                var step = new Step(from, seating.SeatOf(seat.Row, chair), chair, isNew, new(distance.SignOffs + (isNew ? 1 : 0), distance.Changes + 1));
                if (step.To >= 0)
                {
                    steps.Add(step);
                    queue.Enqueue(step.To, step.Reached);
                    continue;
                }

                if (ends.Count > 0 && step.Reached.CompareTo(ends[0].Reached) is var farther and not 0)
                {
                    if (farther > 0) continue;
                    ends.Clear();
                }

                ends.Add(step);
            }
        }

        return ends;
    }

    private sealed record Step(int From, int To, Chair Chair, bool IsNew, Distance Reached);

    private readonly record struct Distance(int SignOffs, int Changes) : IComparable<Distance>
    {
        public int CompareTo(Distance other) => (SignOffs, Changes).CompareTo((other.SignOffs, other.Changes));
    }
}
