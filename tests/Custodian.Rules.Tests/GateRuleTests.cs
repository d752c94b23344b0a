using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>What a rule with seats may say of who sits there.</summary>
public class GateRuleTests
{
    private static readonly SignOffRule.Any Second = new() { Role = Director, Count = 1, NotBy = [] };

    [Fact]
    public void Each_with_a_count_asks_so_many_people_of_every_custodian()
    {
        var facts = Ready.Directors(each => each with { Count = 2 });
        foreach (var custodian in new[] { "taunton", "sthk", "blackpool" })
        {
            facts = facts.People(custodian, Person($"{custodian}-director", Director), Person($"{custodian}-deputy", Director), Person($"{custodian}-cso", SafetyOfficer)).And(SignOff($"{custodian}-deputy"));
        }

        Expect.Promotes(facts);
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts.Without("sthk-deputy"));
    }

    [Fact]
    public void Each_of_some_asks_those()
    {
        var facts = Ready.And(new SignOffRule.EachCustodian { Role = "finance", Of = ["sthk"] });

        Expect.HeldFor(ReasonCode.SeatVacant, "sthk", facts);
    }

    [Fact]
    public void Any_of_some_takes_nobody_else()
    {
        var facts = Ready.Ask(policy => policy with { SignOffs = [policy.SignOffs[0], new SignOffRule.Any { Role = SafetyOfficer, Count = 1, Of = ["sthk", "blackpool"] }] })
            .People("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer));

        var reason = Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, facts);

        Assert.Equal("One more sign-off of cccccccc as clinical-safety-officer is missing, from sthk or blackpool.", reason.Text);
        Expect.Who(reason, "sthk: clinical-safety-officer");
        Expect.Promotes(facts.And(SignOff("sthk-cso", SafetyOfficer)));
    }

    [Theory]
    [InlineData(Assurance.Page, Assurance.Page, true)]
    [InlineData(Assurance.Hook, Assurance.Page, false)]
    [InlineData(Assurance.Hook, Assurance.Hook, true)]
    [InlineData(Assurance.Hook, Assurance.Signed, true)]
    [InlineData(Assurance.Signed, Assurance.Hook, false)]
    [InlineData(Assurance.Signed, Assurance.Signed, true)]
    public void An_approval_is_at_least_as_well_proved_as_the_rule_asks(Assurance asked, Assurance given, bool counts)
    {
        var facts = Ready.Directors(each => each with { MinAssurance = asked });
        foreach (var said in Ready.SignOffs) facts = facts.Change(said.Person, signOff => signOff with { Assurance = said.Person == "sthk-director" ? given : Assurance.Signed });

        if (counts) Expect.Promotes(facts);
        else Assert.EndsWith($"sthk-director's approval does not count: this rule asks for one that is {(asked == Assurance.Hook ? "sent by the custodian's own system, or signed" : "signed with a key")}.", Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rules_own_expiry_counts_before_the_policys()
    {
        var month = TimeSpan.FromDays(30);
        var shorter = Ready.Directors(each => each with { Expire = month });

        Expect.Promotes(shorter.Change("sthk-director", said => said with { RecordedAt = Now - month + TimeSpan.FromTicks(1) }));
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", shorter.Change("sthk-director", said => said with { RecordedAt = Now - month }));
        Expect.Promotes(Ready.Directors(each => each with { Expire = TimeSpan.FromDays(365) }).Change("sthk-director", said => said with { RecordedAt = Now.AddDays(-200) }));
    }

    [Fact]
    public void Who_wrote_a_commit_and_who_committed_one_are_told_apart()
    {
        var facts = Ready with { Contributors = ["sthk-director", "taunton-director"], Authors = ["sthk-director"], Committers = ["taunton-director"] };

        Expect.HeldFor(ReasonCode.SeatVacant, "sthk", facts.Directors(each => each with { NotBy = [NotBy.Author, NotBy.AnotherSeat] }));
        Expect.HeldFor(ReasonCode.SeatVacant, "taunton", facts.Directors(each => each with { NotBy = [NotBy.Committer, NotBy.AnotherSeat] }));
        Expect.Promotes(facts.Directors(each => each with { NotBy = [NotBy.AnotherSeat] }));
        Assert.Equal(2, Gate.Decide(facts).Reasons.Count);
    }

    [Fact]
    public void Where_they_are_not_told_apart_every_contributor_is_both()
    {
        var facts = Ready with { Contributors = ["sthk-director"] };

        Expect.HeldFor(ReasonCode.SeatVacant, "sthk", facts.Directors(each => each with { NotBy = [NotBy.Author] }));
        Expect.HeldFor(ReasonCode.SeatVacant, "sthk", facts.Directors(each => each with { NotBy = [NotBy.Committer] }));
    }

    [Fact]
    public void Who_pushed_is_excluded_where_a_rule_says_so_and_only_there()
    {
        var facts = Ready.People("sthk", Person("sthk-director", Director), Person("sthk-deputy", Director)) with { Pushers = ["sthk-director"] };

        Expect.Promotes(facts);
        var missing = Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts.Directors(each => each with { NotBy = [NotBy.Pusher] }));
        Assert.EndsWith("sthk-director's approval does not count: who pushed a change may not sign it off.", missing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_pusher_holds_where_a_rule_that_is_asked_excludes_the_pusher()
    {
        Expect.Who(Expect.HeldFor(ReasonCode.PusherUnknown, Candidate.ToString(), Ready.Directors(each => each with { NotBy = [NotBy.Pusher] })), "operator");
        Expect.HeldFor(ReasonCode.PusherUnknown, Candidate.ToString(), Ready.And(new SignOffRule.OneOf { Parts = [Second, Second with { NotBy = [NotBy.Pusher] }] }));
        Expect.Promotes(Ready.And(Second with { NotBy = [NotBy.Pusher], From = new(2026, 11, 23) }));
        Expect.Promotes(Ready.Directors(each => each with { NotBy = [NotBy.Pusher] }) with { Pushers = [] });
    }

    [Fact]
    public void A_rule_with_a_not_by_of_its_own_excludes_nobody_else() =>
        Expect.Promotes((Ready with { Contributors = ["sthk-director"], Pushers = ["sthk-director"] }).Directors(each => each with { NotBy = [] }));

    [Fact]
    public void A_rule_that_does_not_say_another_seat_is_filled_by_itself()
    {
        Expect.Promotes(Ready.And(Second));
        Expect.HeldFor(ReasonCode.SeatVacant, Director, Ready.And(Second with { NotBy = null }));
        Expect.HeldFor(ReasonCode.SeatVacant, Director, Ready.And(Second with { NotBy = [NotBy.AnotherSeat] }));
    }

    [Fact]
    public void Nobody_fills_two_seats_of_one_rule_whatever_it_says() =>
        Expect.HeldFor(ReasonCode.SeatVacant, Director, Ready.And(Second with { Count = 4 }));

    [Fact]
    public void Where_authors_may_sign_nobody_fills_two_seats_all_the_same() =>
        Expect.HeldFor(ReasonCode.SeatVacant, Director, Ready.And(Second with { NotBy = null }).Ask(policy => policy with { AuthorMaySign = true }));

    [Fact]
    public void Who_only_deputises_sits_where_the_rule_lets_deputies_sit()
    {
        var facts = Ready.Without("sthk-director")
            .People("sthk", Person("sthk-director", Director), Person("sthk-deputy") with { Deputises = [Director] })
            .And(SignOff("sthk-deputy"));

        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts);
        Expect.Promotes(facts.Directors(each => each with { Deputies = true }));
    }

    [Fact]
    public void Who_holds_a_role_and_deputises_in_it_holds_it() =>
        Expect.Promotes(Ready.People("sthk", Person("sthk-director", Director) with { Deputises = [Director] }));

    [Fact]
    public void A_deputys_no_is_a_veto_where_no_rule_lets_deputies_sit() =>
        Expect.RejectedFor(ReasonCode.Vetoed, "sthk-deputy", Ready
            .People("sthk", Person("sthk-director", Director), Person("sthk-deputy") with { Deputises = [Director] })
            .And(SignOff("sthk-deputy", decision: SignOffDecision.Reject)));
}
