using Custodian.Licences.Phrases;
using Custodian.Licences.Texts;
using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>Weighs all that was recognised in one stretch of a file: what lies within something larger, what needs a word beside it, what is said better nearby, what is a mere list.</summary>
internal sealed class Resolver(WordTable table)
{
    // What says the same within so few words says it once.
    private const int Again = 8;

    // "GNU GPL version 2 compatible": a name, and no notice.
    private const int MostCompared = 5;

    private readonly LicensingWords licensing = new(table);
    private readonly HashSet<int> comparing = table.FindAll("compatible", "incompatible", "compatibility");
    // "Under a GPL compatible license".
    private readonly HashSet<int> one = table.FindAll("a", "an", "any", "some", "other", "another");
    private readonly int with = table.Find("with"u8);
    private readonly HashSet<int> units = table.FindAll("unit", "units");
    private readonly int mit = table.Find("mit"u8);
    private readonly FieldValues fields = new(table);
    private readonly NameLists lists = new(new LicensingWords(table), new FieldValues(table));
    private readonly LooserNames looser = new(table, new LicensingWords(table), new FieldValues(table));
    private readonly Exceptions exceptions = new(table);
    private readonly Choices choices = new(table, new FieldValues(table));

    /// <returns>What is left of the claims, in the order of their words.</returns>
    public List<Claim> Resolve(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        // A pack adds to what the engine finds and takes nothing of it away: the engine's own is weighed as if there were no pack.
        var own = claims.FindAll(claim => claim.Pack is null);
        var weighed = Weigh(text, words, own);
        if (own.Count == claims.Count) return weighed;

        var added = Weigh(text, words, WithoutIgnoredByPacks(words.Count, claims)).FindAll(claim => claim.Pack is not null);
        return WithoutSaid(Claim.InOrder([.. weighed, .. added]));
    }

    // What a pack finds within the same finding of the engine's own adds nothing.
    private static List<Claim> WithoutSaid(List<Claim> claims)
    {
        var said = new Dictionary<string, int>();
        var kept = new List<Claim>(claims.Count);
        foreach (var claim in claims)
        {
            var end = said.GetValueOrDefault(claim.Expression);
            if (claim.Pack is null) said[claim.Expression] = Math.Max(end, claim.End);
            if (claim.Pack is null || end < claim.End) kept.Add(claim);
        }

        return kept;
    }

    private List<Claim> Weigh(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var offers = claims.FindAll(claim => claim.Is(PhraseNeeds.Choice | PhraseNeeds.Alternative));
        var kept = Outermost(text, words, Once(claims.FindAll(claim => !claim.Is(PhraseNeeds.Choice | PhraseNeeds.Alternative))));
        kept.RemoveAll(claim => claim.Is(PhraseNeeds.Ignored));
        kept = WithoutStrangers(text, words, kept);
        kept = WithoutBeginnings(InContext(text, words, kept));
        kept = looser.WithoutTitles(text, words, lists.Without(text, words, kept));
        var better = WithoutMisspelt(words, looser.Without(words, kept, out var worse));
        var joined = choices.Join(text, words, better, offers);
        return exceptions.Join(text, words, Claim.InOrder([.. joined, .. looser.Weakened(text, words, joined, worse)]));
    }

    // "A GPL-compatible license" is none of the GPL's. What is put under a licence stays so, whatever it is compatible with, and whatever the next sentence says.
    private bool IsCompared(ReadOnlySpan<byte> text, WordList words, Claim claim)
    {
        if (claim is not { Text: null, Kind: not FindingKind.Tag, Expression.Length: > 0, Length: <= MostCompared } || claim.End >= words.Count || !comparing.Contains(words.Numbers[claim.End])) return false;
        if (claim.Start == 0 || !one.Contains(words.Numbers[claim.Start - 1]))
        {
            if (licensing.StandsUnder(words.Numbers, claim) || (fields.Begins(text, words, claim) && words.Starts[claim.Start] > 0 && text[words.Starts[claim.Start] - 1] != '(')) return false;
        }

        var end = words.Starts[claim.End - 1];
        while (end < text.Length && (Letters.IsWord(text[end]) || (text[end] == '.' && end + 1 < text.Length && Letters.IsDigit(text[end + 1])))) end++;
        var between = text[Math.Min(end, words.Starts[claim.End])..words.Starts[claim.End]];
        return between.Length == 1 && between[0] is (byte)' ' or (byte)'-' && (claim.End + 1 == words.Count || words.Numbers[claim.End + 1] != with);
    }

