namespace Custodian.Policies;

/// <summary>Finds what a mistyped word was probably meant to be.</summary>
internal static class NearMiss
{
    private const int LongestWord = 64;

    // Of more names than any file of people's has, only these are compared.
    private const int MostKnown = 1000;

    /// <summary>The nearest of <paramref name="known"/>; null where none is near enough to be meant.</summary>
    public static string? Find(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord) return null;

        var furthest = Math.Max(1, Math.Min(3, word.Length / 3));
        return known
            .Take(MostKnown)
            .Where(candidate => candidate.Length <= LongestWord + furthest)
            .Select(candidate => (candidate, Distance: Distance(word.ToLowerInvariant(), candidate)))
            .Where(near => near.Distance <= furthest)
            .OrderBy(near => near.Distance)
            .Select(near => near.candidate)
            .FirstOrDefault();
    }

    // Levenshtein's distance, a row at a time.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
