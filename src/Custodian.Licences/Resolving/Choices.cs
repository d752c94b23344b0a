using System.Text;
using Custodian.Licences.Phrases;
using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>
/// Joins licences that a notice offers to choose from into one expression with <c>OR</c>. Strict, because a wrong choice would let a
/// forbidden licence pass: one sentence has to offer them, in words that say nothing else. Whatever is in doubt stays <c>AND</c>.
/// </summary>
internal sealed class Choices(WordTable table, FieldValues fields)
{
    // From the words that offer a choice to the first licence, and between two licences.
    private const int Between = 12;

    // From a licence to its own address: "You may not use this file except in compliance with the License. You may obtain a copy of it at".
    private const int Address = 40;

    // "Alternatively, this file may be used under the terms of the": so few words more.
    private const int Articles = 2;

    // From the first licence to "Alternatively, …": its notice, or its conditions.
    private const int Reach = 300;

    // No phrase that offers a choice is longer.
    private const int LongestOffer = 40;

    private const int Shared = 1;

    private readonly int or = table.Find("or"u8);
    private readonly int and = table.Find("and"u8);

    // All that may stand beside "or", and between an offer and the first licence.
    private readonly HashSet<int> plain = table.FindAll(
        "or", "a", "an", "the", "of", "under", "terms", "conditions", "license", "licenses", "licensed", "gnu", "public", "general", "your", "option", "at", "in",
        "as", "published", "by", "free", "software", "foundation", "b", "gpl", "lgpl", "alternatively", "also", "any", "later", "version", "http", "www", "org", "html", "txt", "mit");

    /// <param name="claims">Weighed, in the order of their words.</param>
    /// <param name="offers">Words that say that there is a choice.</param>
    public List<Claim> Join(ReadOnlySpan<byte> text, WordList words, List<Claim> claims, List<Claim> offers)
    {
        // What names no licence stands in no choice's way: "All Rights Reserved. Alternatively, …".
        var joined = claims.FindAll(claim => claim.Expression.Length == 0);
        if (joined.Count > 0) claims = claims.FindAll(claim => claim.Expression.Length > 0);
        for (var from = 0; from < claims.Count;)
        {
            var group = new Group(claims[from], IsLed(text, words, offers, claims[from]));
            var to = from + 1;
            while (to < claims.Count && IsLicence(claims[from]) && IsLicence(claims[to]) && IsOffered(text, words, claims[to - 1], claims[to], ref group, offers)) to++;
            joined.Add(to - from == 1 ? Doubted(text, words, claims[from]) : OneOf(claims.GetRange(from, to - from)));
            from = to;
        }

        return Claim.InOrder(joined);
    }

    private bool IsOffered(ReadOnlySpan<byte> text, WordList words, Claim one, Claim next, ref Group group, List<Claim> offers)
    {
        // The same once more, by its address say.
        if (one.Expression == next.Expression && next.Start - one.End <= (next.Kind == FindingKind.UrlReference ? Address : Between)) return true;
        // A tag says itself what is to choose.
        if (one.Kind == FindingKind.Tag || next.Kind == FindingKind.Tag) return false;
        if (next.Start - group.First.Start <= Reach && IsAlternative(text, words, offers, one, next))
        {
            group = group with { Alternative = true };
            return Sentence.SaysNothingElse(text, words, group.First, next);
        }

        // A notice may end with a word too many, which the next one begins with.
        if (one.End - next.Start > Shared || next.Start - one.End > Between || Sentence.Ends(text, words, one.End, next.Start)) return false;

        var between = words.Numbers[Math.Min(one.End, next.Start)..next.Start];
        var (hasOr, hasAnd) = (between.Contains(or), between.Contains(and));
        var offered = All(between, plain, and) && (group.Offered ? !hasAnd || !group.HadOr : hasOr && !hasAnd);
        if (!offered && !(IsMark(text, words, one, next) && fields.Begins(text, words, group.First))) return false;

        group = group with { HadOr = group.HadOr | hasOr };
        return Sentence.SaysNothingElse(text, words, group.First, next, plainly: !group.Alternative && !fields.Begins(text, words, group.First));
    }

