using System.Text;
using Custodian.Licences.Phrases;
using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>
/// Joins licences that a notice offers to choose from into one expression with <c>OR</c>. Strict, because a wrong choice would let a
/// forbidden licence pass: only words right before the first licence, or between two, say that there is one.
/// </summary>
internal sealed class Choices(WordTable table, FieldValues fields)
{
    // "Dual licensed under": so few words before the first licence, or as its own first ones.
    private const int Before = 8;
    private const int Within = 4;

    // Between two licences.
    private const int Between = 12;

    private const int Shared = 1;

    // From the first licence to "Alternatively, …": its notice, or its conditions.
    private const int Reach = 300;

    // No phrase that offers a choice is longer.
    private const int LongestOffer = 40;

    private readonly int or = table.Find("or"u8);
    private readonly int and = table.Find("and"u8);

    // All that may stand between two licences beside "or" where no other word has said that there is a choice.
    private readonly HashSet<int> plain = table.FindAll(
        "or", "a", "an", "the", "of", "under", "terms", "conditions", "license", "licenses", "licensed", "gnu", "public", "general", "your", "option", "at", "in",
        "as", "published", "by", "free", "software", "foundation", "b", "gpl", "lgpl", "alternatively", "also", "any", "later", "version", "http", "www", "org", "html");

    // What follows speaks of another part, or of no choice.
    private readonly HashSet<int> apart = table.FindAll(
        "but", "except", "portions", "parts", "part", "files", "some", "other", "others", "copyright", "while", "whereas", "not", "both", "respectively", "with", "for", "neither");

    /// <param name="claims">Weighed, in the order of their words.</param>
    /// <param name="offers">Words that say that there is a choice.</param>
    public List<Claim> Join(ReadOnlySpan<byte> text, WordList words, List<Claim> claims, List<Claim> offers)
    {
        var joined = new List<Claim>(claims.Count);
        for (var from = 0; from < claims.Count;)
        {
            var group = new Group(claims[from], Near(offers, claims[from]).Any(offer => Leads(offer, claims[from])));
            var to = from + 1;
            while (to < claims.Count && IsLicence(claims[from]) && IsLicence(claims[to]) && IsOffered(text, words, claims[to - 1], claims[to], ref group, offers)) to++;
            joined.Add(to - from == 1 ? claims[from] : OneOf(claims.GetRange(from, to - from)));
            from = to;
        }

        return joined;
    }

    private bool IsOffered(ReadOnlySpan<byte> text, WordList words, Claim one, Claim next, ref Group group, List<Claim> offers)
    {
        // The same once more, by its address say.
        if (one.Expression == next.Expression && next.Start - one.End <= Between) return true;
        if (next.Start - group.First.Start <= Reach && Near(offers, next).Any(offer => offer.Is(PhraseNeeds.Alternative) && IsBetween(offer, one, next))) return true;
        // A notice may end with a word too many, which the next one begins with.
        if (one.End - next.Start > Shared || next.Start - one.End > Between) return false;

        var between = words.Numbers[Math.Min(one.End, next.Start)..next.Start];
        var (hasOr, hasAnd) = (between.Contains(or), between.Contains(and));
        if (Any(between, apart)) return false;
        // What "and" adds in other words ("and includes code that is under") is no alternative.
        if (group.Offered ? hasOr || (hasAnd && !group.HadOr && All(between, plain, and)) || between.IsEmpty : hasOr && All(between, plain) && !Any(Preceding(words, group.First), apart))
        {
            group = group with { HadOr = group.HadOr | hasOr };
            return true;
        }

        return IsMark(text, words, one, next) && fields.Begins(text, words, group.First);
    }

    // The offers, in the order of their words, that begin where they could lead to the claim.
    private static IEnumerable<Claim> Near(List<Claim> offers, Claim claim)
    {
        var (low, high) = (0, offers.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (offers[middle].Start < claim.Start - Before - LongestOffer) low = middle + 1;
            else high = middle;
        }

        for (; low < offers.Count && offers[low].Start <= claim.Start + Within; low++) yield return offers[low];
    }

    private static bool Leads(Claim offer, Claim claim) =>
        offer.Start <= claim.Start + Within && offer.End >= claim.Start - Before && offer.End <= Math.Min(claim.End, claim.Start + Before);

    // A text may hold it: "Alternatively, …" stands between its conditions and its disclaimer.
    private static bool IsBetween(Claim offer, Claim one, Claim next) => offer.Start >= (one.Text is null ? one.End : one.Start) && Leads(offer, next);

    // An exception widens a licence and is none.
    private static bool IsLicence(Claim claim) =>
        claim.Expression.Length > 0 && (claim.Expression.Contains(' ') || !(claim.Expression.Contains("exception", StringComparison.OrdinalIgnoreCase) || claim.Expression == "Linux-syscall-note"));

    private static ReadOnlySpan<int> Preceding(WordList words, Claim claim) => words.Numbers[Math.Max(0, claim.Start - Within)..claim.Start];

    // No word is between them, but a bar or a stroke: so R and Cargo write "or".
    private static bool IsMark(ReadOnlySpan<byte> text, WordList words, Claim one, Claim next)
    {
        if (next.Start > one.End) return false;
        var end = words.Starts[next.Start - 1];
        while (end < text.Length && (Letters.IsWord(text[end]) || text[end] == '.')) end++;
        var gap = Encoding.Latin1.GetString(text[end..Math.Max(end, words.Starts[next.Start])]).Trim(' ', '"', '\'');
        return gap.Length is 1 or 2 && gap.All("|/".Contains);
    }

    private static Claim OneOf(List<Claim> group)
    {
        var parts = group.SelectMany(claim => claim.Expression.Contains('(') ? [claim.Expression] : claim.Expression.Split(" OR "))
            .Distinct().Select(part => part.Contains(" AND ", StringComparison.Ordinal) ? $"({part})" : part);
        var best = group.Find(claim => claim.Text is not null) ?? group[0];
        return best with { Start = group[0].Start, End = group.Max(claim => claim.End), Expression = string.Join(" OR ", parts), Needs = PhraseNeeds.Nothing };
    }

    private static bool Any(ReadOnlySpan<int> words, HashSet<int> set)
    {
        foreach (var word in words)
        {
            if (set.Contains(word)) return true;
        }

        return false;
    }

    private static bool All(ReadOnlySpan<int> words, HashSet<int> set, int besides = -1)
    {
        foreach (var word in words)
        {
            if (word != besides && !set.Contains(word)) return false;
        }

        return true;
    }

    /// <param name="Offered">Words before the first licence say that there is a choice.</param>
    /// <param name="HadOr">After an "or", an "and" adds what is no alternative.</param>
    private readonly record struct Group(Claim First, bool Offered, bool HadOr = false);
}
