using Custodian.Notices.Proposals;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Notices;

/// <summary>For which of several candidates people are asked.</summary>
public sealed class ProposalChoiceTests
{
    private static readonly Explanation Waits = Gate.Explain(SampleProposal.Facts);
    private static readonly Explanation Runs = Gate.Explain(SampleProposal.Facts with { Checks = [] });
    private static readonly Explanation Fails = Gate.Explain(SampleProposal.Facts with { Checks = [SampleProposal.Result(CheckOutcome.Failed)] });

    private static readonly OpenCandidate Older = new(SampleProposal.Sha('1'), "refs/heads/main", 1, Waits, Approved: false, WasEnded: false);
    private static readonly OpenCandidate Newer = new(SampleProposal.Sha('2'), "refs/heads/main", 2, Waits, Approved: false, WasEnded: false);

    [Fact]
    public void An_older_commit_gives_way_to_a_newer_one_of_its_branch() => Assert.Equal((Older.Commit, Newer.Commit), Assert.Single(Ways(Older, Newer)));

    [Fact]
    public void What_somebody_approved_gives_way_to_none() => Assert.Empty(Ways(Older with { Approved = true }, Newer));

    [Fact]
    public void Nothing_gives_way_to_what_its_checks_may_still_refuse()
    {
        Assert.Empty(Ways(Older, Newer with { Told = Runs }));
        Assert.Empty(Ways(Older, Newer with { Told = Fails }));
        Assert.Empty(Ways(Older, Newer with { Told = null }));
    }

    [Fact]
    public void What_something_speaks_against_gives_way_at_once() => Assert.Equal((Older.Commit, Newer.Commit), Assert.Single(Ways(Older with { Told = Fails }, Newer with { Told = Runs })));

    [Fact]
    public void What_gave_way_once_does_not_come_back_while_there_is_a_newer_one()
    {
        Assert.Single(Ways(Older with { WasEnded = true }, Newer with { Told = Fails }));
        Assert.Empty(Ways(Older with { WasEnded = true, Approved = true }, Newer));
        Assert.Empty(Ways(Older with { WasEnded = true }));
    }

    [Fact]
    public void Another_branch_and_another_history_are_no_reason_to_give_way()
    {
        Assert.Empty(Ways(Older, Newer with { Branch = "refs/heads/hotfix/dose" }));
        Assert.Empty(ProposalChoice.GiveWay([Older, Newer], (_, _) => false));
    }

    [Fact]
    public void Of_several_newer_ones_the_newest_is_named()
    {
        var newest = Newer with { Commit = SampleProposal.Sha('3'), SeenSeq = 3 };

        Assert.Equal([(Older.Commit, newest.Commit), (Newer.Commit, newest.Commit)], Ways(Older, Newer, newest));
    }

    private static IEnumerable<(CommitSha, CommitSha)> Ways(params OpenCandidate[] open) =>
        ProposalChoice.GiveWay(open, (one, other) => one != other).Select(way => (way.Key, way.Value)).OrderBy(way => way.Key.ToString(), StringComparer.Ordinal);
}
