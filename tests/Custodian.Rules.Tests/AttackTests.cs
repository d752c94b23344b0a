using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>What has been tried against gates of this kind, as far as the pure rules can show the right answer.</summary>
public class AttackTests
{
    [Theory]
    [InlineData("STHK-director")]
    [InlineData("sthk-dirеctor")]
    [InlineData("sthk-director ")]
    [InlineData("sthk-dire\u0301ctor")]
    public void Attack_10_a_twin_of_a_name_in_another_case_or_script_is_nobody(string twin)
    {
        Missing(Ready.Change("sthk-director", said => said with { Person = twin }));
        Expect.Promotes(Ready.And(SignOff(twin, decision: SignOffDecision.Reject)));
    }

    [Fact]
    public void Attack_11_who_takes_over_a_name_after_its_person_left_has_no_old_sign_off() =>
        Expect.HeldFor(ReasonCode.SeatVacant, "sthk", Ready.People("sthk", Person("sthk-director", Director) with { Until = new(2026, 11, 21) }));

    [Fact]
    public void Attack_12_to_be_named_as_the_author_of_a_commit_gives_no_voice() =>
        Missing(Ready.Without("sthk-director") with { Authors = ["sthk-director"], Committers = ["sthk-director"], Contributors = [] , Policy = Ready.Policy with { AuthorMaySign = true } });

    [Fact]
    public void Attack_16_a_sign_off_for_another_custodian_than_ones_own_does_not_count() =>
        Missing(Ready.Without("sthk-director").And(SignOff("blackpool-director", custodian: "sthk", seq: 1)));

    [Fact]
    public void Attack_17_nobody_approves_what_they_wrote_committed_or_pushed()
    {
        Vacant(Ready with { Contributors = ["sthk-director"] });
        Vacant(Ready with { Contributors = ["sthk-director"], Authors = ["sthk-director"], Committers = [] });
        Vacant(Ready with { Contributors = ["sthk-director"], Authors = [], Committers = ["sthk-director"] });
        Vacant((Ready with { Pushers = ["sthk-director"] }).Directors(each => each with { NotBy = [NotBy.Author, NotBy.Committer, NotBy.Pusher, NotBy.AnotherSeat] }));
    }

    [Fact]
    public void Attack_18_many_sign_offs_of_one_person_are_one() =>
        Expect.HeldFor(ReasonCode.SeatVacant, SafetyOfficer, Ready
            .And(SignOff("taunton-cso", SafetyOfficer, seq: 101)).And(SignOff("taunton-cso", SafetyOfficer, seq: 102))
            .Ask(policy => policy with { SignOffs = [policy.SignOffs[0], new SignOffRule.Any { Role = SafetyOfficer, Count = 2 }] }));

    [Fact]
    public void Attack_19_one_person_in_two_trusts_fills_one_seat()
    {
        var both = Person("blackpool-director", Director);

        Vacant(Ready.People("sthk", both).People("blackpool", both).Change("sthk-director", said => said with { Person = "blackpool-director" }));
    }

    [Theory]
    [InlineData("github-actions[bot]")]
    [InlineData("operator")]
    [InlineData("gate")]
    public void Attack_20_who_is_no_person_of_a_custodian_approves_nothing(string bot) =>
        Missing(Ready.Without("sthk-director").And(SignOff(bot, custodian: "sthk")));

