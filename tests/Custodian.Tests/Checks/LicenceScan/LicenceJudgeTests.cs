using Custodian.Checks;
using Custodian.Licences;
using Custodian.Rules;
using Xunit;
using static Custodian.Tests.Checks.Scans;

namespace Custodian.Tests.Checks;

/// <summary>Settings as a policy says them, files as the engine tells of them, and what the check makes of both.</summary>
public sealed class LicenceJudgeTests
{
    private const string Allowing = "allow: [AGPL-3.0-or-later, Apache-2.0, MIT], deny: [GPL-2.0-only], review: [LGPL-2.1-only]";

    [Fact]
    public void A_commit_of_allowed_licences_passes_and_says_what_there_is()
    {
        var judgement = Judge(Allowing, Licensed("a.c", "MIT"), Licensed("b.c", "AGPL-3.0-or-later", "Apache-2.0"), None("README"), Binary("logo.png"));

        Assert.Equal(CheckOutcome.Passed, judgement.Outcome);
        Assert.Equal("4 files: 2 licensed, 1 without a word of a licence, 1 binary", judgement.Summary);
        Assert.Empty(judgement.New);
    }

    [Fact]
    public void What_is_against_it_is_named_with_file_and_line()
    {
        var judgement = Judge(Allowing, Licensed("src/b.c", "MIT", "GPL-2.0-only"), Licensed("src/a.c", "Zlib"), NoGrant("src/c.c"), Unknown("src/d.c"), Unreadable("big"));

        Assert.Equal(CheckOutcome.Failed, judgement.Outcome);
        Assert.Equal("new: 5 findings: big could not be read: it has 2 GiB; src/a.c:1 Zlib is on no list; src/b.c:11 GPL-2.0-only is denied; and 2 more", judgement.Summary);
        Assert.Equal(
            ["big could not be read: it has 2 GiB", "src/a.c:1 Zlib is on no list", "src/b.c:11 GPL-2.0-only is denied", "src/c.c:3 reserves all rights and grants nothing", "src/d.c:7 speaks of a licence that is not known"],
            judgement.Reasons(5));
        Assert.Equal(["big could not be read: it has 2 GiB", "and 4 more"], judgement.Reasons(1));
    }

    [Fact]
    public void What_needs_review_fails_and_says_how_it_is_settled()
    {
        var judgement = Judge(Allowing, Licensed("a.c", "LGPL-2.1-only"));

        Assert.Equal(CheckOutcome.Failed, judgement.Outcome);
        Assert.Equal("new: 1 finding: a.c:1 LGPL-2.1-only needs review; what needs review is settled by a waiver, or by what the policy says 'declared' of these paths", judgement.Summary);
        Assert.True(Assert.Single(judgement.New).ForReview);
    }

    [Theory]
    [InlineData("unlisted", "Zlib is on no list, and such licences need review")]
    [InlineData("unknown", "speaks of a licence that is not known, which needs review")]
    [InlineData("no-grant", "reserves all rights and grants nothing, which needs review")]
    [InlineData("none", "says nothing of a licence, which needs review")]
    [InlineData("binary", "is no text, and its licence is not known, which needs review")]
    [InlineData("unreadable", "could not be read: it has 2 GiB, which needs review")]
    public void Each_kind_of_file_is_made_of_what_the_policy_says(string key, string reason)
    {
        LicenceFile[] files = [Licensed("unlisted", "Zlib"), Unknown("unknown"), NoGrant("no-grant"), None("none"), Binary("binary"), Unreadable("unreadable")];

        Assert.Contains(Judge($"{Allowing}, {key}: fail", files).New, concern => concern.Path == key && !concern.ForReview);
        var review = Assert.Single(Judge($"{Allowing}, {key}: review", files).New, concern => concern.Path == key);
        Assert.Equal((true, reason), (review.ForReview, review.Reason));
        if (key != "unreadable") Assert.DoesNotContain(Judge($"{Allowing}, {key}: pass", files).New, concern => concern.Path == key);
    }

    [Fact]
    public void Every_part_that_is_at_fault_is_named_once_and_at_its_first_line()
    {
        var judgement = Judge(Allowing, Licensed("a.c", "MIT", "GPL-2.0-only AND Zlib", "Zlib", "(GPL-2.0-only OR MIT) AND MIT", ""));

        Assert.Equal(["a.c:11 GPL-2.0-only is denied", "a.c:11 Zlib is on no list", "a.c:41 speaks of a licence that is not known"], judgement.Reasons(9));
    }

