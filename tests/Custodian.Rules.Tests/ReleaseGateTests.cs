using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>What the labels of a release ask for.</summary>
public sealed class ReleaseGateTests
{
    private static readonly SignOffRule.Any Clinical = new() { Role = SafetyOfficer, Count = 1, When = new() { Labels = ["clinical", "major"] } };

    private static Facts Release { get; } = (Ready with { Labels = ["clinical"], Contributors = [] }).Ask(policy => policy with { SignOffs = [new SignOffRule.EachCustodian { Role = Director }, Clinical] });

    [Fact]
    public void A_release_that_everybody_signed_whom_its_label_asks_waits_for_nothing() => Assert.Empty(ReleaseGate.Awaited(Release));

    [Fact]
    public void A_release_waits_for_whom_its_label_asks()
    {
        var awaited = Assert.Single(ReleaseGate.Awaited(Release with { SignOffs = [.. Release.SignOffs.Where(one => one.Role == Director)] }));

        Assert.Equal(ReasonCode.SignOffMissing, awaited.Code);
        Assert.Equal(SafetyOfficer, awaited.Subject);
    }

    [Theory]
    [InlineData("clinical")]
    [InlineData("clinical", "major")]
    public void Nor_does_a_rule_that_asks_directors_for_some_label_let_them_sit_in_seats_of_other_roles(params string[] labels)
    {
        var both = Release.Ask(policy => policy with
        {
            Custodians = [.. policy.Custodians.Select(custodian => custodian.Id == "sthk" ? custodian with { People = [custodian.People[0] with { Roles = [Director, SafetyOfficer] }] } : custodian)],
            SignOffs = [.. policy.SignOffs, new SignOffRule.AllOf { Parts = [new SignOffRule.OneOf { Parts = [new SignOffRule.Any { Role = Director, Count = 1 }, new SignOffRule.Any { Role = SafetyOfficer, Count = 2 }] }], When = new() { Labels = ["major"] } }],
        }) with { Labels = labels, SignOffs = [.. Release.SignOffs.Where(one => one.Role == Director), SignOff("sthk-director", SafetyOfficer, seq: 9)] };

        Assert.Equal(SafetyOfficer, Assert.Single(ReleaseGate.Awaited(both)).Subject);
    }

    [Fact]
    public void Directors_vote_on_what_they_wrote_and_whom_a_label_asks_does_not()
    {
        Assert.Empty(ReleaseGate.Awaited(Release with { Contributors = ["sthk-director", "taunton-director"] }));
        var officer = Release.SignOffs.Single(one => one.Role == SafetyOfficer).Person;
        Assert.Equal(SafetyOfficer, Assert.Single(ReleaseGate.Awaited(Release with { Contributors = [officer] })).Subject);
    }

    [Theory]
    [InlineData]
    [InlineData("minor")]
    public void A_release_without_such_a_label_is_not_asked(params string[] labels) =>
        Assert.Empty(ReleaseGate.Awaited(Release with { Labels = labels, SignOffs = [.. Release.SignOffs.Where(one => one.Role == Director)] }));

    [Fact]
    public void Of_a_release_without_labels_nothing_is_told_here_not_even_directors() => Assert.Empty(ReleaseGate.Awaited(Release with { Labels = [], SignOffs = [] }));

    [Fact]
    public void Nor_where_no_rule_asks_about_labels() =>
        Assert.Empty(ReleaseGate.Awaited((Release with { SignOffs = [] }).Ask(policy => policy with { SignOffs = [new SignOffRule.EachCustodian { Role = Director }] })));

    [Fact]
    public void Rejections_by_directors_and_by_whom_this_release_does_not_ask_are_not_told_here()
    {
        var costly = Release.People("blackpool", Person("blackpool-director", Director), Person("finance", "finance"))
            .Ask(policy => policy with { SignOffs = [.. policy.SignOffs, new SignOffRule.Any { Role = "finance", Count = 1, When = new() { Labels = ["costly"] } }] })
            .And(SignOff("finance", "finance", SignOffDecision.Reject, seq: 20));

        Assert.Empty(ReleaseGate.Awaited(costly));
        // Their custodian's seat is open, which every release asks for.
        Assert.Equal([ReasonCode.SignOffMissing], ReleaseGate.Awaited(costly.And(SignOff("sthk-director", Director, SignOffDecision.Reject, seq: 21))).Select(reason => reason.Code));
    }