    // "SPDX-License-Identifier: GPLv3": who wrote it meant the GPL, whatever he called it.
    private static List<Claim> WithoutMisspelt(WordList words, List<Claim> claims)
    {
        if (!claims.Exists(claim => claim.Is(PhraseNeeds.Unlisted))) return claims;

        // For each word, how far that reaches which begins there or before, and is known.
        var reached = new int[words.Count];
        foreach (var claim in claims.Where(claim => claim is { Expression.Length: > 0, Text: null } && !claim.Is(PhraseNeeds.Unlisted))) reached[claim.Start] = Math.Max(reached[claim.Start], claim.End);
        for (var at = 1; at < reached.Length; at++) reached[at] = Math.Max(reached[at], reached[at - 1]);
        return claims.FindAll(claim => !claim.Is(PhraseNeeds.Unlisted) || reached[claim.Start] < claim.End);
    }

    // What a pack says to ignore is ignored of packs: it adds to what the engine finds, and takes nothing of it away.
    private static List<Claim> WithoutIgnoredByPacks(int words, List<Claim> claims)
    {
        var ignoring = claims.FindAll(claim => claim.Pack is not null && claim.Is(PhraseNeeds.Ignored));
        if (ignoring.Count == 0) return claims;

        var reached = new int[words];
        foreach (var claim in ignoring)
        {
            for (var at = claim.Start; at < claim.End; at++) reached[at] = Math.Max(reached[at], claim.End);
        }

        return claims.FindAll(claim => claim.Pack is null || (!claim.Is(PhraseNeeds.Ignored) && reached[claim.Start] < claim.End));
    }

    // The same again and again, with nothing else between, is one claim.
    private static List<Claim> Once(List<Claim> claims)
    {
        var once = new List<Claim>(claims.Count);
        foreach (var claim in claims.OrderBy(claim => claim.Start).ThenByDescending(claim => claim.End))
        {
            if (once.Count > 0 && once[^1] is { Text: null } last && claim.Text is null && last.Expression == claim.Expression && last.Kind == claim.Kind
                && last.Needs == claim.Needs && last.Pack == claim.Pack && claim.Kind != FindingKind.Tag && claim.Start - last.End <= Again)
            {
                once[^1] = last with { End = Math.Max(last.End, claim.End) };
            }
            else
            {
                once.Add(claim);
            }
        }

        return once;
    }

    // Of what overlaps, the longest; a text of the engine's own before any phrase, and what nobody knows last: it must not hide a licence's name.
    // For the same words what is the engine's own.
    private List<Claim> Outermost(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var kept = new List<Claim>();
        // For each word, how far that reaches which was kept and begins no later.
        var reached = new int[words.Count];
        // For each word, the text that holds it.
        var holding = new Claim?[words.Count];
        foreach (var claim in claims.OrderBy(Rank).ThenByDescending(claim => claim.Length).ThenBy(claim => claim.Start).ThenBy(claim => claim.Pack is not null).ThenBy(claim => claim.Is(PhraseNeeds.Field)).ThenBy(claim => claim.Expression, StringComparer.Ordinal))
        {
            // What a text says of itself licenses nothing, though it may have been added to it.
            if (claim.Is(PhraseNeeds.Ignored)) holding.AsSpan(claim.Start, claim.Length).Clear();
            if (reached[claim.Start] >= claim.End && !claim.Is(PhraseNeeds.Unlisted) && !IsInserted(text, words, claim, holding[claim.Start])) continue;
            for (var at = claim.Start; at < claim.End; at++) reached[at] = Math.Max(reached[at], claim.End);
            if (claim.Text is not null) Array.Fill(holding, claim, claim.Start, claim.Length);
            kept.Add(claim);
        }

        kept.Sort((one, other) => one.Start != other.Start ? one.Start - other.Start : one.End - other.End);
        return kept;
    }

    private static int Rank(Claim claim) => claim switch
    {
        { Text: not null, Pack: null } => 0,
        { Kind: FindingKind.Unknown or FindingKind.NoGrant } when !claim.Is(PhraseNeeds.Ignored) => 3,
        _ when claim.Is(PhraseNeeds.Unlisted) => 2,
        _ => 1,
    };

    // What somebody has written into a licence is none of its words: "Alternatively, …" between conditions and disclaimer, or another licence's notice.
    private bool IsInserted(ReadOnlySpan<byte> text, WordList words, Claim claim, Claim? outer) =>
        claim is { Text: null, Expression.Length: > 0 }
        && outer is { Text: { } match }
        // A bare name is in many licences; nothing of it may be this one's own.
        && Added(match, claim) * (claim.Is(PhraseNeeds.NoBetter) ? 1 : 2) >= claim.Length
        && (claim.Kind == FindingKind.Tag || licensing.PutUnder(words.Numbers, claim) || fields.Begins(text, words, claim));

