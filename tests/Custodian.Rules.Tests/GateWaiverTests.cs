using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>Waivers and deviations excuse what a check found, for a time.</summary>
public class GateWaiverTests
{
    private static readonly Facts Failed = Ready.And(Result("tests", CheckOutcome.Failed) with { Findings = ["one", "two"] });

    [Theory]
    [InlineData(CheckOutcome.Failed)]
    [InlineData(CheckOutcome.TimedOut)]
    [InlineData(CheckOutcome.Killed)]
    [InlineData(CheckOutcome.NoReport)]
    public void A_waiver_of_the_candidate_excuses_whatever_went_against_it(CheckOutcome outcome) =>
        Expect.Promotes(Ready.And(Result("tests", outcome)) with { Waivers = [WaiverOf("tests")] });

    [Fact]
    public void A_deviation_excuses_every_candidate() => Expect.Promotes(Failed with { Deviations = [DeviationOf("tests")] });

    [Fact]
    public void What_could_not_be_run_is_excused_by_nothing() =>
        Expect.HeldFor(ReasonCode.CheckErrored, "tests", Ready.And(Result("tests", CheckOutcome.Errored)) with { Waivers = [WaiverOf("tests")], Deviations = [DeviationOf("tests")] });

    [Fact]
    public void A_missing_result_is_excused_by_nothing() =>
        Expect.HeldFor(ReasonCode.CheckNotRun, "tests", Ready with { Checks = [Result("licences")], Waivers = [WaiverOf("tests")], Deviations = [DeviationOf("tests")] });

    [Fact]
    public void Waivers_of_every_finding_excuse_it() =>
        Expect.Promotes(Failed with { Waivers = [WaiverOfFinding("tests", "one"), WaiverOfFinding("tests", "two")] });

    [Fact]
    public void A_waiver_of_one_finding_of_two_excuses_nothing() => Rejected(Failed with { Waivers = [WaiverOfFinding("tests", "one")] });

    [Fact]
    public void Waivers_of_findings_excuse_nothing_where_the_findings_are_not_known_one_by_one()
    {
        Waiver[] waivers = [WaiverOfFinding("tests", "one")];

        Rejected(Ready.And(Result("tests", CheckOutcome.Failed)) with { Waivers = waivers });
        Rejected(Ready.And(Result("tests", CheckOutcome.Failed) with { Findings = [] }) with { Waivers = waivers });
    }

    [Fact]
    public void A_waiver_is_for_one_check_one_repository_and_one_commit()
    {
        Rejected(Failed with { Waivers = [WaiverOf("licences")] });
        Rejected(Failed with { Waivers = [WaiverOf("tests") with { Repository = "another" }] });
        Rejected(Failed with { Waivers = [WaiverOf("tests") with { Commit = Sha('d') }] });
        Rejected(Failed with { Deviations = [DeviationOf("licences")] });
        Rejected(Failed with { Deviations = [DeviationOf("tests") with { Repository = "another" }] });
    }

    [Fact]
    public void A_waiver_is_for_the_definition_in_which_it_was_granted_and_for_any_where_that_is_not_known()
    {
        Expect.Promotes(Failed with { Waivers = [WaiverOf("tests") with { Definition = "tests-1" }] });
        Expect.Promotes(Failed with { Waivers = [WaiverOfFinding("tests", "one") with { Definition = "tests-1" }, WaiverOfFinding("tests", "two")] });

        Rejected(Failed with { Waivers = [WaiverOf("tests") with { Definition = "another" }] });
        Rejected(Failed with { Waivers = [WaiverOfFinding("tests", "one") with { Definition = "another" }, WaiverOfFinding("tests", "two")] });
        // Nor is it told that it has ended: it never was one of this.
        Rejected(Failed with { Waivers = [WaiverOf("tests") with { Definition = "another", Until = Now }] });
    }

    [Fact]
    public void A_waiver_of_a_rejected_attestation_is_for_what_was_asked_then()
    {
        var rejected = GateAttestationTests.Rejected;
        var waiver = WaiverOf("walkthrough") with { Definition = "walkthrough-1" };

        Expect.Promotes(rejected with { Waivers = [waiver] });
        Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough", rejected with { Waivers = [waiver with { Definition = "another" }] });
    }