    [Fact]
    public void Attack_21_an_approval_leaves_with_its_person()
    {
        Vacant(Ready.People("sthk", Person("sthk-director", Director) with { Until = new(2026, 11, 21) }));
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.People("sthk", Person("sthk-new-director", Director)));
    }

    [Fact]
    public void Attack_23_an_approval_does_not_move_to_what_was_force_pushed_after_it()
    {
        var pushed = Ready with { Commit = Sha('d'), Checks = [.. Ready.Checks.Select(run => run with { Commit = Sha('d') })] };

        Assert.Equal(4, Gate.Decide(pushed).Reasons.Count(reason => reason.Code == ReasonCode.SignOffMissing));
        Missing(Ready.Change("sthk-director", said => said with { Subject = "contents-2" }));
    }

    [Fact]
    public void Attack_25_an_approval_for_another_repository_gold_or_policy_does_not_count()
    {
        Missing(Ready.Change("sthk-director", said => said with { Repository = "openmaxims-10.5" }));
        Missing(Ready.Change("sthk-director", said => said with { Gold = Sha('e') }));
        Missing(Ready.Change("sthk-director", said => said with { Rules = "rules-0" }));
    }

    [Theory]
    [InlineData("cccccccc")]
    [InlineData("refs/heads/cccccccccccccccccccccccccccccccccccccccc")]
    [InlineData("CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC")]
    public void Attack_28_a_short_or_disguised_commit_id_is_refused(string id) => Assert.Throws<FormatException>(() => new CommitSha(id));

    [Fact]
    public void Attack_34_a_withdrawal_before_the_decision_counts() =>
        Missing(Ready.And(SignOff("sthk-director", decision: SignOffDecision.Withdraw)));

    [Fact]
    public void Attack_35_a_clock_that_was_set_back_changes_no_order()
    {
        var late = SignOff("sthk-director", decision: SignOffDecision.Reject) with { RecordedAt = Now.AddYears(-1) };

        Assert.IsType<Verdict.Reject>(Gate.Decide(Ready.And(late)));
        Assert.IsType<Verdict.Reject>(Gate.Decide(Ready with { SignOffs = [late, .. Ready.SignOffs] }));
    }

    [Fact]
    public void Attack_36_a_forks_approvals_stay_with_the_fork() =>
        Assert.Equal(4, Gate.Decide(Ready with { SignOffs = [.. Ready.SignOffs.Select(said => said with { Repository = "fork" })] }).Reasons.Count);

    [Fact]
    public void Attack_61_and_62_under_a_weaker_or_an_older_policy_than_the_adopted_one_nothing_moves() =>
        Expect.HeldFor(ReasonCode.PolicyNotAdopted, Repository, Ready.Ask(policy => policy with { SignOffs = [policy.SignOffs[0]] }) with { PolicyAdopted = false });

    [Fact]
    public void History_1_an_approval_that_is_handled_late_counts_for_the_commit_that_it_names() =>
        Missing(Ready.Change("sthk-director", said => said with { Commit = Sha('b'), Seq = 1000 }));

    [Fact]
    public void History_2_approving_once_does_not_approve_what_comes_after_a_failure()
    {
        var next = Ready with { Commit = Sha('d'), Checks = [.. Ready.Checks.Select(run => run with { Commit = Sha('d') })] };

        Assert.IsType<Verdict.Reject>(Gate.Decide(Ready.And(Result("tests", CheckOutcome.Failed))));
        Assert.IsType<Verdict.Hold>(Gate.Decide(next.And(Result("tests", CheckOutcome.Failed))));
    }

    [Fact]
    public void History_3_an_approval_of_an_ancestor_or_at_another_gate_is_none_of_this_commit()
    {
        Missing(Ready.Change("sthk-director", said => said with { Commit = GoldTip }));
        Missing(Ready.Change("sthk-director", said => said with { Rules = "rules-of-the-urgent-gate" }));
    }

    [Fact]
    public void History_4_a_quorum_of_nought_promotes_nothing() =>
        Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Ready.And(new SignOffRule.Any { Role = SafetyOfficer, Count = 0 }));

    [Fact]
    public void History_5_a_policy_that_is_not_the_adopted_one_promotes_nothing_though_every_sign_off_names_it() =>
        Expect.HeldFor(ReasonCode.PolicyNotAdopted, Repository, Ready with { PolicyAdopted = false });

    [Fact]
    public void History_6_one_person_by_hook_and_by_page_counts_once_and_two_at_one_instant_both_count()
    {
        var two = Ready.Ask(policy => policy with { SignOffs = [policy.SignOffs[0], new SignOffRule.Any { Role = SafetyOfficer, Count = 2 }] })
            .People("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer));

        Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, two.And(SignOff("taunton-cso", SafetyOfficer, seq: 101) with { Assurance = Assurance.Hook }));
        Expect.Promotes(two.And(SignOff("sthk-cso", SafetyOfficer, seq: 101)));
    }

    [Fact]
    public void History_8_a_source_of_facts_that_says_nothing_holds_and_names_who_can_act()
    {
        // A policy that asks every source for something.
        var known = (Ready with { Changes = new() { Files = 1, GeneratedFiles = 0, Lines = 10, GeneratedLines = 0, Matches = [] }, Pushers = ["developer"], Local = new(2026, 11, 23, 10, 0, 0) })
            .Directors(each => each with { NotBy = [NotBy.Author, NotBy.Committer, NotBy.Pusher, NotBy.AnotherSeat] })
            .And(new SignOffRule.Any { Role = SafetyOfficer, Count = 1, When = new() { LinesOver = 100 } })
            .Ask(policy => policy with { Windows = Weekdays });
        Expect.Promotes(known);

        foreach (var (source, silent, code) in ((string, Facts, string)[])
        [
            ("contents", known with { Subject = null }, ReasonCode.SubjectUnknown),
            ("gold", known with { GoldLine = [] }, ReasonCode.NotAdopted),
            ("descent", known with { DescendsFromGold = false }, ReasonCode.NotFastForward),
            ("branches", known with { OnSource = false }, ReasonCode.NotOnSource),
            ("changes", known with { Changes = null }, ReasonCode.ChangesUnknown),
            ("pushers", known with { Pushers = null }, ReasonCode.PusherUnknown),
            ("local time", known with { Local = null }, ReasonCode.LocalTimeUnknown),
            ("checks", known with { Checks = [] }, ReasonCode.CheckNotRun),
            ("a check that could not be run", known with { Checks = [Result("tests", CheckOutcome.Errored), Result("licences")] }, ReasonCode.CheckErrored),
            ("a report", known with { Checks = [Result("tests", CheckOutcome.NoReport), Result("licences")] }, ReasonCode.CheckNoReport),
            ("sign-offs", known with { SignOffs = [] }, ReasonCode.SignOffMissing),
            ("the adopted policy", known with { PolicyAdopted = false }, ReasonCode.PolicyNotAdopted),
            ("custodians", known.Ask(policy => policy with { Custodians = [] }), ReasonCode.PolicyEmpty),
            ("the policy that it brings", known with { NextPolicy = new() { Number = 2, Problem = "it cannot be read" } }, ReasonCode.PolicyUnreadable),
        ])
        {
            var verdict = Gate.Decide(silent);

            Assert.False(verdict is Verdict.Promote, source);
            Assert.Contains(verdict.Reasons, reason => reason.Code == code && reason.Who.Count > 0);
        }
    }

    [Fact]
    public void History_9_all_of_nothing_is_not_enough()
    {
        Assert.IsType<Verdict.Hold>(Gate.Decide(Ready.Ask(policy => policy with { Checks = [] }) with { Checks = [] }));
        Assert.IsType<Verdict.Hold>(Gate.Decide(Ready.Rules()));
        Assert.IsType<Verdict.Hold>(Gate.Decide(Ready.Ask(policy => policy with { Custodians = [] })));
        Assert.IsType<Verdict.Hold>(Gate.Decide(Ready with { Checks = [] }));
        Assert.IsType<Verdict.Hold>(Gate.Decide(Ready with { Commit = default }));
    }

    private static void Missing(Facts facts) => Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts);

    private static void Vacant(Facts facts) => Expect.HeldFor(ReasonCode.SeatVacant, "sthk", facts);
}