    // "Dual licensed under the": only such words, and no end of a sentence, before the first licence, which may begin within them.
    private bool IsLed(ReadOnlySpan<byte> text, WordList words, List<Claim> offers, Claim claim)
    {
        foreach (var offer in Near(offers, claim))
        {
            if (offer.Is(PhraseNeeds.Alternative) || offer.End > claim.End || claim.Start - offer.End > Between) continue;
            if (All(words.Numbers[Math.Min(offer.End, claim.Start)..claim.Start], plain) && !Sentence.Ends(text, words, offer.End, claim.Start)) return true;
        }

        return false;
    }

    // A text may hold it: "Alternatively, …" stands between its conditions and its disclaimer. In another comment it speaks of something else.
    private static bool IsAlternative(ReadOnlySpan<byte> text, WordList words, List<Claim> offers, Claim one, Claim next)
    {
        if (one.Text is null && next.Start > one.End && text[words.Starts[one.End - 1]..words.Starts[next.Start]].IndexOf("*/"u8) >= 0) return false;
        foreach (var offer in Near(offers, next))
        {
            if (offer.Is(PhraseNeeds.Alternative) && offer.Start >= (one.Text is null ? one.End : one.Start) && offer.End <= next.End
                && next.Start - offer.End <= Articles && !Sentence.Ends(text, words, offer.End, next.Start)) return true;
        }

        return false;
    }

    // The offers, in the order of their words, that begin where they could lead to the claim.
    private static IEnumerable<Claim> Near(List<Claim> offers, Claim claim)
    {
        var (low, high) = (0, offers.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (offers[middle].Start < claim.Start - Between - LongestOffer) low = middle + 1;
            else high = middle;
        }

        for (; low < offers.Count && offers[low].Start <= claim.Start + Articles; low++) yield return offers[low];
    }

    private static bool IsLicence(Claim claim) => claim.Expression.Length > 0 && !claim.IsException;

    // No word is between them, but a bar or a stroke: so R and Cargo write "or".
    private static bool IsMark(ReadOnlySpan<byte> text, WordList words, Claim one, Claim next)
    {
        if (next.Start > one.End) return false;
        var end = words.Starts[next.Start - 1];
        while (end < text.Length && (Letters.IsWord(text[end]) || text[end] is (byte)'.' or (byte)'+')) end++;
        var gap = Encoding.Latin1.GetString(text[end..Math.Max(end, words.Starts[next.Start])]).Trim(' ', '"', '\'');
        return gap.Length is 1 or 2 && gap.All("|/".Contains);
    }

    // A phrase that offers a choice is no more than a sentence that does; a heading offers one by its strokes: "MPL 1.1/GPL 2.0/LGPL 2.1".
    private static Claim Doubted(ReadOnlySpan<byte> text, WordList words, Claim claim) =>
        claim is { Kind: FindingKind.Notice, Text: null, Pack: null } && claim.Expression.Contains(" OR ", StringComparison.Ordinal)
        && (!Sentence.SaysNothingElse(text, words, claim, claim) || (claim.Is(PhraseNeeds.NoBetter) && !text[words.Starts[claim.Start]..words.Starts[claim.End - 1]].Contains((byte)'/')))
            ? claim with { Expression = claim.Expression.Replace(" OR ", " AND ", StringComparison.Ordinal) }
            : claim;

    private static Claim OneOf(List<Claim> group)
    {
        var parts = group.SelectMany(claim => claim.Expression.Contains('(') ? [claim.Expression] : claim.Expression.Split(" OR "))
            .Distinct().Select(part => part.Contains(" AND ", StringComparison.Ordinal) ? $"({part})" : part);
        var best = group.Find(claim => claim.Text is not null) ?? group[0];
        return best with { Start = group[0].Start, End = group.Max(claim => claim.End), Expression = string.Join(" OR ", parts), Needs = PhraseNeeds.Nothing, Pack = group.Find(claim => claim.Pack is not null)?.Pack };
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
    /// <param name="Alternative">It says of itself what becomes of the first licence: "in which case the provisions of the GPL are applicable instead of those above".</param>
    private readonly record struct Group(Claim First, bool Offered, bool HadOr = false, bool Alternative = false);
}
