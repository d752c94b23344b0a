using Custodian.Checks;
using Custodian.Pages;
using Custodian.Rules;
using Custodian.Tests.Checks;
using Xunit;

namespace Custodian.Tests.Pages;

/// <summary>What the page of a check of licences says of a recorded run beside what its files say today.</summary>
public sealed class LicencePageWriterTests
{
    private static readonly LicenceReport Report = Of(CheckOutcome.Failed, "allow: [MIT]", Scans.Licensed("a.c", "Zlib"), Scans.NoGrant("b.c"));

    [Fact]
    public void A_run_that_was_compared_with_another_gold_counts_no_more()
    {
        Assert.Empty(Written(Report).Notices);
        Assert.Contains("this result counts no more", Assert.Single(Written(Report with { Counts = false }).Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_read_otherwise_today_is_told_beside_the_recorded_outcome()
    {
        var written = Written(Report with { Run = Report.Run with { Outcome = CheckOutcome.Passed } });

        Assert.Equal(("Passed", "good"), (written.Outcome, written.Look));
        Assert.Contains("The outcome above is the recorded one", Assert.Single(written.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_run_is_no_failure_of_the_commit()
    {
        var written = Written(Report with { Run = Report.Run with { Outcome = CheckOutcome.Errored, Summary = "the disk is full" } });

        Assert.Equal(("wait", "The check did not come to a result: the disk is full."), (written.Look, written.Sentence));
    }

    [Fact]
    public void Only_for_what_could_not_be_read_whoever_runs_the_service_is_asked()
    {
        Assert.DoesNotContain(Written(Report).Ways, way => way.Who == "Whoever runs this service");
        Assert.Contains(Written(Of(CheckOutcome.Failed, "allow: [MIT]", Scans.Unreadable("x"))).Ways, way => way.Who == "Whoever runs this service");
    }

    [Fact]
    public void Where_contents_are_missing_only_whoever_runs_the_service_is_asked() =>
        Assert.Equal(["Whoever runs this service"], Written(Of(CheckOutcome.Errored, "allow: [MIT]", Scans.Missing("x"))).Ways.Select(way => way.Who));

    [Fact]
    public void Declared_files_are_grouped_by_what_is_declared_and_say_what_was_found()
    {
        var written = Written(Of(CheckOutcome.Passed, "allow: [MIT], paths: [{ paths: [\"**\"], declared: MIT }]", Scans.Licensed("a.c", "Zlib")));

        var group = Assert.Single(written.Groups);
        Assert.Equal(("MIT (declared)", "declared in the policy; found: Zlib"), (group.Label, Assert.Single(group.Files).Note));
    }

    [Fact]
    public void Of_very_many_groups_and_files_a_bounded_part_is_shown_and_all_are_counted()
    {
        var written = Written(Of(CheckOutcome.Passed, "unlisted: pass", [.. Enumerable.Range(0, 20_000).Select(at => Scans.Licensed($"d{at % 700}/{at}.c", $"LicenseRef-{at % 300}"))]));

        Assert.Equal((100, 2_000), (written.Groups.Count, written.Groups.Sum(group => group.Files.Count)));
        Assert.Equal((40, 260, 20_000), (written.Licences.Count, written.MoreLicences, written.Files));
        Assert.Equal((50, 650), (written.Narrowing.Folders.Count, written.Narrowing.MoreFolders));
    }

    private static LicencePageModel Written(LicenceReport report) => new LicencePageWriter(report, "", "").Write();

    private static LicenceReport Of(CheckOutcome outcome, string settings, params LicenceFile[] files)
    {
        var judge = LicenceBench.JudgeOf(settings);
        return new()
        {
            Run = new()
            {
                Repository = "openmaxims",
                Commit = new(new('c', 40)),
                At = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
                StartedAt = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
                Run = "1",
                Check = "licences",
                Definition = "d",
                Outcome = outcome,
                Summary = "what was found",
                Sandbox = "not-needed",
            },
            Counts = true,
            Engine = "engine",
            Data = "data",
            Scanner = null,
            IsKept = true,
            Judged = judge.Judge(files, LicenceBaseline.Empty),
            Files = [.. files.Select(file => judge.Report(new(file, null, null)))],
        };
    }
}
