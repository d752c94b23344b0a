using CsCheck;
using Custodian.Checks;
using Custodian.Rules;
using Xunit;
using static Custodian.Tests.Checks.Scans;

namespace Custodian.Tests.Checks;

/// <summary>What gold has does not block, what is new does, and what is gone stays gone.</summary>
public sealed class LicenceRatchetTests
{
    private const string Settings = "allow: [MIT], deny: [GPL-2.0-only]";

    private static readonly LicenceJudge Judge = LicenceBench.JudgeOf(Settings);

    [Fact]
    public void What_gold_has_does_not_block()
    {
        var judgement = After([Licensed("a.c", "GPL-2.0-only"), NoGrant("b.c")], [Licensed("a.c", "GPL-2.0-only"), NoGrant("b.c"), Licensed("c.c", "MIT")]);

        Assert.Equal(CheckOutcome.Passed, judgement.Outcome);
        Assert.Equal("3 files: 2 licensed, 1 without a grant; gold has 2 findings too, and it blocks nothing", judgement.Summary);
        Assert.Equal(["a.c:1 GPL-2.0-only is denied", "b.c:3 reserves all rights and grants nothing"], judgement.Known.Select(one => one.ToString()));
    }

    // Once gold can be read again, it may be known.
    [Fact]
    public void What_is_new_only_where_gold_could_not_be_read_is_no_failure()
    {
        LicenceFile edited = NoGrant("a.c") with { Blob = "edited" };

        Assert.Equal(CheckOutcome.Errored, After([Missing("a.c")], [edited]).Outcome);
        Assert.Equal(CheckOutcome.Failed, After([Unreadable("a.c")], [edited]).Outcome);
        Assert.Equal(CheckOutcome.Failed, After([Missing("a.c")], [edited, NoGrant("b.c")]).Outcome);
        Assert.Equal(CheckOutcome.Passed, After([Missing("a.c")], [Missing("a.c")]).Outcome);
    }

    [Fact]
    public void What_is_edited_or_moved_is_known_and_what_is_both_is_new()
    {
        var old = NoGrant("a.c");

        Assert.Empty(After([old], [old with { Blob = "other" }]).New);
        Assert.Empty(After([old], [old with { Path = "b.c" }]).New);
        Assert.Equal("b.c", Assert.Single(After([old], [old with { Path = "b.c", Blob = "other" }]).New).Path);
    }

    [Fact]
    public void Another_fault_of_a_file_that_had_one_is_new()
    {
        var judgement = After([Licensed("a.c", "GPL-2.0-only")], [Licensed("a.c", "GPL-2.0-only AND Zlib")]);

        Assert.Equal("new: 1 finding: a.c:1 Zlib is on no list", judgement.Summary);
        Assert.Single(judgement.Known);
    }

    [Fact]
    public void What_was_good_where_it_lay_is_new_where_it_is_not()
    {
        var judge = LicenceBench.JudgeOf($"{Settings}, paths: [{{ paths: [tests/**], allow: [MIT, GPL-2.0-only], deny: [] }}]");
        var sample = Licensed("tests/a.c", "GPL-2.0-only");

        var judgement = judge.Judge([sample, sample with { Path = "src/a.c" }], new(judge.Concerns([sample])));

        Assert.Equal("new: 1 finding: src/a.c:1 GPL-2.0-only is denied", judgement.Summary);
    }

    [Fact]
    public void What_comes_back_after_gold_moved_on_without_it_is_new()
    {
        LicenceFile[] first = [Licensed("a.c", "MIT"), Licensed("b.c", "GPL-2.0-only")], second = [Licensed("a.c", "MIT")];

        var cleaned = After(first, second);
        var back = After(second, first);

        Assert.Equal((CheckOutcome.Passed, "b.c:1 GPL-2.0-only is denied"), (cleaned.Outcome, Assert.Single(cleaned.Gone).ToString()));
        Assert.Equal((CheckOutcome.Failed, "b.c:1 GPL-2.0-only is denied"), (back.Outcome, Assert.Single(back.New).ToString()));
    }

    [Fact]
    public void With_the_baseline_off_everything_blocks()
    {
        var judge = LicenceBench.JudgeOf($"{Settings}, baseline: off");
        LicenceFile[] files = [Licensed("a.c", "GPL-2.0-only")];

        var judgement = judge.Judge(files, new(judge.Concerns(files)));

        Assert.Equal((CheckOutcome.Failed, "1 finding: a.c:1 GPL-2.0-only is denied"), (judgement.Outcome, judgement.Summary));
    }

    [Fact]
    public void Whatever_two_commits_hold_each_concern_is_new_or_known_and_the_order_of_files_says_nothing()
    {
        var file = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 5], (path, blob, kind) => (kind switch
        {
            0 => Licensed($"{path}", "MIT"),
            1 => Licensed($"{path}", "GPL-2.0-only"),
            2 => Licensed($"{path}", "GPL-2.0-only", "Zlib"),
            3 => NoGrant($"{path}"),
            4 => Unknown($"{path}"),
            _ => None($"{path}"),
        }) with
        { Blob = $"{blob} {kind}" });
        var commit = file.Array[1, 8].Select(files => files.DistinctBy(one => one.Path).ToArray());
        Gen.Select(commit, commit).Sample((gold, candidate) =>
        {
            var judgement = After(gold, candidate);

            Assert.Equal(Judge.Concerns(candidate), judgement.New.Concat(judgement.Known).OrderBy(one => one.Path, StringComparer.Ordinal).ThenBy(one => one.Line ?? 0).ThenBy(one => one.What, StringComparer.Ordinal));
            Assert.Equal(judgement.New.Count > 0 ? CheckOutcome.Failed : CheckOutcome.Passed, judgement.Outcome);
            Assert.All(judgement.New, one => Assert.DoesNotContain(Judge.Concerns(gold), old => old.What == one.What && (old.Path == one.Path || old.Blob == one.Blob)));
            Assert.All(judgement.Known, one => Assert.Contains(Judge.Concerns(gold), old => old.What == one.What && (old.Path == one.Path || old.Blob == one.Blob)));
            Assert.Equal(After(candidate, gold).New, judgement.Gone);

            var turned = After([.. gold.Reverse()], [.. candidate.Reverse()]);
            Assert.Equal((judgement.Summary, judgement.New.Count), (turned.Summary, turned.New.Count));
            Assert.Equal(judgement.New, turned.New);
            Assert.Empty(After(candidate, candidate).New);
        });
    }

    private static LicenceJudgement After(LicenceFile[] gold, LicenceFile[] candidate) => Judge.Judge(candidate, new(Judge.Concerns(gold)));
}
