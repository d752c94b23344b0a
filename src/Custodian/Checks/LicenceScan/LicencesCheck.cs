using System.Text;
using Custodian.Licences;
using Custodian.Licences.Expressions;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>The check type <c>licences</c>: scans every file of a commit and judges what is new since gold. README.md says how.</summary>
internal sealed partial class LicencesCheck(LicenceScans scans, OtherScanner scanner, ILogger<LicencesCheck> logger) : ICheckType
{
    private const int LongestSummary = 2000;

    private readonly SpdxIds ids = new(LicenceIndex.Shipped);

    private Known? last;

    public string Type => LicencesSchema.TypeName;

    // It reads what git holds: nothing of the candidate is laid out, and nothing of it is run.
    public bool NeedsWorkspace => false;

    public async Task<CheckReport> RunAsync(CheckRequest request, CancellationToken stop)
    {
        var settings = LicencesSettings.From(request.Definition.Settings);
        var scan = scans.Of(request.GitFolder);
        var against = settings.Ratchet ? request.Gold : null;
        var judge = new LicenceJudge(settings, ids);
        var (baseline, failure) = against is { } stands ? await BaselineAsync(request, stands, scan, settings, judge, stop) : (LicenceBaseline.Empty, null);
        if (failure is not null) return failure with { ComparedWith = against };

        IReadOnlyList<LicenceFile> files = [.. (await scan.RunAsync(request.Commit, settings.Reading, null, stop)).Files.Select(file => file.File)];
        if (scan.CacheTrouble is { } trouble) LogCache(request.Repository, trouble);

        if (settings.Scanner is { } other)
        {
            var (found, missed) = await scanner.RunAsync(request, request.Commit, other, files, stop);
            if (found is null) return missed! with { ComparedWith = against };
            files = found;
        }

        var judged = judge.Judge(files, baseline);
        return new()
        {
            Outcome = judged.Outcome,
            Summary = PlainText.Line(judged.Summary, LongestSummary),
            Log = Log(judged, against, request.LogLimit),
            Sandbox = settings.Scanner is null ? CheckReport.NothingRun : settings.Scanner.Command.Sandbox == "none" ? "none" : "bubblewrap",
            ComparedWith = against,
        };
    }

    // Gold stands for days, and candidates come by the minute: what it has is known from the last one, unless something of it could not be read
    // and may be there by now.
    private async Task<(LicenceBaseline Baseline, CheckReport? Failure)> BaselineAsync(CheckRequest request, CommitSha gold, CommitScan scan, LicencesSettings settings, LicenceJudge judge, CancellationToken stop)
    {
        var key = (request.GitFolder, gold, request.Definition.Digest);
        if (last is { } known && known.Key == key) return (known.Baseline, null);

        var scanned = await scan.RunAsync(gold, settings.Reading, null, stop);
        IReadOnlyList<LicenceFile> files = [.. scanned.Files.Select(file => file.File)];
        if (settings.Scanner is { } other)
        {
            var (found, failure) = scanner.Recall(request, gold, files) is { } recalled ? (recalled, null) : await scanner.RunAsync(request, gold, other, files, stop);
            if (found is null) return (LicenceBaseline.Empty, failure);
            files = found;
        }

        var baseline = new LicenceBaseline(judge.Concerns(files));
        if (!scanned.Files.Any(file => file.File.Scan.Class == FileClass.Unreadable)) last = new(key, baseline);
        return (baseline, null);
    }

    private static string Log(LicenceJudgement judged, CommitSha? gold, int limit)
    {
        var log = new StringBuilder();
        log.Append(judged.Counts).Append('\n');
        if (gold is { } with) log.Append(System.Globalization.CultureInfo.InvariantCulture, $"compared with gold at {with}: {judged.New.Count:N0} new, {judged.Known.Count:N0} known, {judged.Gone.Count:N0} gone\n");
        // Room for the lines above and the last one.
        var (written, left) = (0, limit - 1000);
        foreach (var concern in judged.New)
        {
            var line = $"{(concern.ForReview ? "review" : "fail")}: {concern}\n";
            if ((left -= Encoding.UTF8.GetByteCount(line)) < 0) break;

            log.Append(line);
            written++;
        }

        if (written < judged.New.Count) log.Append(System.Globalization.CultureInfo.InvariantCulture, $"and {judged.New.Count - written:N0} more\n");
        return log.ToString();
    }

    private sealed record Known((string Folder, CommitSha Gold, string Definition) Key, LicenceBaseline Baseline);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was found in the files of {Repository} cannot be kept, so that they are read again after the next start: {Why}")]
    private partial void LogCache(string repository, string why);
}
