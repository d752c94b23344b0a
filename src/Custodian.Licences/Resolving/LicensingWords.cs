using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>The words by which a sentence speaks of licensing, and what stands between two licences that it names together.</summary>
internal sealed class LicensingWords(WordTable table)
{
    // How near such a word has to be.
    private const int Beside = 4;

    // "Use your version of this file under the terms of the".
    private const int Using = 14;

    // "Under the terms and conditions of the".
    private const int Leading = 6;

    // Names that are nothing but licences'.
    private static readonly HashSet<string> Licences = new(StringComparer.Ordinal) { "GPL", "LGPL", "AGPL", "GFDL", "SSPL", "BUSL", "MPL", "EPL", "CDDL", "EUPL", "CPL", "OSL" };

    private readonly HashSet<int> any = table.FindAll("license", "licenses", "licensed", "licensing", "copying", "released", "distributed", "redistributed", "terms", "copyleft", "lizenz", "lizenzen", "lizenziert", "licencia", "licenza", "licença");
    private readonly HashSet<int> putting = table.FindAll("licensed", "relicensed", "under", "released", "distributed", "redistributed", "redistribute", "covered", "governed", "subject", "lizenziert", "unter", "bajo", "sous", "sob");
    private readonly HashSet<int> being = table.FindAll("is", "are", "applies", "apply");
    private readonly HashSet<int> demanding = table.FindAll("licensed", "relicensed", "released", "distributed", "covered", "governed", "lizenziert");
    private readonly HashSet<int> @using = table.FindAll("use", "used", "using", "allow", "redistribute");
    private readonly HashSet<int> under = table.FindAll("under", "unter", "sous", "bajo", "sob", "relicensed");
    private readonly HashSet<int> by = table.FindAll("by", "to", "as");
    private readonly HashSet<int> articles = table.FindAll("the", "a", "an", "der", "die", "la", "le", "terms", "conditions", "of");
    private readonly HashSet<int> leading = table.FindAll("under", "unter", "the", "a", "an", "of", "is", "are", "and", "or", "as", "via", "der", "die", "das", "dual", "expat", "x11", "osi", "both", "either", "lizenz", "approved");
    private readonly HashSet<int> joining = table.FindAll("and", "or", "either", "the", "both", "dual", "a", "same", "with", "exception", "exceptions");

    public bool Contains(int word) => any.Contains(word);

    /// <summary>Whether one stands among the claim's own words or near them.</summary>
    public bool AreBeside(ReadOnlySpan<int> words, Claim claim) => AreAmong(words[Math.Max(0, claim.Start - Beside)..Math.Min(words.Length, claim.End + Beside)], any);

    /// <summary>Whether the word right before it, articles apart, puts something under it: "covered by the GPL".</summary>
    public bool StandsUnder(ReadOnlySpan<int> words, Claim claim)
    {
        // Programs run under FreeBSD and X11.
        if (!claim.Families.All(Licences.Contains)) return false;

        var at = claim.Start - 1;
        while (at >= 0 && claim.Start - at <= Leading && articles.Contains(words[at])) at--;
        return at >= 0 && (under.Contains(words[at]) || (at > 0 && by.Contains(words[at]) && putting.Contains(words[at - 1])));
    }

    /// <summary>Whether a word may stand right before a licence's name.</summary>
    public bool Leads(int word) => leading.Contains(word) || any.Contains(word);

    /// <summary>Whether a file is put under the licence, and not the licence only named: "distributed under the GPL", "its license is the GPL".</summary>
    /// <param name="from">Where the claim before it ends.</param>
    public bool PutUnder(ReadOnlySpan<int> words, Claim claim, int from = 0)
    {
        var before = words[Math.Min(claim.Start, Math.Max(from, claim.Start - Leading))..claim.Start];
        return AreAmong(words[claim.Start..claim.End], putting) || AreAmong(before, putting) || (AreAmong(before, any) && AreAmong(before, being));
    }

    /// <summary>Whether it is said that something is under the licence, and not that it may be used under it.</summary>
    public bool Demand(ReadOnlySpan<int> words, Claim claim)
    {
        var before = words[Math.Max(0, claim.Start - Leading)..claim.Start];
        return AreAmong(words[claim.Start..claim.End], demanding) || AreAmong(before, demanding)
            || (AreAmong(before, putting) && !AreAmong(words[Math.Max(0, claim.Start - Using)..claim.Start], @using));
    }

    /// <summary>Whether the second claim is named in one breath with the first: "MIT and GPL licenses".</summary>
    public bool Join(ReadOnlySpan<int> words, Claim one, Claim next)
    {
        if (next.Start - one.End > 3) return false;
        for (var at = one.End; at < next.Start; at++)
        {
            if (!joining.Contains(words[at]) && !any.Contains(words[at])) return false;
        }

        return true;
    }

    private static bool AreAmong(ReadOnlySpan<int> words, HashSet<int> set)
    {
        foreach (var word in words)
        {
            if (set.Contains(word)) return true;
        }

        return false;
    }
}
