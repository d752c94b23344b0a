using Custodian.Licences.Expressions;
using Custodian.Licences.Phrases;
using Custodian.Licences.Reading;
using Custodian.Licences.Resolving;
using Custodian.Licences.Texts;
using Custodian.Licences.Words;

namespace Custodian.Licences;

/// <summary>Finds the licences in files, one after another. Not for several threads at once: give each its own.</summary>
public sealed class LicenceScanner
{
    /// <summary>
    /// Most findings of one file that are told, the first ones; beyond them only what none of them says. Findings of one kind that say the same on
    /// neighbouring lines are one.
    /// </summary>
    public const int MostFindings = 2000;

    private const int MostBeyond = 100;
    private const long MostEffort = 400_000_000;

    private const int MostDifferences = 50;
    private const int LongestDifference = 20;

    private readonly LicenceIndex index;
    private readonly LicenceMemo? memo;
    private readonly WordReader reader;
    private readonly WordList words = new();
    private readonly PhraseMatcher phrases;
    private readonly TextMatcher texts;
    private readonly PhraseMatcher? packPhrases;
    private readonly TextMatcher? packTexts;
    private readonly Resolver resolver;
    private readonly TagReader tags;
    private readonly FieldReader packageFields;
    private readonly VersionFields fieldNames;
    private readonly List<(int From, int To)> hits = [];
    private readonly List<(int From, int To)> regions = [];

    /// <param name="index">What it knows of licences.</param>
    /// <param name="memo">What leading comments say, kept over files and shared with other scanners of the same index; null: nothing is kept.</param>
    public LicenceScanner(LicenceIndex index, LicenceMemo? memo = null)
    {
        this.index = index;
        this.memo = memo;
        reader = new WordReader(index.Words);
        phrases = new PhraseMatcher(index.Graph, index.Words.Count);
        var guard = new DifferenceGuard(index.Words);
        texts = new TextMatcher(index.Texts, guard);
        // Beside the engine's own, and not among them: a pack's many rules crowd out nothing that the engine knows.
        if (index.PackRules is { } packs) (packPhrases, packTexts) = (new PhraseMatcher(packs.Graph, index.Words.Count), new TextMatcher(packs.Texts, guard));
        resolver = new Resolver(index.Words);
        tags = new TagReader(new SpdxIds(index));
        packageFields = new FieldReader(new SpdxIds(index));
        fieldNames = new VersionFields(index.Words);
    }

    /// <summary>How many steps the last file took, if it was read to its end.</summary>
    internal long Steps { get; private set; }

    /// <summary>All that one file says of licences.</summary>
    /// <param name="bytes">The whole file: UTF-8, UTF-16 or Latin-1 where it is text.</param>
    /// <returns>The same for the same bytes, whatever was scanned before.</returns>
    public FileScan Scan(ReadOnlySpan<byte> bytes)
    {
        Steps = 0;
        if (!TextBytes.TryRead(bytes, out var text)) return FileScan.NotText;

        hits.Clear();
        Keywords.Find(text, hits);
        if (hits.Count == 0) return FileScan.Nothing;

        regions.Clear();
        var head = Regions.Of(text, hits, regions);
        try
        {
            return Summed(Findings(text, head));
        }
        catch (TooCostlyException costly)
        {
            return new FileScan(FileClass.Unreadable, [], costly.Message);
        }
        finally
        {
            words.Trim();
        }
    }

    private List<Finding> Findings(ReadOnlySpan<byte> text, int head)
    {
        var rest = new Effort(MostEffort);
        var findings = new List<Finding>();
        var (line, counted) = (1, 0);
        Effort? last = null;
        foreach (var (from, to) in regions)
        {
            var shared = memo is not null && to == head;
            if (shared && memo!.TryGet(text[..head], out var known))
            {
                findings.AddRange(known);
                continue;
            }

            // A leading comment has a budget of its own: whether it is remembered must not change what is left for the rest.
            var effort = to == head ? new Effort(MostEffort) : rest;
            if (effort != last) Start();
            last = effort;
            line += Lines(text[counted..from]);
            counted = from;
            words.Clear();
            reader.Read(text[from..to], words, line, from);
            effort.Spend(words.Count);
            var claims = words.Count == 0 ? [] : Claims(text, effort);
            foreach (var claim in resolver.Resolve(text, words, claims)) Add(findings, text, claim);
            Steps += effort == rest ? 0 : effort.Taken;
            if (shared) memo!.Keep(text[..head], [.. findings]);
        }

        Steps += rest.Taken;
        return findings;
    }

    private void Start()
    {
        phrases.Start();
        packPhrases?.Start();
    }

