namespace Custodian.Benchmarks;

/// <param name="Value">Median over the rounds.</param>
/// <param name="Against">Median over the rounds of what it is compared against; null: nothing.</param>
/// <param name="Ratio">Median of the rounds' own ratios, value to against.</param>
/// <param name="Goal">What the ratio ought to be, in words; null: none was set.</param>
internal sealed record Measure(string Name, double Value, string Unit, double? Against = null, double? Ratio = null, string? Goal = null, bool Met = true)
{
    /// <summary>From pairs that were measured in turn, round by round.</summary>
    public static Measure Of(string name, string unit, IReadOnlyList<(double Value, double Against)> rounds) => new(
        name,
        Median(rounds.Select(round => round.Value)),
        unit,
        Median(rounds.Select(round => round.Against)),
        Median(rounds.Select(round => round.Value / round.Against)));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
