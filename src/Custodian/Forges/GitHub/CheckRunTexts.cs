using System.Text;
using Octokit;

namespace Custodian.Forges.GitHub;

/// <summary>A check run in GitHub's words, within its limits ("REST API endpoints for check runs").</summary>
internal static class CheckRunTexts
{
    /// <summary>In one request.</summary>
    public const int MostAnnotations = 50;

    public const int LongestSummary = 65_535;

    private const int LongestTitle = 255;
    private const int LongestMessage = 64 << 10;
    private const string SummaryCut = "\n\n*This is cut here: GitHub takes no more. The page that 'Details' leads to has all of it.*";

    public static NewCheckRun New(ForgeCheckRun run) => new(run.Name, run.Commit.ToString())
    {
        ExternalId = run.ExternalId,
        DetailsUrl = run.Details,
        Status = Status(run.State),
        Conclusion = Conclusion(run.State),
        StartedAt = run.StartedAt,
        CompletedAt = run.CompletedAt,
        Output = Output(run, 0),
    };

    /// <param name="from">The first annotation that GitHub does not have.</param>
    public static CheckRunUpdate Update(ForgeCheckRun run, int from) => new()
    {
        Name = run.Name,
        ExternalId = run.ExternalId,
        DetailsUrl = run.Details,
        Status = Status(run.State),
        Conclusion = Conclusion(run.State),
        StartedAt = run.StartedAt,
        CompletedAt = run.CompletedAt,
        Output = Output(run, from),
    };

    private static NewCheckRunOutput Output(ForgeCheckRun run, int from)
    {
        NewCheckRunAnnotation[] some = [.. run.Annotations.Skip(from).Take(MostAnnotations).Select(Annotation)];
        return new(GitHubTexts.Shorten(run.Title, LongestTitle, GitHubTexts.Cut), GitHubTexts.Shorten(run.Summary, LongestSummary, SummaryCut)) { Annotations = some.Length == 0 ? null : some };
    }

    private static NewCheckRunAnnotation Annotation(ForgeAnnotation remark)
    {
        var start = Math.Max(1, remark.StartLine);
        return new(remark.Path, start, Math.Max(start, remark.EndLine), Level(remark.Level), ShortenBytes(remark.Message)) { Title = GitHubTexts.Shorten(remark.Title, LongestTitle, GitHubTexts.Cut) };
    }

    private static CheckStatus Status(ForgeCheckState state) => state switch
    {
        ForgeCheckState.Queued => CheckStatus.Queued,
        ForgeCheckState.InProgress => CheckStatus.InProgress,
        _ => CheckStatus.Completed,
    };

    private static StringEnum<CheckConclusion>? Conclusion(ForgeCheckState state) => state switch
    {
        ForgeCheckState.Success => CheckConclusion.Success,
        ForgeCheckState.Failure => CheckConclusion.Failure,
        ForgeCheckState.ActionRequired => CheckConclusion.ActionRequired,
        ForgeCheckState.Neutral => CheckConclusion.Neutral,
        _ => null,
    };

    private static CheckAnnotationLevel Level(ForgeAnnotationLevel level) => level switch
    {
        ForgeAnnotationLevel.Notice => CheckAnnotationLevel.Notice,
        ForgeAnnotationLevel.Warning => CheckAnnotationLevel.Warning,
        _ => CheckAnnotationLevel.Failure,
    };

    private static string ShortenBytes(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= LongestMessage) return text;

        var (bytes, kept) = (Encoding.UTF8.GetByteCount(GitHubTexts.Cut), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestMessage) break;
            kept += rune.Utf16SequenceLength;
        }

        return text[..kept] + GitHubTexts.Cut;
    }
}
