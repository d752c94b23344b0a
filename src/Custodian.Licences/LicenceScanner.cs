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
    /// <summary>Most findings of one file that are told; the first ones. Findings of one kind that say the same on neighbouring lines are one.</summary>
    public const int MostFindings = 2000;

    private const long MostEffort = 400_000_000;

    private const int MostDifferences = 50;
    private const int LongestDifference = 20;

    private readonly LicenceIndex index;
    private readonly LicenceMemo? memo;
    private readonly WordReader reader;
    private readonly WordList words = new();
    private readonly PhraseMatcher phrases;
    private readonly TextMatcher texts;
    private readonly Resolver resolver;
    private readonly TagReader tags;
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
        texts = new TextMatcher(index.Texts, new DifferenceGuard(index.Words));
        resolver = new Resolver(index.Words);
        tags = new TagReader(new SpdxIds(index));
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

    private void Add(List<Finding> findings, ReadOnlySpan<byte> text, Claim claim)
    {
        var (start, end) = (words.Lines[claim.Start], words.Lines[claim.End - 1]);
        if (findings.Count > 0 && findings[^1] is var last && last.Expression == claim.Expression && last.Kind == claim.Kind && claim.Text is null && start <= last.EndLine + 1)
        {
            findings[^1] = last with { EndLine = Math.Max(last.EndLine, end) };
        }
        else if (findings.Count < MostFindings)
        {
            findings.Add(Finding(text, claim));
        }
    }

    private List<Claim> Claims(ReadOnlySpan<byte> text, Effort effort)
    {
        var claims = new List<Claim>();
        var numbers = words.Numbers;
        foreach (var match in texts.Find(numbers, effort)) claims.Add(new Claim(match.Start, match.End, match.Rule.Expression, match.Rule.Kind, PhraseNeeds.Nothing, match));
        tags.Read(text, words, claims);
        for (var at = 0; at < numbers.Length; at++)
        {
            var rule = phrases.Longest(numbers[at..], out var length, out var looked);
            effort.Spend(looked);
            if (rule < 0) continue;
            var (found, _) = index.Phrases[rule];
            claims.Add(new Claim(at, at + length, found.Expression, found.Kind, found.Needs));
        }

        return claims;
    }

    private Finding Finding(ReadOnlySpan<byte> text, Claim claim) => new()
    {
        Ids = [.. claim.Expression.Split([' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("AND" or "OR" or "WITH")).Distinct()],
        Expression = claim.Expression,
        Kind = claim.Kind,
        Score = claim.Text?.Score ?? 1,
        StartLine = words.Lines[claim.Start],
        EndLine = words.Lines[claim.End - 1],
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
