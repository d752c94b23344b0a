using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>The gate for patient safety, and the main line after it.</summary>
public class GateUrgentTests
{
    private static readonly Facts Urgent = Ready
        .Ask(policy => policy with { Gate = "urgent", Urgent = true, Soak = TimeSpan.Zero })
        .Check("licences", check => check with { DeferFor = TimeSpan.FromDays(7) });

    [Fact]
    public void A_deferrable_check_without_a_result_is_not_awaited() => Expect.Promotes(Urgent with { Checks = [Result("tests")] });

    [Theory]
    [InlineData(CheckOutcome.Failed, ReasonCode.CheckFailed)]
    [InlineData(CheckOutcome.NoReport, ReasonCode.CheckNoReport)]
    public void A_deferrable_check_that_is_known_to_have_failed_is_put_off_by_nothing_that_could_not_be_run_and_by_no_age(CheckOutcome outcome, string code)
    {
        var failed = Urgent.And(Result("licences", outcome, seq: 50) with { RecordedAt = Now.AddHours(-2) });

        Expect.RejectedFor(code, "licences", failed.And(Result("licences", CheckOutcome.Errored, seq: 51)));
        Expect.RejectedFor(code, "licences", failed.Check("licences", check => check with { GoodFor = TimeSpan.FromHours(1) }));
        // Run and passed since: what was later not to be run puts it off again.
        Expect.Promotes(failed.And(Result("licences", seq: 51)).And(Result("licences", CheckOutcome.Errored, seq: 52)));
    }

    [Fact]
    public void A_deferrable_check_that_could_not_be_run_is_not_awaited() => Expect.Promotes(Urgent.And(Result("licences", CheckOutcome.Errored)));

    [Fact]
    public void A_deferrable_check_whose_result_is_old_is_not_awaited() => Expect.Promotes(Urgent.Check("licences", check => check with { GoodFor = TimeSpan.FromDays(1) }));

    [Fact]
    public void A_deferrable_check_that_went_against_it_is_judged_as_any_other()
    {
        Expect.RejectedFor(ReasonCode.CheckFailed, "licences", Urgent.And(Result("licences", CheckOutcome.Failed)));
        Expect.Promotes(Urgent.And(Result("licences", CheckOutcome.Failed)) with { Waivers = [WaiverOf("licences")] });
    }

    [Fact]
    public void Where_every_check_is_deferrable_or_advisory_nothing_is_promoted()
    {
        Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Urgent.Check("tests", check => check with { DeferFor = TimeSpan.FromDays(1) }));
        Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Urgent.Check("tests", check => check with { Advisory = true }));
    }

    [Fact]
    public void The_main_line_merges_gold_first_where_gold_passed_the_urgent_gate()
    {
        var reason = Expect.HeldFor(ReasonCode.MergeGoldFirst, Candidate.ToString(), Ready with { DescendsFromGold = false, GoldIsUrgent = true });

        Assert.Equal("Gold (bbbbbbbb) passed the urgent gate and is not in this branch yet: merge gold first, and push; what is pushed is judged again.", reason.Text);
        Expect.Who(reason, "developer");
        Expect.Promotes(Ready with { GoldIsUrgent = true });
    }

    [Fact]
    public void At_the_urgent_gate_itself_gold_moves_by_fast_forward_only() =>
        Expect.RejectedFor(ReasonCode.NotFastForward, Candidate.ToString(), Urgent with { DescendsFromGold = false, GoldIsUrgent = true });

    [Fact]
    public void Without_gold_there_is_nothing_to_merge() =>
        Assert.DoesNotContain(Gate.Decide(Ready with { GoldLine = [], DescendsFromGold = false, GoldIsUrgent = true }).Reasons, reason => reason.Code == ReasonCode.MergeGoldFirst);
}
