using Custodian.Licences.Phrases;
using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>Weighs all that was recognised in one stretch of a file: what lies within something larger, what needs a word beside it, what is said better nearby, what is a mere list.</summary>
internal sealed class Resolver(WordTable table)
{
    // How near a word of licensing has to be.
    private const int Beside = 4;

    // How far a better word reaches.
    private const int Nearby = 250;

    // A title, and the copyright lines below it.
    private const int TitleWords = 30;

    // So many names, so few words between them: a list of ids, not a file's licence.
    private const int ListNames = 10;
    private const int ListWords = 30;

    // A sentence that stands within a text and is none of its own.
    private const int Inserted = 8;
    private const int LongestOpen = 400;

    // "GNU Lesser General Public License (LGPL), http://…": so near behind it, a looser name or an address is of the same licence.
    private const int Apposed = 12;

    // What says the same within so few words says it once.
    private const int Again = 8;

    private readonly HashSet<int> licensing = table.FindAll("license", "licenses", "licensed", "licensing", "copying", "released", "distributed", "redistributed", "terms", "copyleft", "lizenz", "lizenzen", "lizenziert", "licencia", "licenza", "licença");
    private readonly HashSet<int> joining = table.FindAll("and", "or", "either", "the", "both", "dual", "a", "same");

    private readonly FieldValues fields = new(table);
    private readonly Choices choices = new(table, new FieldValues(table));

