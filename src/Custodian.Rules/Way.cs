namespace Custodian.Rules;

/// <summary>The rows of seats that one way through the rules asks to be filled.</summary>
internal sealed class Way
{
    private readonly Policy policy;
    private readonly Seat[] seats;
    private readonly bool[] asksEach;

    public Way(Policy policy, Row[] rows)
    {
        this.policy = policy;
        Rows = rows;
        seats = [.. rows.SelectMany(row => row.Seats)];
        asksEach = [.. Enumerable.Range(0, policy.Custodians.Count).Select(custodian => rows.Any(row => row.AsksEach(custodian)))];
    }

    public Row[] Rows { get; }

    /// <summary>True when each member custodian, and at least one, has a seat of its own here.</summary>
    public bool IsOpen(DateTimeOffset asOf)
    {
        // Of nobody it is true that each is asked.
        var asked = false;
        for (var custodian = 0; custodian < asksEach.Length; custodian++)
        {
            asked |= asksEach[custodian];
            if (!asksEach[custodian] && policy.Custodians[custodian].IsMember(asOf)) return false;
        }

        return asked;
    }

    /// <summary>Seats that have to be filled: a custodian that is no member has none.</summary>
    public Seat[] Standing(DateTimeOffset asOf)
    {
        foreach (var seat in seats)
        {
            if (!seat.Stands(asOf)) return [.. seats.Where(one => one.Stands(asOf))];
        }

        return seats;
    }
}
