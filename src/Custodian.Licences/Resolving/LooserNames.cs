using Custodian.Licences.Phrases;
using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>Drops what names a licence loosely where the same licence is said better nearby, and nothing that asks for more than that does.</summary>
internal sealed class LooserNames(WordTable table, LicensingWords licensing, FieldValues fields)
{
    // How far a better word reaches.
    private const int Nearby = 250;

    // A title, and the copyright lines below it.
    private const int TitleWords = 30;

    // "GNU Lesser General Public License (LGPL), http://…": so near behind it, a looser name or an address is of the same licence.
    private const int Apposed = 12;

    // A notice of one of them often says that a copy of another one came with it.
    private static readonly HashSet<string> Gnu = new(StringComparer.Ordinal) { "GPL", "LGPL", "AGPL", "GFDL" };

    /// <summary>What stands right before a text names it, however loosely: the text itself says it better.</summary>
    public List<Claim> WithoutTitles(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var kept = new List<Claim>(claims);
        for (var i = 0; i < claims.Count; i++)
        {
            if (claims[i].Text is not { Rule.Kind: FindingKind.FullText, Score: > 0.9 }) continue;
            for (var before = i - 1; before >= 0 && claims[i].Start - claims[before].End <= TitleWords && claims[before].Text is null; before--)
            {
                if (IsTitle(claims[before], claims[i]) && !licensing.PutUnder(words.Numbers, claims[before]) && !fields.Begins(text, words, claims[before])) kept.Remove(claims[before]);
            }
        }

        return kept;
    }

    /// <param name="claims">In the order of their words.</param>
    /// <param name="worse">What gave way to something further off that is said better.</param>
    public List<Claim> Without(WordList words, List<Claim> claims, out List<Claim> worse)
    {
        // By family, what is said with a version.
        var better = new Dictionary<string, List<Claim>>();
        foreach (var claim in claims.Where(claim => !claim.Is(PhraseNeeds.NoBetter)))
        {
            foreach (var family in claim.Families.Concat(claim.Versions).Distinct())
            {
                if (better.TryGetValue(family, out var list)) list.Add(claim);
                else better.Add(family, [claim]);
            }
        }

        var gnu = claims.FindAll(claim => !claim.Is(PhraseNeeds.Mention) && claim.Families.Any(Gnu.Contains));
        var kept = new List<Claim>(claims.Count);
        worse = [];
        for (var at = 0; at < claims.Count; at++)
        {
            var claim = claims[at];
            if (!claim.Is(PhraseNeeds.NoBetter)) kept.Add(claim);
            else if (IsPartOfNext(claims, at) || IsApposed(words, claims, at)) continue;
            else if (claim.Is(PhraseNeeds.Mention) ? Near(gnu, claim).Any() : Named(words, claim).All(family => better.TryGetValue(family, out var list) && Near(list, claim).Any())) worse.Add(claim);
            else kept.Add(claim);
        }

        return kept;
    }

    /// <summary>
    /// "MIT or GPL version 2. … The parser is under the GPL." What gave way to a licence is asked for all the same where a choice or an exception has
    /// weakened that one since.
    /// </summary>
    public IEnumerable<Claim> Weakened(ReadOnlySpan<byte> text, WordList words, List<Claim> claims, List<Claim> worse)
    {
        var back = new List<Claim>();
        foreach (var claim in worse)
        {
            if (claim.Is(PhraseNeeds.Mention) || !(licensing.Demand(words.Numbers, claim) || fields.Begins(text, words, claim))) continue;
            var family = claim.Families.First();
            var near = Near(claims, claim).Where(known => known.Families.Contains(family)).ToList();
            if (near.Count > 0 && near.TrueForAll(known => IsWeak(known) && !(known.Start <= claim.Start && claim.Start - known.End <= Apposed)))
            {
                back.Add(claim with { Expression = near[0].Ids.First(id => id.Split('-')[0] == family) });
            }
        }

        return back;
    }

    // A version of its own is another licence.
    private static bool IsTitle(Claim claim, Claim text) =>
        claim.Kind != FindingKind.Tag && claim.Expression.Length > 0 && claim.End <= text.Start
        && (claim.Is(PhraseNeeds.NoBetter) ? claim.Families.Intersect(text.Families).Any() : claim.Versions.All(version => text.Versions.Any(its => its == version || its.StartsWith(version + ".", StringComparison.Ordinal))));

    private static bool IsWeak(Claim claim) => claim.Expression.Contains(" OR ", StringComparison.Ordinal) || claim.Expression.Contains(" WITH ", StringComparison.Ordinal);

    // "terms of the GNU General Public License" ends within a sentence that says more, of whichever family.
    private static bool IsPartOfNext(List<Claim> claims, int at) =>
        at + 1 < claims.Count && claims[at + 1] is var next && next.Start < claims[at].End && next.Expression.Length > 0 && !next.Is(PhraseNeeds.NoBetter);

    private bool IsApposed(WordList words, List<Claim> claims, int at) =>
        at > 0 && claims[at - 1] is var before && before.Is(PhraseNeeds.NoBetter) && claims[at].Start - before.End <= Apposed
        && (Named(words, claims[at]).SequenceEqual(Named(words, before)) || before.Families.SequenceEqual(Named(words, claims[at])));

    // What names a version gives way to the same version alone: another one is another licence.
    private IEnumerable<string> Named(WordList words, Claim claim)
    {
        foreach (var word in words.Numbers[claim.Start..claim.End])
        {
            if (table.Name(word).Any(char.IsAsciiDigit)) return claim.Versions;
        }

        return claim.Families;
    }

    // The list is in the order of its starts, and nothing in it holds another.
    private static IEnumerable<Claim> Near(List<Claim> list, Claim claim)
    {
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list[middle].Start <= claim.Start) low = middle + 1;
            else high = middle;
        }

        for (var at = low - 1; at >= 0 && claim.Start - list[at].End <= Nearby; at--) yield return list[at];
        for (var at = low; at < list.Count && list[at].Start - claim.End <= Nearby; at++) yield return list[at];
    }
}
