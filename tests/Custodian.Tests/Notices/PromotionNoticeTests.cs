using Custodian.Notices.Proposals;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Notices;

/// <summary>What a pull request says of a candidate, and whom it asks.</summary>
public sealed class PromotionNoticeTests
{
    [Fact]
    public void It_says_what_is_awaited_how_each_rule_stands_and_what_changes_in_this_order()
    {
        var notice = PromotionNotice.Of(SampleProposal.Of(SampleProposal.Facts));

        Assert.Equal("Promote cccccccc to gold: `Change the dose`", notice.Title);
        Assert.Equal($"""
            ### Waits for 2 things

            - `sthk has not signed off cccccccc as director yet.`
              Who can act: `sthk: director`
            - `blackpool has not signed off cccccccc as director yet.`
              Who can act: `blackpool: director`

            ### The shortest way to gold

            - `sthk-director: sign off cccccccc as director`
            - `blackpool-director: sign off cccccccc as director`

            ### What the gate asks

            - **Met:** `The candidate descends from gold, is on a watched branch, and the repository is open`
            - **Met:** `tests, required`: `412 tests ran.`
            - **Awaited:** `a sign-off as director from every custodian, by nobody who wrote or committed part of it or fills a seat of another rule, not older than 90 days`: `taunton-director (page)`
            - **Met:** `Nobody rejects it`

            ### What it would bring to gold (at bbbbbbbb)

            1 commit by 1 author, 1 file changed.

            - cccccccc `Change the dose` by `Ann`

            <details><summary>Changed files: 1</summary>

            - `src/Dose.java`

            </details>

            [Everything about this commit](https://custodian.example.nhs.uk/repositories/openmaxims/candidates/{SampleProposal.Commit})
            """.ReplaceLineEndings("\n"), notice.Comment);
        Assert.Contains($"whether {SampleProposal.Commit} may become gold", notice.Body, StringComparison.Ordinal);
        Assert.Contains("**Approve** signs off this very commit", notice.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Exactly_those_are_asked_whose_sign_off_would_count()
    {
        Assert.Equal(["blackpool-director", "sthk-director"], Asked(SampleProposal.Facts));
    }

    [Fact]
    public void A_choice_that_is_made_asks_nobody_else()
    {
        var choice = new SignOffRule.OneOf { Parts = [One("taunton"), One("sthk")] };
        var facts = SampleProposal.Facts with { Policy = SampleProposal.Facts.Policy with { SignOffs = [new SignOffRule.EachCustodian { Role = "director" }, choice] } };

        Assert.Equal(["blackpool-director", "sthk-director"], Asked(facts));

        static SignOffRule.Any One(string custodian) => new() { Role = "director", Of = [custodian], Count = 1 };
    }

    [Fact]
    public void Nobody_is_asked_anew_while_a_check_is_run() => Assert.Null(Asked(SampleProposal.Facts with { Checks = [] }));

    [Fact]
    public void Nobody_is_asked_for_what_something_speaks_against()
    {
        Assert.Equal([], Asked(SampleProposal.Facts with { Checks = [SampleProposal.Result(CheckOutcome.Failed)] }));
        Assert.Equal([], Asked(SampleProposal.Facts with { SignOffs = [SampleProposal.Say("taunton", SignOffDecision.Reject)] }));
    }

    [Fact]
    public void A_commit_that_is_not_judged_yet_asks_nobody()
    {
        var notice = PromotionNotice.Of(SampleProposal.Of(null));

        Assert.Null(notice.Asked);
        Assert.StartsWith("### Not judged yet\n", notice.Comment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProposalState.Gold, "### This is gold\n", "[The record of this promotion](https://")]
    [InlineData(ProposalState.Passed, "### Gold contains this commit already\n", "[Everything about this commit](https://")]
    [InlineData(ProposalState.LeftSource, "### No watched branch contains this commit any more\n", "[Everything about this commit](https://")]
    [InlineData(ProposalState.GaveWay, "### A newer commit of this branch is asked for instead: dddddddddddddddddddddddddddddddddddddddd\n", "[Everything about this commit](https://")]
    internal void What_is_over_says_so_and_asks_nobody(ProposalState state, string begin, string link)
    {
        var notice = PromotionNotice.Of(SampleProposal.Of(SampleProposal.Facts) with { State = state, Newer = SampleProposal.Sha('d') });

        Assert.Null(notice.Asked);
        Assert.StartsWith(begin, notice.Comment, StringComparison.Ordinal);
        Assert.Contains(link, notice.Comment, StringComparison.Ordinal);
        Assert.DoesNotContain("What it would bring", notice.Comment, StringComparison.Ordinal);
        Assert.DoesNotContain("shortest way", notice.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_wrote_stands_there_and_does_nothing()
    {
        var proposal = SampleProposal.Of(SampleProposal.Facts);
        var notice = PromotionNotice.Of(proposal with
        {
            Subject = "@everyone turn\u202Etxt",
            Difference = proposal.Difference! with
            {
                Commits = [proposal.Difference!.Commits[0] with { Subject = "</details> @everyone", Author = "[Ann](https://evil.example)" }],
                Written = new(1, ["src/`</details>`.java"]),
            },
        });

        Assert.Equal("Promote cccccccc to gold: `@everyone turntxt`", notice.Title);
        Assert.Contains("- cccccccc `</details> @everyone` by `[Ann](https://evil.example)`\n", notice.Comment, StringComparison.Ordinal);
        Assert.Contains("- `` src/`</details>`.java ``\n", notice.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Generated_code_is_counted_apart_and_what_is_too_much_is_counted_only()
    {
        var proposal = SampleProposal.Of(SampleProposal.Facts);
        var paths = Enumerable.Range(0, GoldDifferences.MostFiles).Select(number => $"{number:000}/{new string('x', 250)}").ToList();

        var comment = PromotionNotice.Of(proposal with { Difference = proposal.Difference! with { MoreCommits = true, Written = new(3, ["a", "b", "c"]), Generated = new(80_000, paths) } }).Comment;

        Assert.Contains("More than 1 commits, 3 files changed and 80000 generated ones.\n", comment, StringComparison.Ordinal);
        Assert.Contains("- and older ones", comment, StringComparison.Ordinal);
        Assert.Contains("<details><summary>Generated files: 80000</summary>\n\n- `000/", comment, StringComparison.Ordinal);
        Assert.Contains($"\n- and {80_000 - 57} more\n\n</details>", comment, StringComparison.Ordinal);
        Assert.True(comment.Length < 20_000);
    }

    private static IReadOnlyList<string>? Asked(Facts facts) => PromotionNotice.Of(SampleProposal.Of(facts)).Asked;
}