    [Fact]
    public void It_is_told_that_a_waiver_is_of_another_definition()
    {
        Reason Told(params Waiver[] waivers) => Expect.RejectedFor(ReasonCode.CheckFailed, "tests", Failed with { Waivers = waivers });

        Assert.Equal("tests: 412 tests ran. The waiver is of another definition of it.", Told(WaiverOf("tests") with { Definition = "another" }).Text);
        Assert.Equal("tests: 412 tests ran. The waiver is of another definition of it.", Told(WaiverOfFinding("tests", "two") with { Definition = "another" }).Text);
        Assert.Equal("tests: 412 tests ran.", Told(WaiverOf("tests") with { Definition = "another", Until = Now }).Text);
        Assert.Equal("tests: 412 tests ran.", Told(WaiverOf("tests") with { Definition = "another", Commit = Sha('d') }, WaiverOfFinding("tests", "three") with { Definition = "another" }).Text);
    }

    [Fact]
    public void An_excuse_is_good_until_the_very_instant_at_which_it_ends()
    {
        Expect.Promotes(Failed with { Waivers = [WaiverOf("tests") with { Until = Now.AddTicks(1) }] });
        Expect.Promotes(Failed with { Deviations = [DeviationOf("tests") with { Until = Now.AddTicks(1) }] });
        Expired(Failed with { Waivers = [WaiverOf("tests") with { Until = Now }] });
        Expired(Failed with { Deviations = [DeviationOf("tests") with { Until = Now }] });
        Expired(Failed with { Waivers = [WaiverOfFinding("tests", "one"), WaiverOfFinding("tests", "two") with { Until = Now }] });
    }

    [Fact]
    public void It_is_told_what_has_ended_and_when()
    {
        var reason = Expired(Failed with { Waivers = [WaiverOf("tests") with { Until = Now.AddDays(-2) }], Deviations = [DeviationOf("tests") with { Until = Now.AddDays(-1) }] });

        Assert.Equal("tests: 412 tests ran. What excused that ended at 2026-11-21 10:00 UTC.", reason.Text);
        Expect.Who(reason, "developer");
    }

    [Fact]
    public void One_good_excuse_is_enough_beside_one_that_has_ended() =>
        Expect.Promotes(Failed with { Waivers = [WaiverOf("tests") with { Until = Now }], Deviations = [DeviationOf("tests")] });

    [Fact]
    public void A_finding_waived_anew_is_waived() =>
        Expect.Promotes(Failed with { Waivers = [WaiverOfFinding("tests", "one") with { Until = Now }, WaiverOfFinding("tests", "one"), WaiverOfFinding("tests", "two")] });

    [Fact]
    public void An_expired_waiver_of_one_finding_is_told_though_another_was_never_waived() =>
        Expired(Failed with { Waivers = [WaiverOfFinding("tests", "one") with { Until = Now }] });

    [Fact]
    public void An_expired_waiver_of_a_finding_that_is_gone_is_not_told() =>
        Rejected(Failed with { Waivers = [WaiverOfFinding("tests", "three") with { Until = Now }] });

    [Fact]
    public void An_expired_excuse_does_not_stop_a_check_that_passed() =>
        Expect.Promotes(Ready with { Waivers = [WaiverOf("tests") with { Until = Now }], Deviations = [DeviationOf("tests") with { Until = Now }] });

    [Fact]
    public void A_check_that_is_run_again_is_awaited_before_its_expired_excuse_counts() =>
        Expect.HeldFor(ReasonCode.CheckRetrying, "tests", Failed.Check("tests", check => check with { Retries = 1 }) with { Waivers = [WaiverOf("tests") with { Until = Now }] });

    private static void Rejected(Facts facts) => Expect.RejectedFor(ReasonCode.CheckFailed, "tests", facts);

    private static Reason Expired(Facts facts) => Expect.RejectedFor(ReasonCode.WaiverExpired, "tests", facts);
}
