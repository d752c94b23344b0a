using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

public class GateCheckTests
{
    [Fact]
    public void With_everything_in_place_gold_may_move() => Expect.Promotes(Ready);

    [Theory]
    [InlineData(CheckOutcome.Failed, ReasonCode.CheckFailed)]
    [InlineData(CheckOutcome.TimedOut, ReasonCode.CheckTimedOut)]
    [InlineData(CheckOutcome.Killed, ReasonCode.CheckKilled)]
    [InlineData(CheckOutcome.NoReport, ReasonCode.CheckNoReport)]
    public void A_check_that_speaks_against_the_candidate_rejects_it(CheckOutcome outcome, string code)
    {
        var reason = Expect.RejectedFor(code, "tests", Ready.And(Result("tests", outcome)));

        Assert.Equal("tests: 412 tests ran.", reason.Text);
        Expect.Who(reason, "developer");
    }

    [Theory]
    [InlineData(CheckOutcome.Errored)]
    [InlineData((CheckOutcome)99)]
    public void A_check_that_could_not_be_run_holds_and_the_operator_can_act(CheckOutcome outcome)
    {
        var reason = Expect.HeldFor(ReasonCode.CheckErrored, "tests", Ready.And(Result("tests", outcome)));

        Assert.Equal("tests could not be run: 412 tests ran.", reason.Text);
        Expect.Who(reason, "operator");
    }

    [Fact]
    public void A_check_that_never_ran_holds()
    {
        var reason = Expect.HeldFor(ReasonCode.CheckNotRun, "licences", Ready with { Checks = [Result("tests")] });

        Assert.Equal("licences has not finished yet.", reason.Text);
        Expect.Who(reason, "gate");
    }

    [Fact]
    public void A_run_of_another_definition_does_not_count() =>
        Expect.HeldFor(ReasonCode.CheckNotRun, "tests", Runs(Result("tests") with { Definition = "tests-2" }));

    [Fact]
    public void A_run_on_another_commit_does_not_count() =>
        Expect.HeldFor(ReasonCode.CheckNotRun, "tests", Runs(Result("tests") with { Commit = Sha('d') }));

    [Fact]
    public void A_run_in_another_repository_does_not_count() =>
        Expect.HeldFor(ReasonCode.CheckNotRun, "tests", Runs(Result("tests") with { Repository = "openmaxims-10.5" }));

    [Fact]
    public void A_run_of_another_check_does_not_count() =>
        Expect.HeldFor(ReasonCode.CheckNotRun, "tests", Runs(Result("tests") with { Check = "style" }));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Of_two_runs_the_later_in_the_ledger_counts_wherever_it_stands_in_the_list(long passed, long failed)
    {
        CheckResult pass = Result("tests", seq: passed), fail = Result("tests", CheckOutcome.Failed, failed);

        foreach (var facts in new[] { Runs(pass, fail), Runs(fail, pass) })
        {
            if (passed > failed) Expect.Promotes(facts);
            else Expect.RejectedFor(ReasonCode.CheckFailed, "tests", facts);
        }
    }

    [Fact]
    public void A_check_asked_for_in_two_definitions_must_pass_in_both() =>
        Expect.HeldFor(ReasonCode.CheckNotRun, "tests", Ready.Ask(policy => policy with { Checks = [.. policy.Checks, new("tests", "tests-2")] }));

    [Fact]
    public void A_failed_check_that_the_policy_does_not_ask_for_changes_nothing() =>
        Expect.Promotes(Ready.And(Result("style", CheckOutcome.Failed)));

    [Fact]
    public void A_rejection_lists_what_is_awaited_besides()
    {
        var facts = Ready.Without("sthk-director").And(Result("tests", CheckOutcome.Failed)) with { FirstSeen = Now };

        var rejected = Assert.IsType<Verdict.Reject>(Gate.Decide(facts));

        Assert.Equal(
            [ReasonCode.CheckFailed, ReasonCode.SignOffMissing, ReasonCode.Soaking], rejected.Reasons.Select(reason => reason.Code));
    }