    // How many of the claim's words somebody has added; a few are in the licence, too, and seem to be its own.
    private static int Added(TextMatch match, Claim claim) =>
        match.Changes.Where(change => change.End - change.Start > change.To - change.From).Sum(change => Math.Max(0, Math.Min(change.End, claim.End) - Math.Max(change.Start, claim.Start)));

    private List<Claim> InContext(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var counts = new bool[claims.Count];
        for (var i = 0; i < claims.Count; i++) counts[i] = Counts(text, words, claims[i]);
        // "MIT and GPL licenses": what is joined to a licence's name is one, too.
        for (var i = 1; i < claims.Count; i++) counts[i] |= counts[i - 1] && (claims[i].Is(PhraseNeeds.Field) ? fields.Follows(text, words, claims[i - 1], claims[i]) : licensing.Join(words.Numbers, claims[i - 1], claims[i]));
        for (var i = claims.Count - 2; i >= 0; i--) counts[i] |= counts[i + 1] && !claims[i].Is(PhraseNeeds.Field) && licensing.Join(words.Numbers, claims[i], claims[i + 1]);
        var kept = new List<Claim>(claims.Count);
        for (var i = 0; i < claims.Count; i++)
        {
            if (counts[i] && !IsCompared(text, words, claims[i])) kept.Add(claims[i]);
        }

        return kept;
    }

    // "browserify-zlib", "license": "MIT": the end of one string and the next field's name.
    private List<Claim> WithoutStrangers(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var kept = new List<Claim>(claims.Count);
        foreach (var claim in claims)
        {
            if (claim.Text is not null || claim.Length < 2 || !licensing.Contains(words.Numbers[claim.End - 1]) || !StringBoundaries.StandsAlone(text, words, claim.End - 1)) kept.Add(claim);
        }

        return kept;
    }

    // "License: BSD-3-Clause-LBNL" is no BSD-3-Clause besides: of two that overlap, the id that goes on.
    private static List<Claim> WithoutBeginnings(List<Claim> claims) =>
        [.. claims.Where((claim, at) => !(at > 0 && Begins(claim, claims[at - 1])) && !(at + 1 < claims.Count && Begins(claim, claims[at + 1])))];

    private static bool Begins(Claim claim, Claim longer) =>
        claim.Text is null && longer.Text is null && claim.Start < longer.End && longer.Start < claim.End && claim.Expression.Length > 0
        && longer.Expression.Length > claim.Expression.Length && longer.Expression.StartsWith(claim.Expression, StringComparison.OrdinalIgnoreCase)
        && longer.Expression[claim.Expression.Length] is '-' or '.';

    // "Nur mit Lizenz": no MIT, unless it is written so, in a field, or behind words that lead to a licence. An English word of licensing behind it makes it a name.
    private bool IsGermanWith(ReadOnlySpan<byte> text, WordList words, Claim claim)
    {
        var start = words.Starts[claim.Start];
        if (claim is not { Expression: "MIT", Text: null, Kind: not FindingKind.Tag } || words.Numbers[claim.Start] != mit || text[start] != 'm' || fields.Begins(text, words, claim)) return false;
        if (start + 3 < text.Length && text[start + 3] is (byte)'-' or (byte)'_' or (byte)'"' or (byte)'\'' || (claim.Start > 0 && licensing.Leads(words.Numbers[claim.Start - 1]))) return false;

        var behind = claim.Start + 1 < words.Count ? text[words.Starts[claim.Start + 1]..] : [];
        return !(behind.Length > 5 && System.Text.Ascii.EqualsIgnoreCase(behind[..5], "licen"u8));
    }

    // "12 GPL units": laboratories measure antibodies so.
    private bool IsMeasured(ReadOnlySpan<byte> text, WordList words, Claim claim) =>
        claim is { Length: 1, Text: null } && claim.Is(PhraseNeeds.Context) && claim.End < words.Count && units.Contains(words.Numbers[claim.End])
        && words.Starts[claim.End] - words.Starts[claim.Start] == 4 && text[words.Starts[claim.Start] + 3] == ' '
        && !licensing.StandsUnder(words.Numbers, claim) && !fields.Begins(text, words, claim);

    private bool Counts(ReadOnlySpan<byte> text, WordList words, Claim claim)
    {
        if (claim.Is(PhraseNeeds.Field)) return fields.IsWhole(text, words, claim);
        if (IsGermanWith(text, words, claim) || IsMeasured(text, words, claim)) return false;
        return !claim.Is(PhraseNeeds.Context) || licensing.AreBeside(words.Numbers, claim) || licensing.StandsUnder(words.Numbers, claim) || fields.Begins(text, words, claim);
    }
}
