using System.Globalization;
using Custodian.Checks;
using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Pages;

/// <summary>From a report to what the page says; the same for whoever asks.</summary>
/// <param name="path">Only files whose paths begin so; empty: all.</param>
/// <param name="licence">Only the files of this group; empty: all.</param>
internal sealed class LicencePageWriter(LicenceReport report, string path, string licence)
{
    private static readonly LicenceWay Operator = new("Whoever runs this service", "Only what could not be read: fetch a file that is missing from the repository, then run the check again. For a file that is too large a director of every custodian adopts a policy with a larger 'largest-file'.");

    private readonly CheckRun run = report.Run;
    private readonly LicenceJudgement judged = report.Judged;
    private readonly LicenceFiles files = new(report, path, licence);

    private CommitSha Commit => run.Commit!.Value;

    public LicencePageModel Write()
    {
        var findings = new LicenceFindingsWriter(report, files);
        var news = judged.New.ToLookup(concern => concern.ForReview);
        return new()
        {
            Repository = run.Repository!,
            Commit = Commit,
            Check = run.Check,
            Look = run.Outcome == CheckOutcome.Passed ? "good" : run.Outcome == CheckOutcome.Errored ? "wait" : "stop",
            Outcome = Wording.Of(run.Outcome),
            Sentence = Sentence(),
            About = LicenceFindingsWriter.Kinds(judged.New),
            At = run.At,
            Gold = run.ComparedWith,
            Engine = report.Engine,
            Data = report.Data,
            Notices = [.. Notices()],
            Scanner = report.Scanner,
            IsListed = report.IsKept,
            Spdx = CheckDoors.Spdx(run.Repository!, Commit, run.Check),
            Log = CheckDoors.Log(run.Repository!, Commit, run.Check),
            Ways = [.. Ways()],
            Blocking = findings.Write(news[false]),
            Review = findings.Write(news[true]),
            Known = findings.Write(judged.Known),
            Gone = findings.Write(judged.Gone),
            Classes = LicenceFiles.Classes(judged.Counts),
            Licences = files.Licences(out var more),
            MoreLicences = more,
            Files = report.Files.Count,
            Narrowing = files.Narrowing(),
            Groups = files.Groups(),
        };
    }

    private string Sentence() => run.Outcome switch
    {
        CheckOutcome.Passed when judged.Known.Count > 0 => $"Nothing new was found, so this check lets the commit pass. Gold has {Findings(judged.Known.Count)} too, and that blocks nothing.",
        CheckOutcome.Passed => "Nothing was found that speaks against this commit, so this check lets it pass.",
        CheckOutcome.Failed when judged.New.Count > 0 =>
            $"{Findings(judged.New.Count)}{(run.ComparedWith is null ? "" : " that gold does not have")} {(judged.New.Count == 1 ? "speaks" : "speak")} against this commit: it cannot become gold as it stands, unless every custodian waives this check for it.",
        CheckOutcome.Failed => $"The check failed: {run.Summary}.",
        CheckOutcome.NoReport => $"There was nothing to judge, and that does not count as passed: {run.Summary}.",
        _ => $"The check did not come to a result: {run.Summary}.",
    };

    private IEnumerable<string> Notices()
    {
        if (!report.Counts) yield return "Gold has moved since this check was run, so this result counts no more. While the commit can still become gold, the check is run again by itself.";
        if (!report.IsKept)
            yield return $"The scanner {report.Scanner} told nothing, or what it told is not kept any more, so no files are listed here. The log of the run says what is known.";
        else if (run.Outcome is CheckOutcome.Passed or CheckOutcome.Failed && judged.Outcome != run.Outcome)
            yield return "The service reads these files otherwise today than when this check was run. The outcome above is the recorded one; the lists below are what is read today. If the check has failed, anyone can ask to run it again.";
    }

    private IEnumerable<LicenceWay> Ways()
    {
        if (judged.New.Count == 0)
        {
            if (run.Outcome != CheckOutcome.Passed) yield return new("Anyone", "Ask to run this check again, once what is said above is mended.", $"custodian check --server URL --repository {run.Repository} --commit {Commit} --check {run.Check}");
            yield break;
        }

        // Nothing was learnt about the commit: there is nothing to mend in it, and nothing to waive.
        if (run.Outcome == CheckOutcome.Errored)
        {
            yield return Operator;
            yield break;
        }

        yield return new("A developer of this repository", "Push a new commit without what is listed here: take the file out, or put one in its place that may be used. The new commit is judged by itself.");
        yield return new(
            "A director of every custodian", "Waive this check for this commit. One director proposes it, saying why and what it means for patients; it counts once a director of every custodian has signed it.",
            $"custodian waiver --server URL --repository {run.Repository} --check {run.Check} --commit {Commit} --until DAY --reason … --clinical-risk … --as PERSON --key SSHKEY");
        yield return new("A director of every custodian", $"Adopt a policy in which the check {run.Check} allows the licence, or says under 'paths' what these files are 'declared' to be under. That settles it for later commits, too.");
        if (judged.New.Any(concern => concern.What == LicenceRoom.Unreadable))
            yield return Operator;
    }

    private static string Findings(int count) => count == 1 ? "1 finding" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} findings");
}
