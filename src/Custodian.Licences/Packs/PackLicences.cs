using Custodian.Licences.Expressions;

namespace Custodian.Licences.Packs;

/// <summary>The licences of a pack by the keys that its rules name them by, and what SPDX calls them.</summary>
/// <param name="ids">What SPDX lists.</param>
internal sealed class PackLicences(SpdxIds ids)
{
    // A rule may name many; an expression of SPDX's has a bound of its own.
    private const int LongestExpression = 4096;

    private readonly Dictionary<string, (string Id, bool IsUnknown)> known = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="key">The licence's key.</param>
    /// <param name="candidates">What it may be called, the best first; the first that SPDX lists, or that is a reference, counts.</param>
    /// <param name="isUnknown">True: it stands for words of a licence that nobody knows.</param>
    /// <returns>False: the key is taken.</returns>
    public bool Add(string key, IEnumerable<string> candidates, bool isUnknown) => known.TryAdd(key, (candidates.Select(Listed).FirstOrDefault(id => id is not null) ?? Reference(key), isUnknown));

    /// <summary>The id of a key that <see cref="Add"/> took.</summary>
    public string IdOf(string key) => known[key].Id;

    /// <summary>What SPDX would write.</summary>
    /// <param name="expression">Keys, joined by AND, OR and WITH.</param>
    /// <param name="spdx">The expression; empty: of a licence that nobody knows.</param>
    /// <param name="why">What is wrong with it; null: nothing.</param>
    public bool TryRead(string expression, out string spdx, out string? why)
    {
        (spdx, why) = ("", null);
        if (expression.Length > LongestExpression)
        {
            why = $"it has more than {LongestExpression:N0} characters: make it shorter";
            return false;
        }

        string[] words = [.. expression.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)];
        var keys = words.Where(IsKey).ToList();
        if (keys.Find(key => !known.ContainsKey(key)) is { } stranger) why = $"no .LICENSE file of the pack has the key '{stranger}': add that file, or correct the key";
        else if (!SpdxParser.TryParse(string.Join(' ', words.Select(word => IsKey(word) ? known[word].Id : word)), out var parsed, out var refusal)) why = refusal.ToString();
        else if (!keys.TrueForAll(key => known[key].IsUnknown)) spdx = ids.Current(parsed).ToString();
        return why is null;
    }

    private static bool IsKey(string word) => word is not ("(" or ")") && word.ToUpperInvariant() is not ("AND" or "OR" or "WITH");

    private string? Listed(string id) =>
        ids.FindException(id) ?? (SpdxParser.TryParse(id, out var parsed, out _) && parsed is SpdxExpression.Id && ids.Unknown(parsed).Count == 0 ? parsed.ToString() : null);

    private static string Reference(string key) => "LicenseRef-" + string.Concat(key.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '-'));
}
