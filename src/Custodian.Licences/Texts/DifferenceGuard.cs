using Custodian.Licences.Words;

namespace Custodian.Licences.Texts;

/// <summary>Decides whether a text that differs in some words is still that licence.</summary>
internal sealed class DifferenceGuard(WordTable table)
{
    // A word that turns a licence into another one, wherever it comes or goes.
    private readonly HashSet<int> telling = [.. new[]
    {
        "lesser", "affero", "noncommercial", "nonprofit", "militarily", "nuclear",
    }.Select(word => table.Find(System.Text.Encoding.ASCII.GetBytes(word))).Where(word => word != 0)];

    private const double LeastScore = 0.7;

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
        return share > 0.985 || !match.Changes.Any(change => Tells(match.Rule.Words, change));
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

    private bool Tells(int[] its, (int Start, int End, int From, int To) change)
    {
        // A long stretch that is missing at an end was cut off, and says nothing.
        if (change.To - change.From > 40) return false;
        for (var place = change.From; place < change.To; place++)
        {
            if (telling.Contains(its[place])) return true;
            if (place > 0 && its[place - 1] == version) return true;
        }

        return false;
    }
}
