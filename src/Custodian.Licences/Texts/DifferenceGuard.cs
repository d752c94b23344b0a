using Custodian.Licences.Words;

namespace Custodian.Licences.Texts;

/// <summary>Decides whether a text that differs in some words is still that licence.</summary>
internal sealed class DifferenceGuard(WordTable table)
{
    // A word that turns a licence into another one, wherever it comes or goes.
    private readonly int[] telling = Numbers(table, "lesser", "affero", "noncommercial", "noncommercially", "nonprofit", "militarily", "military", "nuclear");

    // The older of the GNU texts speak of the "Library" license where the newer ones say "Lesser", and are the same licence.
    private readonly int[] coming = Numbers(table, "affero", "noncommercial", "noncommercially", "militarily", "military", "nuclear");

    private const double LeastScore = 0.7;

    // So much of it is there that a word behind "version" is likelier a slip than another version.
    private const double Close = 0.985;

    private const int Cut = 40;

    private readonly int version = table.Find("version"u8);

    public bool Accepts(ReadOnlySpan<int> words, TextMatch match)
    {
        var length = match.Rule.Hard;
        var share = 1 - ((double)match.Missing / length);
        if (share < Math.Max(Least(length), match.Rule.LeastShare)) return false;
        if (match.Score < LeastScore) return false;
        if (match.Rule.Required.Length > 0 && !words[match.Start..match.End].ContainsAny(match.Rule.Required)) return false;
        // Words between those of the licence: its parties' names, page numbers, marks; not another licence's clauses.
        if (match.Added > Math.Max(12, length * 0.4)) return false;
        if (match.Rule.Fixed.Any(part => match.Changes.Any(change => Touches(change, part)))) return false;
        foreach (var change in match.Changes)
        {
            if (HasCome(words, change) || (share <= Close && (HasGone(match.Rule.Words, change) || IsOfVersion(match.Rule.Words, change)))) return false;
        }

        return true;
    }

    // Of a short text every word counts; of a long one some pages may be cut.
    private static double Least(int length) => length switch
    {
        < 12 => 1,
        < 30 => 0.9,
        < 80 => 0.8,
        < 400 => 0.72,
        _ => 0.7,
    };

    // Words that are missing from it, or that stand within it.
    private static bool Touches((int Start, int End, int From, int To) change, (int From, int To) part) =>
        change.From == change.To ? change.From > part.From && change.From < part.To : change.From < part.To && change.To > part.From;

    // A long stretch that was added speaks for itself.
    private bool HasCome(ReadOnlySpan<int> words, (int Start, int End, int From, int To) change) =>
        change.End - change.Start <= Cut && words[change.Start..change.End].ContainsAny(coming);

    // A long stretch that is missing at an end was cut off, and says nothing.
    private bool HasGone(int[] its, (int Start, int End, int From, int To) change) =>
        change.To - change.From <= Cut && its.AsSpan(change.From, change.To - change.From).ContainsAny(telling);

    private bool IsOfVersion(int[] its, (int Start, int End, int From, int To) change)
    {
        if (change.To - change.From > Cut) return false;
        for (var place = Math.Max(1, change.From); place < change.To; place++)
        {
            if (its[place - 1] == version) return true;
        }

        return false;
    }

    private static int[] Numbers(WordTable table, params string[] words) =>
        [.. words.Select(word => table.Find(System.Text.Encoding.ASCII.GetBytes(word))).Where(word => word != 0)];
}
