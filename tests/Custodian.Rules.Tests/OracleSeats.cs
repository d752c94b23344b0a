namespace Custodian.Rules.Tests;

/// <summary>The oracle on seats: every assignment of people to the seats of every way is tried.</summary>
internal static class OracleSeats
{
    private sealed record Seat(SignOffRule.Asking Rule, string? Custodian);

    /// <summary>True when some way asks every custodian.</summary>
    public static bool HasOpenWay(Facts facts) => OracleRules.Ways(facts).Exists(way => IsOpen(facts, way));

    /// <summary>What may be said of the open seats: all right sets of codes.</summary>
    public static List<string[]> Judge(Facts facts)
    {
        List<Voice> heard = OracleVoices.Heard(facts), possible = OracleVoices.Possible(facts);
        var ways = OracleRules.Ways(facts);

        // Where no way asks everybody, that is awaited; the seats are told of all the same.
        if (HasOpenWay(facts)) ways.RemoveAll(way => !IsOpen(facts, way));
        List<List<Seat>> fewest = [];
        var (least, whole) = (int.MaxValue, false);
        foreach (var way in ways)
        {
            var groups = Groups(facts, way);
            var open = groups.Sum(group => group.Count - Fillable(facts, group, heard).Max(CountOf));

            // Of those as near, one that could be filled to the last seat goes before one that could not.
            var couldBe = groups.TrueForAll(group => Fillable(facts, group, heard, possible).Contains((1 << group.Count) - 1));
            if (open < least || (open == least && couldBe && !whole)) (least, fewest, whole) = (open, groups, couldBe);
        }

        // Which seats are open depends on who sits where; the codes of each such choice are right, group by group.
        List<string[]> right = [[]];
        foreach (var group in fewest)
        {
            var told = Told(facts, group, heard, possible);
            right = [.. right.SelectMany(codes => told, (codes, more) => codes.Union(more).Order().ToArray()).DistinctBy(codes => string.Join(" ", codes))];
        }

        return right;
    }

    /// <summary>How many seats the nearest way leaves open.</summary>
    public static int Open(Facts facts)
    {
        var heard = OracleVoices.Heard(facts);
        return OracleRules.Ways(facts).Where(way => IsOpen(facts, way)).Min(way => Groups(facts, way).Sum(group => group.Count - Fillable(facts, group, heard).Max(CountOf)));
    }

    /// <summary>Approvals that fill every seat of an open way, and not one too many; null where there are none.</summary>
    public static IReadOnlyList<SignOff>? Fillers(Facts facts)
    {
        var heard = OracleVoices.Heard(facts);
        foreach (var way in OracleRules.Ways(facts).Where(way => IsOpen(facts, way)))
        {
            var groups = Groups(facts, way);
            if (!groups.TrueForAll(group => Fillable(facts, group, heard).Contains((1 << group.Count) - 1))) continue;

            // Who is not needed is left out, one after another, and what stays is needed.
            var kept = heard.Where(voice => voice.Said.Decision == SignOffDecision.Approve).ToList();
            foreach (var voice in kept.ToArray())
            {
                var fewer = facts with { SignOffs = [.. kept.Where(one => one.Said != voice.Said).Select(one => one.Said)] };
                if (Judge(fewer) is [[]]) kept.RemoveAll(one => one.Said == voice.Said);
            }

            return [.. kept.Select(voice => voice.Said).Distinct()];
        }

        return null;
    }

    private static bool IsOpen(Facts facts, List<SignOffRule.Asking> way) => OracleRules.Members(facts).TrueForAll(custodian =>
        way.Exists(rule => rule is SignOffRule.EachCustodian { Count: > 0 } && rule.Of?.Contains(custodian.Id) != false));

    // The rules that exclude who sits in another seat are filled together, every other by itself.
    private static List<List<Seat>> Groups(Facts facts, List<SignOffRule.Asking> way)
    {
        var together = way.Where(rule => rule.NotBy?.Contains(NotBy.AnotherSeat) != false).SelectMany(rule => Seats(facts, rule)).ToList();
        return [together, .. way.Where(rule => rule.NotBy?.Contains(NotBy.AnotherSeat) == false).Select(rule => Seats(facts, rule).ToList())];
    }

    private static IEnumerable<Seat> Seats(Facts facts, SignOffRule.Asking rule) => rule switch
    {
        SignOffRule.EachCustodian each => OracleRules.Members(facts).Where(custodian => rule.Of?.Contains(custodian.Id) != false)
            .SelectMany(custodian => Enumerable.Repeat(new Seat(rule, custodian.Id), Math.Max(0, each.Count))),
        SignOffRule.Any any => Enumerable.Repeat(new Seat(rule, null), Math.Max(0, any.Count)),
        _ => throw new ArgumentException("No seats."),
    };

    private static IEnumerable<string[]> Told(Facts facts, List<Seat> seats, List<Voice> heard, List<Voice> possible)
    {
        var now = Fillable(facts, seats, heard);
        var ever = Fillable(facts, seats, heard, possible);
        var most = now.Max(CountOf);
        foreach (var filled in now.Where(set => CountOf(set) == most))
        {
            var codes = new SortedSet<string>(StringComparer.Ordinal);
            for (var seat = 0; seat < seats.Count; seat++)
            {
                if ((filled & (1 << seat)) != 0) continue;
                codes.Add(ever.Contains(filled | (1 << seat)) ? ReasonCode.SignOffMissing : ReasonCode.SeatVacant);
            }

            yield return [.. codes];
        }
    }

    // Every set of seats that can be filled at once, as bits: person after person, each in every seat that is free.
    private static HashSet<int> Fillable(Facts facts, List<Seat> seats, List<Voice> heard, List<Voice>? possible = null)
    {
        HashSet<int> sets = [0];
        foreach (var person in (possible ?? heard).Select(voice => voice.Person).Distinct())
        {
            var sits = seats.Select(seat =>
                heard.Exists(voice => voice.Person == person && OracleVoices.MaySit(facts, seat.Rule, seat.Custodian, voice) && OracleVoices.Counts(facts, seat.Rule, voice))
                || possible?.Exists(voice => voice.Person == person && OracleVoices.MaySit(facts, seat.Rule, seat.Custodian, voice)) == true).ToArray();
            foreach (var set in sets.ToArray())
            {
                for (var seat = 0; seat < sits.Length; seat++)
                {
                    if (sits[seat]) sets.Add(set | (1 << seat));
                }
            }
        }

        return sets;
    }

    private static int CountOf(int set) => System.Numerics.BitOperations.PopCount((uint)set);
}
