using System.Collections.Concurrent;
using Custodian.Licences;
using Custodian.Licences.Expressions;
using Custodian.Policies;

namespace Custodian.Checks;

/// <summary>What holds for the files of some paths, ready to judge them.</summary>
internal sealed class LicenceRoom
{
    // The ratchet compares these words from one commit to the next.
    public const string Unknown = "unknown";
    public const string NoGrant = "no-grant";
    public const string None = "none";
    public const string Binary = "binary";
    public const string Unreadable = "unreadable";

    private readonly LicenceTerms terms;
    private readonly LicencePolicy policy;
    private readonly PathGlobs? paths;
    private readonly IReadOnlyList<(string What, LicenceStance Stance, string Reason)> declared;

    // Tens of thousands of files say the same few things, and share one scan.
    private readonly ConcurrentDictionary<FileScan, (int? Line, string What, LicenceStance Stance, string Reason)[]> seen = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<string, IReadOnlyList<(string What, LicenceStance Stance, string Reason)>> judged = new(StringComparer.Ordinal);

    /// <param name="path">The paths; null: all that are left.</param>
    public LicenceRoom(LicencesSettings settings, LicencePath? path, SpdxIds ids)
    {
        terms = (path?.Terms ?? new()).Over(settings.Terms);
        policy = new(ids, Parse(terms.Allow!), Parse(terms.Deny!), Parse(terms.Review!), terms.Unlisted switch
        {
            LicenceStance.Pass => LicenceVerdict.Allowed,
            LicenceStance.Review => LicenceVerdict.NeedsReview,
            _ => LicenceVerdict.NotListed,
        });
        paths = path is null ? null : new(path.Paths);
        Ignores = path?.Ignore ?? false;
        Declared = path?.Declared;
        declared = path?.Declared is { } expression ? [.. Judge(expression).Select(one => one with { Reason = $"is declared to be under {expression}: {one.Reason}" })] : [];
    }

    /// <summary>True: nothing is asked of these files.</summary>
    public bool Ignores { get; }

    /// <summary>What their owners say that they are under, and then what is found is not asked; null: they say nothing.</summary>
    public string? Declared { get; }

    public bool Holds(string path) => paths?.Matches(path) ?? true;

    /// <summary>True: this is a place where that thing, the <see cref="LicenceConcern.What"/> of a concern, was found.</summary>
    public static bool Shows(Finding finding, string what) =>
        finding.Expression.Length == 0 ? what == (finding.Kind == FindingKind.NoGrant ? NoGrant : Unknown)
        : SpdxParser.TryParse(finding.Expression, out var parsed, out _) ? Parts(parsed).Any(part => part.ToString() == what)
        : what == Unknown;

    /// <summary>Everything against a file, in the order of its lines, each thing once.</summary>
    public IEnumerable<LicenceConcern> Concerns(LicenceFile file)
    {
        if (Ignores) return [];

        var against = Against(file.Scan);
        // Judged apart: what another scanner found must not make a file less bare than it is to us.
        if (file.Others is { } others) against = [.. against.Concat(Against(others)).DistinctBy(found => found.What).OrderBy(found => found.Line ?? 0)];
        return against.Length == 0 ? [] : against.Select(found => new LicenceConcern
        {
            Path = file.Path,
            Blob = file.Blob,
            Line = found.Line,
            What = found.What,
            ForReview = found.Stance == LicenceStance.Review,
            IsMissing = file.IsMissing && found.What == Unreadable,
            Reason = found.Reason,
        });
    }

    /// <summary>Forgets what it has judged, where that is more than so many scans or expressions.</summary>
    public void Forget(int most)
    {
        if (seen.Count > most) seen.Clear();
        if (judged.Count > most) judged.Clear();
    }

    private (int? Line, string What, LicenceStance Stance, string Reason)[] Against(FileScan scan) =>
        seen.GetOrAdd(scan, one => [.. Found(one).DistinctBy(found => found.What).Where(found => found.Stance != LicenceStance.Pass)]);

