using System.Collections.Concurrent;
using System.Text;
using Custodian.Licences;
using Custodian.Licences.Expressions;
using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>The check type <c>licences</c>: scans every file of a commit and judges what is new since gold. README.md says how.</summary>
internal sealed partial class LicencesCheck(LicenceScans scans, LicencePacks packs, OtherScanner scanner, ILogger<LicencesCheck> logger) : ICheckType
{
    private const int LongestSummary = 2000;

    private readonly SpdxIds ids = new(LicenceIndex.Shipped);

    // By repository and check, and by check: the last one of each.
    private readonly ConcurrentDictionary<(string Folder, string Check), Known> golds = new();
    private readonly ConcurrentDictionary<string, Judging> judges = new(StringComparer.Ordinal);

    public string Type => LicencesSchema.TypeName;

    // It reads what git holds: nothing of the candidate is laid out, and nothing of it is run.
    public bool NeedsWorkspace => false;

    public async Task<CheckReport> RunAsync(CheckRequest request, CancellationToken stop)
    {
        var (settings, judge) = JudgingBy(request.Definition);
        LicenceIndex index;
        try
        {
            index = packs.Of(settings.Packs);
        }
        catch (LicencePackException cannot)
        {
            return CheckReport.CouldNotRun(request.Definition, PlainText.Line(cannot.Message, LongestSummary));
        }

        var scan = scans.Of(request.GitFolder, index);
        var against = settings.Ratchet ? request.Gold : null;
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
            Remarks = LicenceRemarks.Of(judged, files),
            Log = Log(judged, against, request.LogLimit),
            Sandbox = settings.Scanner is null ? CheckReport.NothingRun : settings.Scanner.Command.Sandbox == "none" ? "none" : "bubblewrap",
            ComparedWith = against,
        };
    }

    private Judging JudgingBy(CheckDefinition definition)
    {
        if (judges.TryGetValue(definition.Name, out var known) && known.Definition == definition.Digest) return known;

        var settings = LicencesSettings.From(definition.Settings);
        return judges[definition.Name] = new(definition.Digest, settings, new(settings, ids));
    }

    // Gold stands for days, and candidates come by the minute: what it has is known from the last one, unless something of it could not be read
    // and may be there by now.
    private async Task<(LicenceBaseline Baseline, CheckReport? Failure)> BaselineAsync(CheckRequest request, CommitSha gold, CommitScan scan, LicencesSettings settings, LicenceJudge judge, CancellationToken stop)
    {
        var key = (request.GitFolder, request.Definition.Name);
        if (golds.TryGetValue(key, out var known) && known.Gold == gold && known.Definition == request.Definition.Digest) return (known.Baseline, null);

        var scanned = await scan.RunAsync(gold, settings.Reading, null, stop);
        IReadOnlyList<LicenceFile> files = [.. scanned.Files.Select(file => file.File)];
        if (settings.Scanner is { } other)
        {
            var (found, failure) = scanner.Recall(request, gold, files) is { } recalled ? (recalled, null) : await scanner.RunAsync(request, gold, other, files, stop);
            if (found is null) return (LicenceBaseline.Empty, failure);
            files = found;
        }

        var baseline = new LicenceBaseline(judge.Concerns(files));
        if (!scanned.Files.Any(file => file.File.Scan.Class == FileClass.Unreadable)) golds[key] = new(gold, request.Definition.Digest, baseline);
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

    private sealed record Judging(string Definition, LicencesSettings Settings, LicenceJudge Judge)
    {
        public void Deconstruct(out LicencesSettings settings, out LicenceJudge judge) => (settings, judge) = (Settings, Judge);
    }

    private sealed record Known(CommitSha Gold, string Definition, LicenceBaseline Baseline);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was found in the files of {Repository} cannot be kept, so that they are read again after the next start: {Why}")]
    private partial void LogCache(string repository, string why);
}
