namespace Custodian.Licences.Expressions;

/// <summary>
/// What may be used: lists of licences that are allowed, denied, or to be reviewed by people.
/// <list type="bullet">
/// <item>AND is as good as its worst part, OR as its best: the recipient chooses.</item>
/// <item>A licence is allowed where a version that it lets the recipient choose is: GPL-2.0-or-later is, where GPL-3.0-only is. It is
/// denied, or to be reviewed, where every version of it is within what is listed so: GPL-3.0-only is, where GPL-2.0-or-later is.</item>
/// <item>What is listed twice is denied before it is reviewed, and reviewed before it is allowed.</item>
/// <item>An exception adds a permission, so a licence with a listed exception is what the licence alone is, unless a list names the
/// two together. An exception that SPDX does not list is not trusted to add anything.</item>
/// <item>A listed exception that stands beside licences, joined to none of them, asks for nothing.</item>
/// <item>A licence that SPDX does not list is never allowed by what holds for others that nobody named.</item>
/// </list>
/// </summary>
public sealed class LicencePolicy
{
    private readonly SpdxIds ids;
    private readonly Entry[] entries;
    private readonly LicenceVerdict otherwise;

    /// <summary>The lists; each entry one licence, with or without an exception.</summary>
    /// <param name="ids">What SPDX lists. Entries and expressions are taken as <see cref="SpdxIds.Current"/> gives them.</param>
    /// <param name="allow">May be used.</param>
    /// <param name="deny">May not be used.</param>
    /// <param name="review">People have to look.</param>
    /// <param name="otherwise">What a listed licence is that none of them names.</param>
    /// <exception cref="ArgumentException">An entry is joined by AND or OR.</exception>
    public LicencePolicy(
        SpdxIds ids, IEnumerable<SpdxExpression> allow, IEnumerable<SpdxExpression> deny, IEnumerable<SpdxExpression> review, LicenceVerdict otherwise = LicenceVerdict.NotListed)
    {
        (this.ids, this.otherwise) = (ids, otherwise);
        // In the order in which they win.
        entries = [.. Entries(deny, LicenceVerdict.Denied), .. Entries(review, LicenceVerdict.NeedsReview), .. Entries(allow, LicenceVerdict.Allowed)];
    }

    /// <summary>Judges an expression. Total: whatever it names.</summary>
    public LicenceRuling Judge(SpdxExpression expression) => JudgePart(ids.Current(expression));

    private LicenceRuling JudgePart(SpdxExpression part) => part switch
    {
        SpdxExpression.AllOf and => Binding(and).Select(JudgePart).MaxBy(ruling => ruling.Verdict)!,
        SpdxExpression.OneOf or => Best(or),
        SpdxExpression.Excepted with => JudgeTerm(with, with.Licence, with.Exception),
        _ => JudgeTerm(part, (SpdxExpression.Id)part, exception: null),
    };

    // An exception that stands beside licences adds a permission and asks for nothing; by itself it is no licence.
    private IEnumerable<SpdxExpression> Binding(SpdxExpression.AllOf and) =>
        and.Parts.Any(part => !IsException(part)) ? and.Parts.Where(part => !IsException(part)) : and.Parts;

    private bool IsException(SpdxExpression part) => part is SpdxExpression.Id { OrLater: false } id && !ids.Knows(id) && ids.FindException(id.Name) is not null;

    private LicenceRuling Best(SpdxExpression.OneOf or)
    {
        var best = or.Parts.Select(JudgePart).MinBy(ruling => ruling.Verdict)!;
        return best with { Reason = best.Reason + (best.Verdict == LicenceVerdict.Allowed ? ", and may be chosen" : ", and no other choice is better") };
    }

    private LicenceRuling JudgeTerm(SpdxExpression term, SpdxExpression.Id licence, string? exception)
    {
        if (!ids.Knows(licence)) return new(LicenceVerdict.NotListed, term, $"{licence} is no licence that SPDX lists");

        var range = LicenceRange.Of(licence);
        var exact = entries.FirstOrDefault(entry => entry.Exception == exception && entry.Holds(range));
        if (exact is not null) return new(exact.Verdict, term, $"{term} {Says(exact.Verdict)}{Through(exact, licence)}");
        if (exception is null) return Otherwise(term);

        var bare = entries.FirstOrDefault(entry => entry.Exception is null && entry.Holds(range));
        var trusted = ids.FindException(exception) is not null;
        if (!trusted && bare?.Verdict is null or LicenceVerdict.Allowed)
            return new(LicenceVerdict.NotListed, term, $"{term} has an exception that SPDX does not list");
        return bare is null ? Otherwise(term) : new(bare.Verdict, term, $"{term} {Says(bare.Verdict)}, as {bare.Licence} is");
    }

    private LicenceRuling Otherwise(SpdxExpression term) => new(otherwise, term, otherwise switch
    {
        LicenceVerdict.Allowed => $"{term} is on no list, and such licences are allowed",
        LicenceVerdict.NeedsReview => $"{term} is on no list, and such licences need review",
        LicenceVerdict.Denied => $"{term} is on no list, and such licences are denied",
        _ => $"{term} is on no list",
    });

    private static string Says(LicenceVerdict verdict) => verdict switch
    {
        LicenceVerdict.Allowed => "is allowed",
        LicenceVerdict.NeedsReview => "needs review",
        _ => "is denied",
    };

    private static string Through(Entry entry, SpdxExpression.Id licence) =>
        entry.Licence == licence ? ""
        : entry.Verdict == LicenceVerdict.Allowed ? $", since {entry.Licence} may be chosen"
        : $", being within {entry.Licence}";

    private IEnumerable<Entry> Entries(IEnumerable<SpdxExpression> list, LicenceVerdict verdict) => list.Select(ids.Current).Select(entry => entry switch
    {
        SpdxExpression.Id id => new Entry(id, null, verdict),
        SpdxExpression.Excepted with => new Entry(with.Licence, with.Exception, verdict),
        _ => throw new ArgumentException($"'{entry}' is not one licence: list each by itself.", nameof(list)),
    });

    private sealed record Entry(SpdxExpression.Id Licence, string? Exception, LicenceVerdict Verdict)
    {
        private readonly LicenceRange range = LicenceRange.Of(Licence);

        // To allow, one version that may be chosen is enough; to deny, all of them have to be meant.
        public bool Holds(LicenceRange term) => Verdict == LicenceVerdict.Allowed ? term.Includes(range) : range.Includes(term);
    }
}