    [Theory]
    [InlineData("MIT AND")]
    [InlineData("see COPYING")]
    public void An_expression_that_cannot_be_read_is_unknown(string expression) =>
        Assert.Equal([$"a.c:1 is under '{expression}', which is no SPDX expression"], Judge(Allowing, Licensed("a.c", expression)).Reasons(9));

    [Fact]
    public void A_file_that_is_said_to_be_licensed_by_nothing_is_unknown()
    {
        LicenceFile[] files = [new("a", "1", new(FileClass.Licensed, [])), new("b", "2", new(FileClass.Unknown, [])), new("c", "3", new(FileClass.NoGrant, []))];

        Assert.Equal(["unknown", "unknown", "no-grant"], Judge(Allowing, files).New.Select(concern => concern.What));
    }

    [Fact]
    public void Nothing_to_look_at_is_not_passed()
    {
        Assert.Equal((CheckOutcome.NoReport, "there is no file to look at"), Told(Judge(Allowing)));
        Assert.Equal((CheckOutcome.NoReport, "the policy ignores every file (1)"), Told(Judge("paths: [{ paths: [\"**\"], ignore: true, reason: tests }]", Unknown("a"))));
    }

    [Fact]
    public void Of_several_paths_the_first_that_matches_holds()
    {
        const string paths = "paths: [{ paths: [vendor/zlib/**], allow: [Zlib] }, { paths: [vendor/**], allow: [], none: fail }, { paths: [a/**], unlisted: pass }]";

        var judgement = Judge($"{Allowing}, {paths}",
            Licensed("vendor/zlib/a.c", "Zlib"), Licensed("vendor/zlib/b.c", "MIT"), Licensed("vendor/b.c", "MIT"), None("vendor/c"), None("c"), Licensed("a/b.c", "Zlib", "GPL-2.0-only"));

        Assert.Equal(["a/b.c:11 GPL-2.0-only is denied", "vendor/b.c:1 MIT is on no list", "vendor/c says nothing of a licence", "vendor/zlib/b.c:1 MIT is on no list"], judgement.Reasons(9));
    }

    [Fact]
    public void What_owners_declare_counts_instead_of_what_is_found_and_is_judged_itself()
    {
        const string paths = "paths: [{ paths: [ours/**], declared: AGPL-3.0-or-later }, { paths: [theirs/**], declared: \"GPL-2.0-only OR Zlib\" }]";

        var judgement = Judge($"{Allowing}, binary: fail, none: fail, {paths}",
            NoGrant("ours/a.c"), Unknown("ours/b.c"), None("ours/c"), Binary("ours/d.png"), Licensed("ours/e.c", "GPL-2.0-only"), Unreadable("ours/f"), Licensed("theirs/a.c", "MIT"));

        Assert.Equal(
            ["ours/f could not be read: it has 2 GiB", "theirs/a.c is declared to be under GPL-2.0-only OR Zlib: Zlib is on no list, and no other choice is better"], judgement.Reasons(9));
        Assert.Equal(7, judgement.Counts.Declared);
    }

    [Fact]
    public void Generated_declared_and_ignored_files_are_counted_apart()
    {
        var judgement = Judge($"{Allowing}, generated: [gen/**], paths: [{{ paths: [old/**], ignore: true, reason: history }}, {{ paths: [img/**], declared: MIT }}]",
            Licensed("gen/a.c", "MIT"), None("gen/b"), Licensed("a.c", "MIT"), Unknown("old/a"), Binary("img/a"));

        Assert.Equal("5 files: 2 licensed, 1 under an unknown licence, 1 without a word of a licence, 1 binary; of them 2 generated, 1 declared, 1 ignored", judgement.Summary);
        Assert.Equal((1, 1, 0), (judgement.Counts.Own[FileClass.Licensed], judgement.Counts.Generated[FileClass.Licensed], judgement.Counts.Own[FileClass.None]));
    }

    [Fact]
    public void What_a_candidate_wrote_is_short_and_fit_to_be_printed()
    {
        Assert.Equal(["a b [31m.c:1 Zlib is on no list"], Judge(Allowing, Licensed("a\nb\u001b[31m.c\u202e", "Zlib")).Reasons(9));

        var judgement = Judge(Allowing, [.. Enumerable.Range(0, 4).Select(at => Licensed(new string('a', 5000) + at, "LicenseRef-" + new string('b', 4000)))]);
        Assert.InRange(judgement.Summary.Length, 1000, 2000);
    }

    private static (CheckOutcome Outcome, string Summary) Told(LicenceJudgement judgement) => (judgement.Outcome, judgement.Summary);

    private static LicenceJudgement Judge(string settings, params LicenceFile[] files) => LicenceBench.JudgeOf(settings).Judge(files, LicenceBaseline.Empty);
}
