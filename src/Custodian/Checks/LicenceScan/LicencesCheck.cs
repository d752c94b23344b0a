using System.Text;
using Custodian.Licences;
using Custodian.Licences.Expressions;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>The check type <c>licences</c>: scans every file of a commit and judges what is new since gold. README.md says how.</summary>
internal sealed partial class LicencesCheck(LicenceScans scans, ILogger<LicencesCheck> logger) : ICheckType
{
    private const int LongestSummary = 2000;

    private readonly SpdxIds ids = new(LicenceIndex.Shipped);

    public string Type => LicencesSchema.TypeName;

    // It reads what git holds: nothing of the candidate is laid out, and nothing of it is run.
    public bool NeedsWorkspace => false;

    public async Task<CheckReport> RunAsync(CheckRequest request, CancellationToken stop)
    {
        var settings = LicencesSettings.From(request.Definition.Settings);
        var scan = scans.Of(request.GitFolder);
        var against = settings.Ratchet ? request.Gold : null;
        var gold = against is { } stands ? await scan.RunAsync(stands, settings.Reading, null, stop) : null;
        var candidate = await scan.RunAsync(request.Commit, settings.Reading, null, stop);
        if (scan.CacheTrouble is { } trouble) LogCache(request.Repository, trouble);

        var judge = new LicenceJudge(settings, ids);
        var judged = judge.Judge(
            [.. candidate.Files.Select(file => file.File)],
            gold is null ? LicenceBaseline.Empty : new(judge.Concerns(gold.Files.Select(file => file.File))));
        return new()
        {
            Outcome = judged.Outcome,
            Summary = PlainText.Line(judged.Summary, LongestSummary),
            Log = Log(judged, against, request.LogLimit),
            Sandbox = CheckReport.NothingRun,
            ComparedWith = against,
        };
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was found in the files of {Repository} cannot be kept, so that they are read again after the next start: {Why}")]
    private partial void LogCache(string repository, string why);
}