    public List<Claim> Resolve(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var offers = claims.FindAll(claim => claim.Is(PhraseNeeds.Choice | PhraseNeeds.Alternative));
        var said = WithoutIgnoredByPacks(words.Count, claims.FindAll(claim => !claim.Is(PhraseNeeds.Choice | PhraseNeeds.Alternative)));
        var kept = Outermost(words.Count, Once(said));
        kept.RemoveAll(claim => claim.Is(PhraseNeeds.Ignored));
        kept = WithoutStrangers(text, words, kept);
        kept = WithoutBeginnings(InContext(text, words, kept));
        kept = WithoutLists(kept);
        kept = WithoutTitles(kept);
        kept = WithoutWorse(words, kept);
        return choices.Join(text, words, kept, offers);
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
    private static List<Claim> Outermost(int words, List<Claim> claims)
    {
        var kept = new List<Claim>();
        // For each word, how far that reaches which was kept and begins no later.
        var reached = new int[words];
        // For each word, the text that holds it.
        var holding = new Claim?[words];
        foreach (var claim in claims.OrderBy(Rank).ThenByDescending(claim => claim.Length).ThenBy(claim => claim.Start).ThenBy(claim => claim.Pack is not null).ThenBy(claim => claim.Is(PhraseNeeds.Field)).ThenBy(claim => claim.Expression, StringComparer.Ordinal))
        {
            if (reached[claim.Start] >= claim.End && !IsInserted(claim, holding[claim.Start])) continue;
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
        { Kind: FindingKind.Unknown or FindingKind.NoGrant } when !claim.Is(PhraseNeeds.Ignored) => 2,
        _ => 1,
    };

    // "Alternatively, …" is written between the conditions of a licence and its disclaimer.
    private static bool IsInserted(Claim claim, Claim? outer) =>
        claim is { Text: null, Kind: FindingKind.Notice, Expression.Length: > 0 }
        && outer is { Text: { Rule.Words.Length: <= LongestOpen } text }
        && text.Changes.Any(change => change.Start <= claim.Start && claim.End <= change.End && change.End - change.Start >= Inserted);

    private List<Claim> InContext(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var counts = new bool[claims.Count];
        for (var i = 0; i < claims.Count; i++) counts[i] = Counts(text, words, claims[i]);
        // "MIT and GPL licenses": what is joined to a licence's name is one, too.
        for (var i = 1; i < claims.Count; i++) counts[i] |= counts[i - 1] && (claims[i].Is(PhraseNeeds.Field) ? fields.Follows(text, words, claims[i - 1], claims[i]) : AreJoined(words.Numbers, claims[i - 1], claims[i]));
        for (var i = claims.Count - 2; i >= 0; i--) counts[i] |= counts[i + 1] && !claims[i].Is(PhraseNeeds.Field) && AreJoined(words.Numbers, claims[i], claims[i + 1]);
        return [.. claims.Where((_, i) => counts[i])];
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

    private bool Counts(ReadOnlySpan<byte> text, WordList words, Claim claim)
    {
        if (claim.Is(PhraseNeeds.Field)) return fields.IsWhole(text, words, claim);
        return !claim.Is(PhraseNeeds.Context) || IsBeside(words.Numbers, claim) || fields.Begins(text, words, claim);
    }

    private bool IsBeside(ReadOnlySpan<int> words, Claim claim)
    {
        for (var at = Math.Max(0, claim.Start - Beside); at < Math.Min(words.Length, claim.End + Beside); at++)
        {
            if (licensing.Contains(words[at])) return true;
        }

        return false;
    }

    private bool AreJoined(ReadOnlySpan<int> words, Claim one, Claim next)
    {
        if (next.Start - one.End > 3) return false;
        for (var at = one.End; at < next.Start; at++)
        {
            if (!joining.Contains(words[at]) && !licensing.Contains(words[at])) return false;
        }

        return true;
    }

    private static List<Claim> WithoutLists(List<Claim> claims)
    {
        var kept = new List<Claim>();
        for (var from = 0; from < claims.Count;)
        {
            var to = from + 1;
            while (to < claims.Count && claims[to].Start - claims[to - 1].End <= ListWords && IsListed(claims[to]) == IsListed(claims[from])) to++;
            var run = claims.GetRange(from, to - from);
            var names = run.Where(claim => claim.Kind != FindingKind.NoGrant).Select(claim => claim.Expression).Distinct().Count();
            if (!IsListed(claims[from]) || names < ListNames) kept.AddRange(run);
            from = to;
        }

        return kept;
    }

    // A list names; it neither quotes a text nor carries a tag.
    private static bool IsListed(Claim claim) => claim.Text is null && claim.Kind != FindingKind.Tag;

    // What stands right before a text names it, however loosely: the text itself says it better.
    private static List<Claim> WithoutTitles(List<Claim> claims)
    {
        var kept = new List<Claim>(claims);
        for (var i = 0; i < claims.Count; i++)
        {
            if (claims[i].Text is not { Rule.Kind: FindingKind.FullText, Score: > 0.9 }) continue;
            for (var before = i - 1; before >= 0 && claims[i].Start - claims[before].End <= TitleWords && claims[before].Text is null; before--)
            {
                if (IsTitle(claims[before], claims[i])) kept.Remove(claims[before]);
            }
        }

        return kept;
    }

    private static bool IsTitle(Claim claim, Claim text) =>
        claim.Kind != FindingKind.Tag && claim.Expression.Length > 0 && claim.End <= text.Start
        && (claim.Start <= 3 || Families(claim.Expression).Intersect(Families(text.Expression)).Any());

    private List<Claim> WithoutWorse(WordList words, List<Claim> claims)
    {
        // By family, what is said with a version, in the order of its words.
        var better = new Dictionary<string, List<Claim>>();
        foreach (var claim in claims.Where(claim => !claim.Is(PhraseNeeds.NoBetter) && claim.Expression.Length > 0))
        {
            foreach (var family in Families(claim.Expression).Concat(Versions(claim.Expression)))
            {
                if (better.TryGetValue(family, out var list)) list.Add(claim);
                else better.Add(family, [claim]);
            }
        }

        return [.. claims.Where((claim, at) => !claim.Is(PhraseNeeds.NoBetter) || !(IsPartOfNext(claims, at) || IsApposed(words, claims, at) || Named(words, claim).Any(family => better.TryGetValue(family, out var list) && HasNearby(list, claim))))];
    }

    // "terms of the GNU General Public License" ends within a sentence that says more, of whichever family.
    private static bool IsPartOfNext(List<Claim> claims, int at) =>
        at + 1 < claims.Count && claims[at + 1] is var next && next.Start < claims[at].End && next.Expression.Length > 0 && !next.Is(PhraseNeeds.NoBetter);

    private bool IsApposed(WordList words, List<Claim> claims, int at) =>
        at > 0 && claims[at - 1] is var before && before.Is(PhraseNeeds.NoBetter) && claims[at].Start - before.End <= Apposed
        && (Named(words, claims[at]).SequenceEqual(Named(words, before)) || Families(before.Expression).SequenceEqual(Named(words, claims[at])));

    // What names a version gives way to the same version alone: another one is another licence.
    private IEnumerable<string> Named(WordList words, Claim claim)
    {
        foreach (var word in words.Numbers[claim.Start..claim.End])
        {
            if (table.Name(word).Any(char.IsAsciiDigit)) return Versions(claim.Expression);
        }

        return Families(claim.Expression);
    }

    // The list is in the order of its starts, and nothing in it holds another.
    private static bool HasNearby(List<Claim> list, Claim claim)
    {
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list[middle].Start <= claim.Start) low = middle + 1;
            else high = middle;
        }

        return (low > 0 && claim.Start - list[low - 1].End <= Nearby) || (low < list.Count && list[low].Start - claim.End <= Nearby);
    }

    // "LGPL-2.1" of "LGPL-2.1-only".
    private static IEnumerable<string> Versions(string expression) =>
        from id in expression.Split([' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
        where id is not ("AND" or "OR" or "WITH")
        select string.Join('-', id.Split('-').Take(2));

    // "LGPL" of "LGPL-2.1-only".
    private static IEnumerable<string> Families(string expression) =>
        from id in expression.Split([' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
        where id is not ("AND" or "OR" or "WITH")
        select id.Split('-')[0];
}
