namespace Custodian.Benchmarks;

/// <summary>Measures several things in turn, round by round, each at every place of a round; the first round warms up and is not counted.</summary>
internal static class Turns
{
    /// <returns>Of each thing its value in each round.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<double>>> TakeAsync(int rounds, IReadOnlyList<Func<Task<double>>> things)
    {
        var values = things.Select(_ => new List<double>()).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            for (var place = 0; place < things.Count; place++)
            {
                var thing = (round + place) % things.Count;
                var value = await things[thing]();
                if (round > 0) values[thing].Add(value);
            }
        }

        return values;
    }
}
