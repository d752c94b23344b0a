using System.Collections.Concurrent;
using Custodian.Licences;
using Custodian.Licences.Expressions;
using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>
/// From what was found in each file of a commit, and what gold has, to an outcome and one sentence. README.md says how. It remembers which
/// entry of the settings each path belongs to; for any number of threads.
/// </summary>
/// <param name="settings">The check.</param>
/// <param name="ids">What SPDX lists.</param>
internal sealed class LicenceJudge(LicencesSettings settings, SpdxIds ids)
{
    private const int ReasonsInSummary = 3;

    private readonly PathGlobs generated = new(settings.Generated);
    // Matched against every glob once: from one commit to the next nearly every path is the same.
    private readonly ConcurrentDictionary<string, Place> places = new(StringComparer.Ordinal);
    private readonly LicenceRoom[] rooms = [.. settings.Paths.Select(path => new LicenceRoom(settings, path, ids)), new(settings, null, ids)];

    /// <summary>Everything against the files, gold aside, by path and line whatever the order in which they come.</summary>
    public IReadOnlyList<LicenceConcern> Concerns(IEnumerable<LicenceFile> files) =>
        Ordered(files.SelectMany(file => RoomOf(file).Concerns(file)));

    /// <summary>What its owners say that a file is under; null: they say nothing.</summary>
    public string? Declared(LicenceFile file) => RoomOf(file).Declared;

    /// <summary>A file with what the policy says of it, whatever was found there.</summary>
    public ReportedFile Report(ScannedFile file)
    {
        var room = RoomOf(file.File);
        return new(file.File, file.Sha256, room.Declared, room.Ignores, generated.Matches(file.File.Path));
    }

    /// <param name="files">Every file of the candidate.</param>
    /// <param name="gold">What the commit has at which gold stands, as <see cref="Concerns"/> tells it; empty before adoption.</param>
    public LicenceJudgement Judge(IReadOnlyCollection<LicenceFile> files, LicenceBaseline gold)
    {
        var baseline = settings.Ratchet ? gold : LicenceBaseline.Empty;
        var (concerns, counts) = Look(files);
        var known = concerns.ToLookup(baseline.Has);
        LicenceConcern[] news = [.. known[false]];
        LicenceConcern[] olds = [.. known[true]];
        // What rests on contents that could be read is so however often they are read again.
        var isFinal = news.Any(concern => !concern.IsMissing && !baseline.MayHave(concern));
        return new()
        {
            Outcome = counts.Files == counts.Ignored ? CheckOutcome.NoReport
                : news.Length == 0 ? CheckOutcome.Passed
                : isFinal ? CheckOutcome.Failed : CheckOutcome.Errored,
            Summary = counts.Files == 0 ? "there is no file to look at"
                : counts.Files == counts.Ignored ? $"the policy ignores every file ({counts.Files:N0})"
                : news.Length > 0 ? isFinal ? Failed(news) : Unread(news)
                : counts + (olds.Length > 0 ? $"; gold has {Findings(olds.Length)} too, and it blocks nothing" : ""),
            New = news,
            Known = olds,
            Gone = baseline.GoneFrom(concerns),
            Counts = counts,
        };
    }

    private string Failed(LicenceConcern[] news)
    {
        var review = news.Any(concern => concern.ForReview) ? "; what needs review is settled by a waiver, or by what the policy says 'declared' of these paths" : "";
        return $"{(settings.Ratchet ? "new: " : "")}{Findings(news.Length)}: {First(news)}{review}";
    }

    private static string Unread(LicenceConcern[] news) =>
        $"not every file could be read, so nothing is certain: {First(news)}; whoever keeps this copy of the repository mends it, and the check is run again";

    private static string First(LicenceConcern[] news) =>
        string.Join("; ", news.Take(ReasonsInSummary)) + (news.Length > ReasonsInSummary ? $"; and {news.Length - ReasonsInSummary:N0} more" : "");

    // Each path is looked at once: there are tens of thousands.
    private (IReadOnlyList<LicenceConcern> Concerns, LicenceCounts Counts) Look(IReadOnlyCollection<LicenceFile> files)
    {
        Dictionary<FileClass, int> own = Enum.GetValues<FileClass>().ToDictionary(kind => kind, _ => 0), made = new(own);
        var (ignored, declared) = (0, 0);
        var concerns = new List<LicenceConcern>();
        foreach (var file in files)
        {
            var (room, isGenerated) = PlaceOf(file);
            (isGenerated ? made : own)[file.Scan.Class]++;
            if (room.Ignores) ignored++;
            if (room.Declared is not null) declared++;
            concerns.AddRange(room.Concerns(file));
        }

        // Candidates come and go: what is remembered of them all must not grow without end.
        if (places.Count > 2 * files.Count) places.Clear();
        foreach (var room in rooms) room.Forget(most: 2 * files.Count);

        return (Ordered(concerns), new() { Own = own, Generated = made, Ignored = ignored, Declared = declared });
    }

    private static IReadOnlyList<LicenceConcern> Ordered(IEnumerable<LicenceConcern> concerns) =>
        [.. concerns.OrderBy(concern => concern.Path, StringComparer.Ordinal).ThenBy(concern => concern.Line ?? 0).ThenBy(concern => concern.What, StringComparer.Ordinal)];

    private LicenceRoom RoomOf(LicenceFile file) => PlaceOf(file).Room;

    private Place PlaceOf(LicenceFile file) =>
        places.GetOrAdd(file.Path, path => new(Array.Find(rooms, room => room.Holds(path))!, generated.Matches(path)));

    private sealed record Place(LicenceRoom Room, bool IsGenerated);

    private static string Findings(int count) => count == 1 ? "1 finding" : $"{count:N0} findings";
}
