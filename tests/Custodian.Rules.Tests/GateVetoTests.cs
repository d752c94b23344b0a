using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

public class GateVetoTests
{
    // Sthk's finance officer has no seat to fill, and says no. Nothing else stands against the candidate.
    private static readonly SignOff No = SignOff("sthk-finance", "finance", SignOffDecision.Reject);
    private static readonly Facts Vetoed = Ready
        .People("sthk", Person("sthk-director", Director), Person("sthk-finance", "finance"))
        .And(No);

    [Fact]
    public void One_no_is_a_veto()
    {
        var reason = Expect.RejectedFor(ReasonCode.Vetoed, "sthk-finance", Vetoed);

        Assert.Equal("sthk-finance rejected cccccccc as finance: it needs a new commit, or the rejection withdrawn.", reason.Text);
        Expect.Who(reason, "sthk: finance", "developer");
    }

    [Fact]
    public void A_veto_in_a_seats_role_leaves_the_seat_open_too()
    {
        var rejected = Assert.IsType<Verdict.Reject>(Gate.Decide(Ready.And(SignOff("sthk-director", decision: SignOffDecision.Reject))));

        Assert.Equal([ReasonCode.Vetoed, ReasonCode.SignOffMissing], rejected.Reasons.Select(reason => reason.Code));
    }

    [Fact]
    public void A_veto_stops_it_also_where_nobody_else_has_said_anything()
    {
        var facts = Vetoed with { SignOffs = [.. Vetoed.SignOffs.Where(signOff => signOff.Person == "sthk-finance")] };

        Assert.Contains(Assert.IsType<Verdict.Reject>(Gate.Decide(facts)).Reasons, reason => reason is { Code: ReasonCode.Vetoed, Subject: "sthk-finance" });
    }

    [Fact]
    public void A_veto_under_old_rules_is_not_told_as_an_approval()
    {
        var facts = Ready.And(SignOff("sthk-director", decision: SignOffDecision.Reject) with { Rules = "rules-0" });

        var missing = Gate.Decide(facts).Reasons.Single(reason => reason.Code == ReasonCode.SignOffMissing);

        Assert.Equal("sthk has not signed off cccccccc as director yet.", missing.Text);
    }

    [Fact]
    public void A_veto_binds_under_changed_rules() => StillBinds(No with { Rules = "rules-0" });

    [Fact]
    public void A_veto_binds_wherever_gold_went() => StillBinds(No with { Gold = Sha('d') });

    [Fact]
    public void A_veto_binds_though_it_names_other_contents() => StillBinds(No with { Subject = "contents-2" });

    [Fact]
    public void A_veto_does_not_expire() => StillBinds(No with { RecordedAt = Now.AddYears(-5) });

    [Fact]
    public void A_contributor_may_veto() =>
        Expect.RejectedFor(ReasonCode.Vetoed, "sthk-finance", Vetoed with { Contributors = ["sthk-finance"] });

    [Fact]
    public void A_veto_of_another_commit_means_nothing() =>
        Expect.Promotes(Vetoed.Change("sthk-finance", signOff => signOff with { Commit = Sha('d') }));

    [Fact]
    public void A_veto_in_another_repository_means_nothing() =>
        Expect.Promotes(Vetoed.Change("sthk-finance", signOff => signOff with { Repository = "openmaxims-10.5" }));

    [Fact]
    public void A_veto_dies_when_its_person_leaves_the_register() =>
        Expect.Promotes(Vetoed.People("sthk", Person("sthk-director", Director)));

    [Fact]
    public void A_veto_dies_when_its_persons_office_ends() =>
        Expect.Promotes(Vetoed.People("sthk", Person("sthk-director", Director), Person("sthk-finance", "finance") with { Until = new(2026, 11, 21) }));

    [Fact]
    public void A_veto_dies_with_the_role_that_it_was_said_in() =>
        Expect.Promotes(Vetoed.People("sthk", Person("sthk-director", Director), Person("sthk-finance", "estates")));

    [Fact]
    public void A_strangers_no_means_nothing() =>
        Expect.Promotes(Ready.And(SignOff("nobody-we-know", decision: SignOffDecision.Reject)));

    [Fact]
    public void A_veto_can_be_withdrawn() =>
        Expect.Promotes(Vetoed.And(No with { Seq = 101, Decision = SignOffDecision.Withdraw }));

    [Fact]
    public void A_veto_can_be_turned_into_an_approval() =>
        Expect.Promotes(Vetoed.And(No with { Seq = 101, Decision = SignOffDecision.Approve }));

    [Fact]
    public void An_approval_in_another_role_does_not_lift_a_veto() =>
        Expect.RejectedFor(ReasonCode.Vetoed, "sthk-director",
            Ready.People("sthk", Person("sthk-director", Director, "finance"))
                .And(SignOff("sthk-director", "finance", SignOffDecision.Reject, seq: 100))
                .And(SignOff("sthk-director", seq: 101)));

    [Fact]
    public void Where_the_policy_lists_roles_only_a_no_in_one_of_them_is_a_veto()
    {
        Expect.Promotes(Vetoed.Ask(policy => policy with { Veto = [Director, SafetyOfficer] }));
        Expect.Promotes(Vetoed.Ask(policy => policy with { Veto = [] }));
        Expect.RejectedFor(ReasonCode.Vetoed, "sthk-finance", Vetoed.Ask(policy => policy with { Veto = [Director, "finance"] }));
    }

    [Fact]
    public void A_no_that_is_no_veto_leaves_its_seat_open() =>
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.And(SignOff("sthk-director", decision: SignOffDecision.Reject)).Ask(policy => policy with { Veto = [SafetyOfficer] }));

    private static void StillBinds(SignOff no) =>
        Expect.RejectedFor(ReasonCode.Vetoed, "sthk-finance", Vetoed.Change("sthk-finance", _ => no));
}
