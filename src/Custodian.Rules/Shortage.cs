namespace Custodian.Rules;

/// <summary>People whom one rule asks for and who are not there.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Count">How many are short, at least 1; where <paramref name="Each"/> is true, at each custodian.</param>
/// <param name="From">Ids of the custodians, at least one.</param>
/// <param name="Each">True: each of them is short of so many; false: anybody of any of them would do.</param>
public sealed record Shortage(SignOffRule.Asking Rule, int Count, IReadOnlyList<string> From, bool Each)
{
    /// <summary><c>one more person is needed as director, from taunton or sthk</c>.</summary>
    public override string ToString() =>
        $"{(Count == 1 ? "one more person is" : $"{Count} more people are")} needed as {Rule.Role}, from {(Each && From.Count > 1 ? $"each of {Wording.And(From)}" : Wording.Or(From))}";

    /// <summary>What a filling of seats leaves open, in the order of the policy.</summary>
    internal static IReadOnlyList<Shortage> Of(Seating seating, Facts facts)
    {
        var open = from number in Enumerable.Range(0, seating.Seats.Length)
                   where seating.Filler(number) is null
                   group number by (seating.Seats[number].Row, seating.Seats[number].Custodian) into alike
                   group alike.Key.Custodian by (alike.Key.Row, Count: alike.Count(), IsOwn: alike.Key.Custodian is not null);
        return
        [
            .. from alike in open
               select new Shortage(alike.Key.Row.Rule, alike.Key.Count, alike.Key.IsOwn ? [.. alike.Select(custodian => custodian!.Id)] : Anybodys(alike.Key.Row, facts), alike.Key.IsOwn),
        ];
    }

    private static string[] Anybodys(Row row, Facts facts)
    {
        string[] named = [.. facts.Policy.Custodians.Where(custodian => row.Rule.Of is not { } of || of.Contains(custodian.Id)).Select(custodian => custodian.Id)];
        string[] members = [.. facts.Policy.Custodians.Where(custodian => named.Contains(custodian.Id) && custodian.IsMember(facts.AsOf)).Select(custodian => custodian.Id)];
        return members.Length > 0 ? members : named;
    }
}
