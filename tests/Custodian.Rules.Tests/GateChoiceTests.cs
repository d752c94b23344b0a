using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary><c>and</c> and <c>or</c>, and the ways through them.</summary>
public class GateChoiceTests
{
    private static readonly SignOffRule Each = new SignOffRule.EachCustodian { Role = Director };
    private static readonly SignOffRule Officer = new SignOffRule.Any { Role = SafetyOfficer, Count = 1 };
    private static readonly SignOffRule Guardian = new SignOffRule.Any { Role = "caldicott-guardian", Count = 1 };
    private static readonly DateOnly Tomorrow = new(2026, 11, 23);

    [Fact]
    public void And_asks_every_part()
    {
        Expect.Promotes(Ready.Rules(new SignOffRule.AllOf { Parts = [Each, Officer] }));
        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian", Ready.Rules(new SignOffRule.AllOf { Parts = [Each, Guardian, Officer] }));
    }

    [Fact]
    public void Or_is_satisfied_by_one_part()
    {
        Expect.Promotes(Ready.Rules(Each, new SignOffRule.OneOf { Parts = [Officer, Guardian] }));
        Expect.Promotes(Ready.Rules(Each, new SignOffRule.OneOf { Parts = [Guardian, Officer] }));
        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian", Ready.Rules(Each, new SignOffRule.OneOf { Parts = [Guardian] }));
    }

    [Fact]
    public void A_part_that_is_out_of_term_is_no_choice_and_no_duty()
    {
        Expect.Promotes(Ready.Rules(Each, new SignOffRule.AllOf { Parts = [Officer, Guardian with { From = Tomorrow }] }));
        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian", Ready.Rules(Each, new SignOffRule.OneOf { Parts = [Guardian, Officer with { From = Tomorrow }] }));
    }

    [Fact]
    public void Where_no_part_is_asked_the_rule_is_not_asked()
    {
        Expect.Promotes(Ready.Rules(Each, new SignOffRule.OneOf { Parts = [Guardian with { From = Tomorrow }] }));
        Expect.Promotes(Ready.Rules(Each, new SignOffRule.AllOf { Parts = [Guardian with { From = Tomorrow }] }));
    }