    private IEnumerable<(int? Line, string What, LicenceStance Stance, string Reason)> Found(FileScan scan)
    {
        // Nobody can declare what nobody has seen.
        if (scan.Class == FileClass.Unreadable)
            yield return Of(null, Unreadable, terms.Unreadable, $"could not be read: {PlainText.Line(scan.Trouble ?? "nobody knows why", 200)}");

        if (Declared is not null)
        {
            foreach (var (what, stance, reason) in declared) yield return (null, what, stance, reason);
            yield break;
        }

        foreach (var finding in scan.Findings.OrderBy(finding => finding.StartLine))
        {
            if (finding.Expression.Length == 0) yield return Wordless(finding.Kind == FindingKind.NoGrant ? NoGrant : Unknown, finding.StartLine);
            // What another scanner says without naming a licence stands where an expression would.
            if (finding is { Kind: FindingKind.Unknown, Scanner: { } unsure, Expression.Length: > 0 })
            {
                yield return Of(LineOf(finding), Unknown, terms.Unknown, $"may be under a licence that is not known; the scanner {unsure} says: {PlainText.Line(finding.Expression, 200)}");
                continue;
            }

            foreach (var (what, stance, ruling) in finding.Expression.Length == 0 ? [] : Judge(finding.Expression))
            {
                if (finding.Scanner is { } scanner)
                {
                    yield return (LineOf(finding), what, stance, $"{ruling}, found by the scanner {scanner}");
                    continue;
                }

                var reason = finding.Pack is { } pack ? $"{ruling}, found by the rule pack {pack}" : ruling;
                // A line of a file in an archive is no line of the archive.
                yield return finding.Inside is { } inside ? (null, what, stance, $"{reason} ({inside}, line {finding.StartLine})") : (finding.StartLine, what, stance, reason);
            }
        }

        if (scan.Findings.Count > 0) yield break;
        if (scan.Class == FileClass.None) yield return Of(null, None, terms.None, "says nothing of a licence");
        else if (scan.Class == FileClass.Binary) yield return Of(null, Binary, terms.Binary, "is no text, and its licence is not known");
        else if (scan.Class != FileClass.Unreadable) yield return Wordless(scan.Class == FileClass.NoGrant ? NoGrant : Unknown, line: null);
    }

    private static int? LineOf(Finding finding) => finding.StartLine > 0 ? finding.StartLine : null;

    private (int? Line, string What, LicenceStance Stance, string Reason) Wordless(string what, int? line) => what == NoGrant
        ? Of(line, what, terms.NoGrant, "reserves all rights and grants nothing")
        : Of(line, what, terms.Unknown, "speaks of a licence that is not known");

    private static (int? Line, string What, LicenceStance Stance, string Reason) Of(int? line, string what, LicenceStance? stance, string reason) =>
        (line, what, stance!.Value, stance == LicenceStance.Review ? reason + ", which needs review" : reason);

    // What is joined by AND is asked part by part, so that a part that is new is not hidden by one that is known.
    private IReadOnlyList<(string What, LicenceStance Stance, string Reason)> Judge(string expression)
    {
        if (judged.TryGetValue(expression, out var known)) return known;

        IReadOnlyList<(string, LicenceStance, string)> now = SpdxParser.TryParse(expression, out var parsed, out _)
            ? [.. Parts(parsed).Select(Judge)]
            : [(Unknown, terms.Unknown!.Value, $"is under '{PlainText.Line(expression, 80)}', which is no SPDX expression")];
        return judged[expression] = now;
    }

    private static IReadOnlyList<SpdxExpression> Parts(SpdxExpression whole) => whole is SpdxExpression.AllOf and ? and.Parts : [whole];

    private (string What, LicenceStance Stance, string Reason) Judge(SpdxExpression part)
    {
        var ruling = policy.Judge(part);
        return (part.ToString(), ruling.Verdict switch
        {
            LicenceVerdict.Allowed => LicenceStance.Pass,
            LicenceVerdict.NeedsReview => LicenceStance.Review,
            _ => LicenceStance.Fail,
        }, ruling.Reason);
    }

    private static IEnumerable<SpdxExpression> Parse(IEnumerable<string> entries) =>
        entries.Select(entry => SpdxParser.TryParse(entry, out var expression, out var refusal) ? expression : throw new FormatException($"'{entry}': {refusal}"));
}
