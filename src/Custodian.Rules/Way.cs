namespace Custodian.Rules;

/// <summary>The rows of seats that one way through the rules asks to be filled.</summary>
internal sealed class Way
{
    private readonly Policy policy;
    private readonly Seat[] seats;
    private readonly bool[] asksEach;
    private readonly bool asksSome;

    public Way(Policy policy, Row[] rows)
    {
        this.policy = policy;
        Rows = rows;
        seats = [.. rows.SelectMany(row => row.Seats)];
        asksSome = rows.Any(row => row.Rule is SignOffRule.EachCustodian { Count: > 0 });
        asksEach = [.. Enumerable.Range(0, policy.Custodians.Count).Select(custodian => rows.Any(row => row.AsksEach(custodian)))];
    }

    public Row[] Rows { get; }

    /// <summary>True when each member custodian has a seat of its own here, and there is a rule that says so.</summary>
    public bool IsOpen(DateTimeOffset asOf)
    {
        for (var custodian = 0; custodian < asksEach.Length; custodian++)
        {
            if (!asksEach[custodian] && policy.Custodians[custodian].IsMember(asOf)) return false;
        }

        // Of nobody it is true that each is asked.
        return asksSome;
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