    [Fact]
    public void A_part_in_which_nothing_is_asked_is_no_easy_choice() =>
        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian",
            Ready.Rules(Each, new SignOffRule.OneOf { Parts = [new SignOffRule.AllOf { Parts = [Officer with { From = Tomorrow }] }, Guardian] }));

    [Fact]
    public void The_open_seats_of_the_way_that_leaves_the_fewest_open_are_told() =>
        Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer,
            Ready.Without("taunton-cso").Rules(Each, new SignOffRule.OneOf { Parts = [new SignOffRule.AllOf { Parts = [Guardian, Officer] }, Officer] }));

    [Fact]
    public void Of_two_ways_as_near_one_that_can_still_be_filled_is_told_and_else_the_first()
    {
        var facts = Ready.Without("taunton-cso");
        SignOffRule chair = new SignOffRule.Any { Role = "chair", Count = 1 };

        Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, facts.Rules(Each, new SignOffRule.OneOf { Parts = [Officer, Guardian] }));
        Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, facts.Rules(Each, new SignOffRule.OneOf { Parts = [Guardian, Officer] }));
        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian", facts.Rules(Each, new SignOffRule.OneOf { Parts = [Guardian, chair] }));
        Expect.HeldFor(ReasonCode.SeatVacant, "chair", facts.Rules(Each, new SignOffRule.OneOf { Parts = [chair, Guardian] }));
    }

    [Fact]
    public void A_way_whose_seats_can_be_filled_one_by_one_and_not_together_is_no_better_than_the_first()
    {
        // Taunton's officer could sit in either seat of the second way, and not in both.
        var facts = Ready.Without("taunton-cso").People("sthk", Person("sthk-director", Director), Person("sthk-chair", "chair"));
        SignOffRule both = new SignOffRule.Any { Role = SafetyOfficer, Count = 2 }, guardians = new SignOffRule.AllOf { Parts = [Guardian, Officer] };
        SignOffRule chairs = new SignOffRule.AllOf { Parts = [Officer, new SignOffRule.Any { Role = "chair", Count = 1 }] };

        Assert.Contains(ReasonCode.SeatVacant, Codes(facts.Rules(Each, new SignOffRule.OneOf { Parts = [guardians, both] })));
        Assert.Equal([ReasonCode.SignOffMissing, ReasonCode.SignOffMissing], Codes(facts.Rules(Each, new SignOffRule.OneOf { Parts = [guardians, both, chairs] })));
        Assert.Contains("chair", Gate.Decide(facts.Rules(Each, new SignOffRule.OneOf { Parts = [both, chairs] })).Reasons.Select(reason => reason.Subject));

        static IEnumerable<string> Codes(Facts facts) => Gate.Decide(facts).Reasons.Select(reason => reason.Code);
    }

    [Fact]
    public void A_way_that_does_not_ask_every_custodian_is_closed_though_it_would_be_filled()
    {
        var facts = Ready.Rules(new SignOffRule.OneOf { Parts = [Officer, new SignOffRule.AllOf { Parts = [Each, Guardian] }] });

        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian", facts);
        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian", facts.Rules(new SignOffRule.OneOf { Parts = [new SignOffRule.AllOf { Parts = [Each, Guardian] }, Officer] }));
    }

    [Fact]
    public void Custodians_may_be_asked_by_several_rules_together()
    {
        SignOffRule one = new SignOffRule.EachCustodian { Role = Director, Of = ["taunton"] }, others = new SignOffRule.EachCustodian { Role = Director, Of = ["sthk", "blackpool"] };

        Expect.Promotes(Ready.Rules(one, others));
        Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Ready.Rules(one));
        Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Ready.Rules(new SignOffRule.OneOf { Parts = [one, others] }));
    }

    [Fact]
    public void A_rule_that_asks_every_custodian_only_from_tomorrow_on_asks_nobody_today() =>
        Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Ready.Rules(Each with { From = Tomorrow }));

    [Fact]
    public void An_and_or_an_or_without_a_part_promotes_nothing()
    {
        foreach (SignOffRule empty in new SignOffRule[] { new SignOffRule.AllOf { Parts = [] }, new SignOffRule.OneOf { Parts = [] }, new SignOffRule.OneOf { Parts = [new SignOffRule.AllOf { Parts = [] }] } })
        {
            var reason = Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Ready.And(empty));
            Assert.Equal("The policy has a rule that asks for no sign-off, so nothing can be promoted.", reason.Text);
        }
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void More_than_256_choices_promote_nothing(int choices, bool promotes)
    {
        var facts = Ready.Rules([Each, .. Enumerable.Range(0, choices).Select(_ => new SignOffRule.OneOf { Parts = [Officer with { }, Officer with { }] })])
            .Ask(policy => policy with { SignOffs = [.. policy.SignOffs.Select(rule => rule is SignOffRule.OneOf or ? or with { Parts = [.. or.Parts.Cast<SignOffRule.Any>().Select(part => part with { NotBy = [] })] } : rule)] });

        if (promotes) Expect.Promotes(facts);
        else Assert.Equal("The policy offers more than 256 choices, so nothing can be promoted.", Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, facts).Text);
    }

    [Fact]
    public void One_or_with_more_than_256_parts_promotes_nothing() =>
        Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Ready.Rules(new SignOffRule.OneOf { Parts = [.. Enumerable.Range(0, 257).Select(_ => Each with { })] }));

    [Fact]
    public void The_sixty_sixth_rule_is_told_from_the_second()
    {
        SignOffRule today = Guardian with { Until = new(2026, 11, 22) }, tomorrow = new SignOffRule.Any { Role = "chair", Count = 1, From = Tomorrow };
        var facts = Ready.Rules([Each, today, .. Enumerable.Range(0, 63).Select(_ => Officer with { From = new(2030, 1, 1) }), tomorrow]);

        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian", facts);
        Expect.HeldFor(ReasonCode.SeatVacant, "chair", facts with { AsOf = Now.AddDays(1) });
    }

    [Fact]
    public void The_same_policy_is_judged_by_the_day()
    {
        var facts = Ready.Rules(Each, Guardian with { From = Tomorrow });

        Expect.Promotes(facts);
        Expect.HeldFor(ReasonCode.SeatVacant, "caldicott-guardian", facts with { AsOf = Now.AddDays(1) });
        Expect.Promotes(facts);
    }
}
