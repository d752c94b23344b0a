namespace Custodian.Licences.Texts;

/// <summary>Chooses, of matches that overlap, those that together are worth most: three short texts may be there where one long one seems to be.</summary>
internal static class BestMatches
{
    // A few words at a border may belong to either.
    private const int Shared = 12;

    /// <returns>In order of their start; of two that are worth the same, the later in this order: the engine's own, and the plainer one.</returns>
    public static IReadOnlyList<TextMatch> Of(List<TextMatch> found)
    {
        TextMatch[] sorted = [.. found.OrderBy(match => match.End).ThenBy(match => match.Start).ThenByDescending(match => match.Rule.Pack is not null).ThenByDescending(match => match.Rule.Expression.Length).ThenByDescending(match => match.Rule.Expression, StringComparer.Ordinal)];
        // Over the first i matches: the most that they are worth, and whether the last of them is among the chosen.
        var worth = new int[sorted.Length + 1];
        var taken = new bool[sorted.Length + 1];
        var before = new int[sorted.Length + 1];
        for (var i = 1; i <= sorted.Length; i++)
        {
            var match = sorted[i - 1];
            var last = i - 1;
            while (last > 0 && sorted[last - 1].End - match.Start > Math.Min(Shared, (match.End - match.Start) / 4)) last--;
            before[i] = last;
            var with = worth[last] + Math.Max(1, match.Worth);
            taken[i] = with >= worth[i - 1];
            worth[i] = Math.Max(with, worth[i - 1]);
        }

        var chosen = new List<TextMatch>();
        for (var i = sorted.Length; i > 0; i = taken[i] ? before[i] : i - 1)
        {
            if (taken[i]) chosen.Add(sorted[i - 1]);
        }

        chosen.Reverse();
        return chosen;
    }
}