    [Fact]
    public void Who_signed_for_a_custodian_fills_no_other_seat_of_the_same_release()
    {
        var both = Release.Ask(policy => policy with
        {
            Custodians = [.. policy.Custodians.Select(custodian => custodian.Id == "sthk" ? custodian with { People = [custodian.People[0] with { Roles = [Director, SafetyOfficer] }] } : custodian)],
        }) with { SignOffs = [.. Release.SignOffs.Where(one => one.Role == Director), SignOff("sthk-director", SafetyOfficer, seq: 9)] };

        Assert.Single(ReleaseGate.Awaited(both));
    }

    [Fact]
    public void A_label_may_ask_for_directors_whom_every_release_asks_anyway()
    {
        var directors = Release.Ask(policy => policy with { SignOffs = [new SignOffRule.EachCustodian { Role = Director, When = Clinical.When }, Clinical] });

        Assert.Empty(ReleaseGate.Awaited(directors));
        Assert.Single(ReleaseGate.Awaited(directors with { SignOffs = [.. directors.SignOffs.Where(one => one.Role == Director)] }));
    }

    [Theory]
    [InlineData("each: 2, of sthk")]
    [InlineData("any: 4")]
    [InlineData("any: 2, of sthk")]
    public void Whoever_a_label_asks_for_beyond_each_custodians_own_vote_sits_in_no_other_seat(string asked)
    {
        SignOffRule.Asking second = asked switch
        {
            "each: 2, of sthk" => new SignOffRule.EachCustodian { Role = Director, Count = 2, Of = ["sthk"], When = Clinical.When },
            "any: 4" => new SignOffRule.Any { Role = Director, Count = 4, When = Clinical.When },
            _ => new SignOffRule.Any { Role = Director, Count = 2, Of = ["sthk"], When = Clinical.When },
        };
        var asks = Release.People("sthk", Person("sthk-director", Director), Person("sthk-second", Director, SafetyOfficer)).Ask(policy => policy with { SignOffs = [second, Clinical] });
        var directors = asks.SignOffs.Where(one => one.Role == Director).ToList();
        var twice = asks with { SignOffs = [.. directors, SignOff("sthk-second", Director, custodian: "sthk", seq: 8), SignOff("sthk-second", SafetyOfficer, custodian: "sthk", seq: 9)] };

        Assert.NotEmpty(ReleaseGate.Awaited(twice));
        Assert.Empty(ReleaseGate.Awaited(twice.And(SignOff("taunton-cso", SafetyOfficer, seq: 10))));
        // Without the second director the rule itself is open.
        Assert.All(ReleaseGate.Awaited(asks), reason => Assert.Equal(Director, reason.Role));
        Assert.NotEmpty(ReleaseGate.Awaited(asks));
        // Where the rule lets them sit elsewhere, they may.
        var open = twice.Ask(policy => policy with { SignOffs = [second with { NotBy = [] }, Clinical] });
        Assert.Empty(ReleaseGate.Awaited(open));
    }

    [Fact]
    public void Who_is_asked_and_rejects_stops_a_release_until_they_withdraw_that()
    {
        var second = Release.People("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer)).And(SignOff("sthk-cso", SafetyOfficer, SignOffDecision.Reject, seq: 20));

        Assert.Equal("sthk-cso rejected this release as clinical-safety-officer, and has not withdrawn that.", Assert.Single(ReleaseGate.Awaited(second)).Text);
        Assert.Empty(ReleaseGate.Awaited(second.And(SignOff("sthk-cso", SafetyOfficer, SignOffDecision.Withdraw, seq: 21))));
    }

    [Fact]
    public void Rules_about_labels_with_more_choices_than_anybody_could_follow_hold_the_release()
    {
        var endless = Release.Ask(policy => policy with { SignOffs = [.. policy.SignOffs, new SignOffRule.OneOf { Parts = [.. Enumerable.Repeat(Clinical, RuleTree.MostWays + 1)] }] });

        Assert.Equal(ReasonCode.PolicyEmpty, Assert.Single(ReleaseGate.Awaited(endless)).Code);
    }

    [Fact]
    public void The_labels_and_roles_that_rules_know_are_told()
    {
        var policy = Release.Policy with { SignOffs = [.. Release.Policy.SignOffs, new SignOffRule.OneOf { Parts = [new SignOffRule.Any { Role = "finance", Count = 1, When = new() { Labels = ["costly"] } }] }] };

        Assert.Equal(["clinical", "costly", "major"], ReleaseGate.Labels(policy));
        Assert.Equal([Director, SafetyOfficer, "finance"], ReleaseGate.RolesAsked(policy));
    }
}
