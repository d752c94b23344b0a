using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>Whether the people of a policy could fill its seats, if everybody who can speak approved.</summary>
public class FillingTests
{
    private static readonly SignOffRule.Any AnotherDirector = new() { Role = Director, Count = 1 };

    [Fact]
    public void Who_can_all_speak_fill_every_seat_whatever_was_said_of_a_candidate()
    {
        Tells(Ready);
        Tells(Ready with { SignOffs = [SignOff("sthk-director", decision: SignOffDecision.Reject)], GoldLine = [], Subject = null, Checks = [] });
    }

    [Fact]
    public void Rules_that_need_more_people_together_than_there_are_say_how_many()
    {
        Tells(Ready.And(AnotherDirector), "Always: one more person is needed as director, from taunton, sthk or blackpool");
        Tells(Ready.And(AnotherDirector with { Count = 2, Of = ["taunton", "sthk"] }), "Always: 2 more people are needed as director, from taunton or sthk");
        Tells(Ready.And(new SignOffRule.EachCustodian { Role = Director, Of = ["taunton", "sthk"], NotBy = [NotBy.AnotherSeat] }), "Always: one more person is needed as director, from each of taunton and sthk");
        Tells(Ready.And(AnotherDirector with { NotBy = [] }));
        Tells(Ready.And(AnotherDirector).People("sthk", Person("sthk-director", Director), Person("sthk-second", Director)));
    }

    [Fact]
    public void Who_is_out_of_office_or_no_member_or_wrote_it_is_not_there()
    {
        var gone = Person("sthk-director", Director) with { Until = new(2026, 11, 21) };
        Tells(Ready.People("sthk", gone), "Always: one more person is needed as director, from sthk");
        Assert.Equal("one more person is needed as director, from sthk", Assert.Single(Filling.Find(Ready with { Contributors = ["sthk-director"] }, Signed)).ToString());
        Assert.Empty(Filling.Find(Ready, Signed));
    }

    [Fact]
    public void Who_cannot_speak_or_not_so_well_as_a_rule_asks_fills_nothing()
    {
        Tells(Ready, (_, person) => person.Id == "sthk-director" ? null : Assurance.Hook, "Always: one more person is needed as director, from sthk");
        var signed = Ready.Rules(new SignOffRule.EachCustodian { Role = Director, MinAssurance = Assurance.Signed });
        Tells(signed, (custodian, _) => custodian.Id == "taunton" ? Assurance.Signed : Assurance.Hook, "Always: one more person is needed as director, from each of sthk and blackpool");
        Tells(signed);
    }

    [Fact]
    public void One_choice_that_can_be_filled_is_enough_unless_it_is_asked_only_at_times()
    {
        var nobody = new SignOffRule.Any { Role = "dean", Count = 1 };
        var officer = new SignOffRule.Any { Role = SafetyOfficer, Count = 1 };
        Facts Choice(SignOffRule other) => Ready.Rules(new SignOffRule.EachCustodian { Role = Director }, new SignOffRule.OneOf { Parts = [nobody, other] });

        Tells(Choice(officer));
        Tells(Choice(officer with { When = new() { Paths = ["a/**"] } }), "Always: one more person is needed as dean, from taunton, sthk or blackpool");
    }

    [Fact]
    public void Nobody_deputises_in_a_vote_on_a_release()
    {
        var deputised = Ready.People("taunton", Person("taunton-director", Director), Person("taunton-deputy") with { Deputises = [SafetyOfficer] })
            .Rules(new SignOffRule.EachCustodian { Role = Director }, new SignOffRule.Any { Role = SafetyOfficer, Count = 1, Deputies = true, When = new() { Labels = ["clinical"] } });

        var lack = Assert.Single(Filling.Of(deputised.Policy, (_, _) => Assurance.Signed, Now));

        Assert.Equal((LackKind.WhereLabelled, "clinical"), (lack.Kind, lack.Label));
        Assert.Empty(Filling.Of(deputised.People("taunton", Person("taunton-director", Director), Person("taunton-cso", SafetyOfficer)).Policy, (_, _) => Assurance.Signed, Now));
    }

    [Fact]
    public void What_is_asked_only_of_some_changes_or_labels_is_told_as_that()
    {
        Tells(Ready.And(AnotherDirector with { When = new() { FilesOver = 3 } }), "WhereAsked: one more person is needed as director, from taunton, sthk or blackpool");
        Tells(Ready.And(AnotherDirector with { When = new() { Gates = ["another"] } }));
        Tells(Ready.And(new SignOffRule.Any { Role = "dean", Count = 1, When = new() { Labels = ["clinical"] } }), "WhereLabelled: one more person is needed as dean, from taunton, sthk or blackpool");
        // A director's vote on the release is one for its label, too.
        Tells(Ready.And(AnotherDirector with { When = new() { Labels = ["clinical"] } }));
        Tells(Ready.And(AnotherDirector with { Count = 4, When = new() { Labels = ["clinical"] } }), "WhereLabelled: one more person is needed as director, from taunton, sthk or blackpool");
    }

    private static Assurance? Signed(CustodianOrganisation custodian, Person person) => Assurance.Signed;

    private static void Tells(Facts facts, params string[] lacks) => Tells(facts, Signed, lacks);

    private static void Tells(Facts facts, Func<CustodianOrganisation, Person, Assurance?> reach, params string[] lacks) =>
        Assert.Equal(lacks, Filling.Of(facts.Policy, reach, Now).Select(lack => $"{lack.Kind}: {lack.Shortage}"));
}
