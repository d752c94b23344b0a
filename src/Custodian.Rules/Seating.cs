namespace Custodian.Rules;

/// <summary>
/// Who sits where on one way through the rules. Which seats stay open is found by maximum matchings of people to seats (Kuhn's
/// augmenting paths), so that no order of signing can waste a person who could sit in two places.
/// </summary>
internal sealed class Seating
{
    private readonly Plan plan;
    private readonly Chair?[] fillers;

    // By person: the seat that they fill. Rows that share nobody with others are matched each by itself.
    private readonly int[] exclusive;
    private readonly int[]?[] own;

    public Seating(Plan plan, Way way, DateTimeOffset asOf)
    {
        this.plan = plan;
        Way = way;
        Seats = way.Standing(asOf);
        fillers = new Chair?[Seats.Length];
        exclusive = Nowhere(plan.People);
        own = new int[]?[plan.Rows.Length];
    }

    public Way Way { get; }

    /// <summary>Seats that have to be filled, in the order of the policy.</summary>
    public Seat[] Seats { get; }

    public int OpenCount { get; private set; }

    /// <summary>Who fills a seat; null: nobody.</summary>
    public Chair? Filler(int seat) => fillers[seat];

    /// <summary>Which seat a person fills among those that share people with this one; -1: none.</summary>
    public int SeatOf(Row row, Chair chair) => Taken(row)[chair.PersonNumber];

    public void Fill(Func<Row, Chair, bool> may)
    {
        var tried = new bool[plan.People];
        for (var seat = 0; seat < Seats.Length; seat++)
        {
            if (TryFill(seat, tried, may)) Array.Clear(tried);
            else OpenCount++;
        }
    }

    // A person whom a failed search tried leads nowhere until somebody else is seated: the marks may stay.
    private bool TryFill(int seat, bool[] tried, Func<Row, Chair, bool> may)
    {
        var row = Seats[seat].Row;
        var taken = Taken(row);
        if (!row.Exclusive) tried = new bool[plan.People];
        return Augment(seat, row, taken, tried, may);
    }

    private bool Augment(int seat, Row row, int[] taken, bool[] tried, Func<Row, Chair, bool> may)
    {
        foreach (var chair in row.Chairs)
        {
            if (tried[chair.PersonNumber] || !Seats[seat].Fits(chair) || !may(row, chair)) continue;

            tried[chair.PersonNumber] = true;
            var other = taken[chair.PersonNumber];
            if (other >= 0 && !Augment(other, Seats[other].Row, taken, tried, may)) continue;

            fillers[seat] = chair;
            taken[chair.PersonNumber] = seat;
            return true;
        }

        return false;
    }

    private int[] Taken(Row row) => row.Exclusive ? exclusive : own[row.Number] ??= Nowhere(plan.People);

    private static int[] Nowhere(int people)
    {
        var nowhere = new int[people];
        Array.Fill(nowhere, -1);
        return nowhere;
    }
}
