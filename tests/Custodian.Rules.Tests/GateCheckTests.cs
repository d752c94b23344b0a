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

    // The runs of `tests` are these; `licences` has passed.
    private static Facts Runs(params CheckResult[] runs) => Ready with { Checks = [.. runs, Result("licences")] };
}
