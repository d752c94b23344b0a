using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>Every person fills one seat, and nobody is wasted.</summary>
public class GateSeatTests
{
    // Blackpool's director is its safety officer too; nobody else is one anywhere.
    private static readonly Facts Small = Ready
        .People("taunton", Person("taunton-director", Director))
        .People("blackpool", Person("blackpool-director", Director, SafetyOfficer), Person("blackpool-deputy", Director))
        .Without("taunton-cso");

    [Fact]
    public void One_person_with_two_roles_fills_one_seat_only()
    {
        var facts = Small
            .People("blackpool", Person("blackpool-director", Director, SafetyOfficer))
            .And(SignOff("blackpool-director", SafetyOfficer));

        var reason = Expect.HeldFor(ReasonCode.SeatVacant, SafetyOfficer, facts);

        Expect.Who(reason, "operator");
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(1, 3, 2)]
    [InlineData(2, 1, 3)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 2, 1)]
    public void No_order_of_signing_wastes_a_person_with_two_roles(long asDirector, long asOfficer, long deputy)
    {
        var facts = Small.Without("blackpool-director")
            .And(SignOff("blackpool-director", seq: 100 + asDirector))
            .And(SignOff("blackpool-director", SafetyOfficer, seq: 100 + asOfficer))
            .And(SignOff("blackpool-deputy", seq: 100 + deputy));

        Expect.Promotes(facts);
        Expect.Promotes(facts.Ask(policy => policy with { SignOffs = [.. policy.SignOffs.Reverse()] }));
    }

    [Fact]
    public void A_chain_of_people_changes_over_until_every_seat_is_filled()
    {
        // Only one assignment fills all three: one as a, two as b, three as c.
        var facts = Ready.People("taunton", Person("taunton-director", Director), Person("three", "c"), Person("two", "b", "c"), Person("one", "a", "b"))
            .Without("taunton-cso")
            .Ask(policy => policy with
            {
                SignOffs =
                [
                    policy.SignOffs[0],
                    new SignOffRule.Any { Role = "b", Count = 1 },
                    new SignOffRule.Any { Role = "c", Count = 1 },
                    new SignOffRule.Any { Role = "a", Count = 1 },
                ],
            })
            .And(SignOff("one", "a", seq: 101, custodian: "taunton")).And(SignOff("one", "b", seq: 102, custodian: "taunton"))
            .And(SignOff("two", "b", seq: 103, custodian: "taunton")).And(SignOff("two", "c", seq: 104, custodian: "taunton"))
            .And(SignOff("three", "c", seq: 105, custodian: "taunton"));

        Expect.Promotes(facts);
    }

    [Fact]
    public void Where_a_change_over_would_fill_the_seat_both_who_have_to_sign_are_asked()
    {
        var reason = Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, Small);

        Expect.Who(reason, "blackpool: clinical-safety-officer", "blackpool: director");
    }

    [Fact]
    public void Once_the_first_of_a_change_over_has_signed_only_the_second_is_asked()
    {
        var facts = Small.And(SignOff("blackpool-director", SafetyOfficer));

        var reason = Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, facts);

        Assert.Equal("One more sign-off of cccccccc as clinical-safety-officer is missing, from any custodian.", reason.Text);
        Expect.Who(reason, "blackpool: director");
        Expect.Promotes(facts.And(SignOff("blackpool-deputy")));
    }

    [Fact]
    public void Who_has_signed_already_for_the_seat_that_is_left_is_not_asked_again()
    {
        // Taunton's one director sits as safety officer; sthk's officer has signed as such and sits nowhere.
        var facts = Ready.People("taunton", Person("taunton-director", Director, SafetyOfficer)).Without("taunton-director").Without("taunton-cso")
            .People("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer))
            .And(SignOff("taunton-director", SafetyOfficer)).And(SignOff("sthk-cso", SafetyOfficer));

        Expect.Who(Expect.HeldFor(ReasonCode.SignOffMissing, "taunton", facts), "taunton: director");
    }

    [Fact]
    public void Who_cannot_be_replaced_in_another_seat_is_not_asked()
    {
        var facts = Small.People("blackpool", Person("blackpool-director", Director, SafetyOfficer));

        Expect.HeldFor(ReasonCode.SeatVacant, SafetyOfficer, facts);
    }

    [Fact]
    public void A_custodian_with_several_free_people_is_asked_once()
    {
        var facts = Ready.People("sthk", Person("sthk-director", Director), Person("sthk-deputy", Director)).Without("sthk-director");

        Expect.Who(Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts), "sthk: director");
    }

    [Fact]
    public void Nobody_is_asked_to_change_over_while_someone_free_can_sign()
    {
        var facts = Small.People("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer));

        Expect.Who(Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, facts), "sthk: clinical-safety-officer");
    }

    [Fact]
    public void Of_several_changes_over_the_nearest_is_asked_for_and_no_detour()
    {
        // As safety officer sit nobody; both directors could. Taunton's is replaced by its deputy; sthk's only where its own finance
        // officer changes over as well, and somebody else takes that seat.
        var facts = Ready.Without("taunton-cso")
            .People("sthk", Person("sthk-director", Director, SafetyOfficer), Person("sthk-finance", Director, "finance"), Person("sthk-clerk", "finance"))
            .People("taunton", Person("taunton-director", Director, SafetyOfficer), Person("taunton-deputy", Director))
            .And(new SignOffRule.EachCustodian { Role = "finance", Of = ["sthk"] }).And(SignOff("sthk-finance", "finance", seq: 8));

        var reason = Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, facts);

        Expect.Who(reason, "taunton: clinical-safety-officer", "taunton: director");
        Assert.Equal(["taunton-director", "taunton-deputy"], Gate.Explain(facts).Parts.Single(part => part.StillCan.Count > 0).StillCan);
    }

    [Fact]
    public void A_longer_chain_that_takes_fewer_new_sign_offs_is_the_nearer_one()
    {
        // As above, and sthk's people have signed already for the seats that they would change to. The officer's seat comes last, so that nobody has
        // changed over yet.
        var facts = Ready.Without("taunton-cso")
            .People("sthk", Person("sthk-director", Director, SafetyOfficer), Person("sthk-finance", Director, "finance"), Person("sthk-clerk", "finance"))
            .People("taunton", Person("taunton-director", Director, SafetyOfficer), Person("taunton-deputy", Director))
            .Ask(policy => policy with { SignOffs = [policy.SignOffs[0], new SignOffRule.EachCustodian { Role = "finance", Of = ["sthk"] }, policy.SignOffs[1]] })
            .And(SignOff("sthk-finance", "finance", seq: 8)).And(SignOff("sthk-director", SafetyOfficer)).And(SignOff("sthk-finance", Director, seq: 1));

        Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, facts);
        Expect.Promotes(facts.And(SignOff("sthk-clerk", "finance")));
        Assert.Equal(["sthk-clerk: sign off cccccccc as finance"], Gate.Explain(facts).Unblock.Acts.Select(act => act.ToString()));
        Assert.Equal(["sthk-clerk"], Gate.Explain(facts).Parts.Single(part => part.StillCan.Count > 0).StillCan);
    }

    [Fact]
    public void Several_open_seats_of_one_rule_are_reasons_of_their_own_and_one_sentence_with_their_number()
    {
        var guardians = Ready.And(new SignOffRule.Any { Role = "guardian", Count = 2, Of = ["sthk", "taunton"] });
        Says("Nobody may sign off cccccccc as guardian for sthk or taunton: everyone in that role wrote part of it, is out of office or has signed another seat. That leaves 2 seats vacant.", 2, guardians);

        // Open seats of others are theirs.
        var alone = Gate.Decide(Ready with { SignOffs = [.. Ready.SignOffs.Where(one => one.Person == "blackpool-director")] }).Reasons.Select(reason => reason.Text);
        Assert.Contains("sthk has not signed off cccccccc as director yet.", alone);

        var two = Ready.Without("sthk-director").Directors(each => each with { Count = 2, Of = ["sthk"] }).And(new SignOffRule.EachCustodian { Role = Director, Of = ["taunton", "blackpool"] });
        Says("sthk has not signed off cccccccc as director yet: 2 sign-offs are missing.", 2, two.People("sthk", Person("sthk-director", Director), Person("sthk-deputy", Director)));
        Says("2 more sign-offs of cccccccc as clinical-safety-officer are missing, from any custodian.", 2,
            Ready.Without("taunton-cso").People("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer)).Rules(Ready.Policy.SignOffs[0], new SignOffRule.Any { Role = SafetyOfficer, Count = 2 }));
        Says("Nobody may sign off cccccccc as guardian: everyone in that role wrote part of it, is out of office or has signed another seat.", 1, Ready.And(new SignOffRule.Any { Role = "guardian", Count = 1 }));

        static void Says(string text, int seats, Facts facts)
        {
            var told = Gate.Explain(facts);
            Assert.Equal(Enumerable.Repeat(text, seats), told.Verdict.Reasons.Select(reason => reason.Text));
            Assert.Equal(text, Assert.Single(told.Parts.SelectMany(part => part.Reasons)).Text);
        }
    }

    [Fact]
    public void The_same_person_named_by_two_custodians_fills_one_seat()
    {
        var both = Person("blackpool-director", Director);

        Expect.HeldFor(ReasonCode.SeatVacant, "sthk", Ready.People("sthk", both).People("blackpool", both));
    }

    [Fact]
    public void A_role_that_a_person_holds_twice_is_held_once() =>
        Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, Ready
            .People("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer, SafetyOfficer))
            .Ask(policy => policy with { SignOffs = [policy.SignOffs[0], new SignOffRule.Any { Role = SafetyOfficer, Count = 2 }] }));

    [Fact]
    public void A_veto_in_a_role_that_a_person_holds_twice_is_one_veto() =>
        Expect.RejectedFor(ReasonCode.Vetoed, "sthk-finance", Ready
            .People("sthk", Person("sthk-director", Director), Person("sthk-finance", "finance", "finance"))
            .And(SignOff("sthk-finance", "finance", SignOffDecision.Reject)));

    [Fact]
    public void A_seat_that_nobody_could_fill_is_vacant() =>
        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian", Ready.Ask(policy => policy with
        {
            SignOffs = [.. policy.SignOffs, new SignOffRule.Any { Role = "caldicott-guardian", Count = 1 }],
        }));
}