    [Theory]
    [InlineData(CheckOutcome.Failed)]
    [InlineData(CheckOutcome.Errored)]
    public void An_advisory_check_decides_nothing(CheckOutcome outcome)
    {
        var facts = Ready.Check("licences", check => check with { Advisory = true });

        Expect.Promotes(facts.And(Result("licences", outcome)));
        Expect.Promotes(facts with { Checks = [Result("tests")] });
    }

    [Fact]
    public void A_policy_whose_every_check_is_advisory_promotes_nothing() =>
        Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Ready.Ask(policy => policy with { Checks = [.. policy.Checks.Select(check => check with { Advisory = true })] }));

    [Theory]
    [InlineData(CheckOutcome.Passed)]
    [InlineData(CheckOutcome.Failed)]
    [InlineData(CheckOutcome.Errored)]
    public void A_result_that_has_outlived_its_time_is_awaited_whatever_it_was(CheckOutcome outcome)
    {
        var month = TimeSpan.FromDays(30);
        var old = Result("tests", outcome) with { RecordedAt = Now - month };
        var facts = Runs(old).Check("tests", check => check with { GoodFor = month });

        var reason = Expect.HeldFor(ReasonCode.CheckExpired, "tests", facts);

        Assert.Equal("The last result of tests is older than 30 days, and counts no more.", reason.Text);
        Expect.Who(reason, "gate");
        Expect.HeldFor(ReasonCode.CheckExpired, "tests", facts with { Checks = [old with { RecordedAt = null }, Result("licences")] });
        if (outcome == CheckOutcome.Passed) Expect.Promotes(facts with { Checks = [old with { RecordedAt = Now - month + TimeSpan.FromTicks(1) }, Result("licences")] });
    }

    [Fact]
    public void A_check_that_went_against_it_is_run_again_as_often_as_it_may_be()
    {
        var facts = Ready.Check("tests", check => check with { Retries = 2 });
        CheckResult first = Result("tests", CheckOutcome.Failed, 10), second = Result("tests", CheckOutcome.TimedOut, 11), third = Result("tests", CheckOutcome.Killed, 12);

        Expect.HeldFor(ReasonCode.CheckRetrying, "tests", facts.And(first));
        var reason = Expect.HeldFor(ReasonCode.CheckRetrying, "tests", facts.And(first).And(second));
        Expect.RejectedFor(ReasonCode.CheckKilled, "tests", facts.And(first).And(second).And(third));
        Expect.RejectedFor(ReasonCode.CheckNoReport, "tests", facts.And(first).And(second).And(third with { Outcome = CheckOutcome.NoReport }));
        Expect.Promotes(facts.And(first).And(second).And(third with { Outcome = CheckOutcome.Passed }));

        Assert.Equal("tests is run again (run 3 of 3); the last one: 412 tests ran.", reason.Text);
        Expect.Who(reason, "gate");
    }

    [Fact]
    public void Only_runs_against_this_commit_in_this_definition_use_up_retries()
    {
        var facts = Ready.Check("tests", check => check with { Retries = 1 }).And(Result("tests", CheckOutcome.Failed, 20));
        var before = Result("tests", CheckOutcome.Failed, 10);

        Expect.RejectedFor(ReasonCode.CheckFailed, "tests", facts.And(before));
        foreach (var other in new[]
        {
            before with { Seq = 20 }, before with { Commit = Sha('d') }, before with { Repository = "another" }, before with { Definition = "tests-2" }, before with { Check = "style" },
            before with { Outcome = CheckOutcome.Passed }, before with { Outcome = CheckOutcome.Errored }, before with { Outcome = (CheckOutcome)99 },
        })
        {
            Expect.HeldFor(ReasonCode.CheckRetrying, "tests", facts.And(other));
        }
    }

    [Fact]
    public void A_check_that_waits_for_others_says_so() =>
        Assert.Equal("tests has not finished yet; it is run when licences and style passed.",
            Expect.HeldFor(ReasonCode.CheckNotRun, "tests", Runs().Check("tests", check => check with { After = ["licences", "style"] })).Text);

    // The runs of `tests` are these; `licences` has passed.
    private static Facts Runs(params CheckResult[] runs) => Ready with { Checks = [.. runs, Result("licences")] };
}