    private void Add(List<Finding> findings, ReadOnlySpan<byte> text, Claim claim)
    {
        var (start, end) = (words.Lines[claim.Start], words.Lines[claim.End - 1]);
        if (findings.Count > 0 && findings[^1] is var last && last.Expression == claim.Expression && last.Kind == claim.Kind && last.Pack == claim.Pack && claim.Text is null && start <= last.EndLine + 1)
        {
            findings[^1] = last with { EndLine = Math.Max(last.EndLine, end) };
        }
        else if (findings.Count < MostFindings || !Told(findings, claim.Expression))
        {
            // What is told no more must not be the only one of its kind; and nobody is under so many licences.
            if (findings.Count >= MostFindings + MostBeyond) throw new TooCostlyException();
            findings.Add(Finding(text, claim));
        }
    }

    private List<Claim> Claims(ReadOnlySpan<byte> text, Effort effort)
    {
        var claims = new List<Claim>();
        var numbers = words.Numbers;
        var found = new List<TextMatch>();
        texts.Find(numbers, found, effort);
        Claim(BestMatches.Of(found), claims);
        if (packTexts is not null)
        {
            packTexts.Find(numbers, found, effort);
            Claim(BestMatches.Of(found).Where(match => match.Rule.Pack is not null), claims);
        }

        tags.Read(text, words, claims, effort);
        packageFields.Read(text, words, claims, effort);
        // A package's own version is none of its licence's: "license": "GPL-3.0-only", "version": "1.0".
        var end = 0;
        for (var at = 0; at < numbers.Length; at++)
        {
            if (end <= at) end = fieldNames.Next(text, words, at + 1);
            var rule = phrases.Longest(numbers[at..end], out var length, out var looked);
            effort.Spend(looked);
            if (rule >= 0) Claim(at, length, index.Phrases[rule].Rule, claims);
            if (packPhrases is null) continue;

            var other = packPhrases.Longest(numbers[at..end], out var otherLength, out looked);
            effort.Spend(looked);
            // Of what begins here the longest counts, and for the same words what is the engine's own.
            if (other >= 0 && otherLength > length) Claim(at, otherLength, index.PackRules!.Rules[other], claims);
        }

        return claims;
    }

    private static void Claim(IEnumerable<TextMatch> matches, List<Claim> claims) =>
        claims.AddRange(matches.Select(match => new Claim(match.Start, match.End, match.Rule.Expression, match.Rule.Kind, PhraseNeeds.Nothing, match, match.Rule.Pack)));

    private static void Claim(int at, int length, PhraseRule rule, List<Claim> claims) => claims.Add(new Claim(at, at + length, rule.Expression, rule.Kind, rule.Needs, Pack: rule.Pack));

    private Finding Finding(ReadOnlySpan<byte> text, Claim claim) => new()
    {
        Ids = [.. claim.Expression.Split([' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("AND" or "OR" or "WITH")).Distinct()],
        Expression = claim.Expression,
        Kind = claim.Kind,
        Score = claim.Text?.Score ?? 1,
        StartLine = words.Lines[claim.Start],
        EndLine = words.Lines[claim.End - 1],
        Pack = claim.Pack,
        Differences = claim.Text is { } match ? Differences(text, match) : [],
    };

    private WordDifference[] Differences(ReadOnlySpan<byte> text, TextMatch match)
    {
        var differences = new List<WordDifference>();
        foreach (var (start, end, from, to) in match.Changes.Take(MostDifferences))
        {
            var expected = string.Join(' ', match.Rule.Words[from..to].Take(LongestDifference).Select(index.Words.Name));
            differences.Add(new WordDifference(words.Lines[Math.Min(start, words.Count - 1)], expected, Plain(text, start, end)));
        }

        return [.. differences];
    }

    // The file's own words, as it writes them but in lower case.
    private string Plain(ReadOnlySpan<byte> text, int start, int end)
    {
        var plain = new List<string>();
        for (var at = start; at < Math.Min(end, start + LongestDifference); at++) plain.Add(WordReader.WordAt(text, words.Starts[at]));
        return string.Join(' ', plain);
    }

    // Of one expression after another, which come in turns, the last ones are looked at first.
    private static bool Told(List<Finding> findings, string expression) => findings.FindLastIndex(finding => finding.Expression == expression) >= 0;

    private static FileScan Summed(List<Finding> findings)
    {
        if (findings.Exists(finding => finding.Ids.Count > 0))
        {
            findings.RemoveAll(finding => finding.Ids.Count == 0);
            return new FileScan(FileClass.Licensed, findings);
        }

        if (findings.Exists(finding => finding.Kind == FindingKind.Unknown))
        {
            findings.RemoveAll(finding => finding.Kind == FindingKind.NoGrant);
            return new FileScan(FileClass.Unknown, findings);
        }

        return findings.Count > 0 ? new FileScan(FileClass.NoGrant, findings) : FileScan.Nothing;
    }

    private static int Lines(ReadOnlySpan<byte> text)
    {
        // A carriage return that stands alone ends a line, too.
        return text.Count((byte)'\n') + text.Count((byte)'\r') - text.Count("\r\n"u8);
    }
}
