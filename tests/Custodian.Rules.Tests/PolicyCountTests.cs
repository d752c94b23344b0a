using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

public class PolicyCountTests
{
    private static readonly IReadOnlyList<CustodianOrganisation> Three = Sample.Policy.Custodians;
    private static readonly PolicyVote[] AllYes = [Yes(1, "taunton-director"), Yes(2, "sthk-director"), Yes(3, "blackpool-director")];
    private static readonly PolicyVote ChairsYes = new(9, "cic-chair", PolicyCount.Chair, SignOffDecision.Approve) { ByChair = true };

    /// <summary>Everybody approved something that changes no custodian. Every test changes one thing of it.</summary>
    private static readonly PolicyProposal Carried = new() { Old = Three, New = Three, Votes = AllYes, ProposedAt = Now.AddHours(-1), AsOf = Now };

    private static readonly PolicyProposal LostKey = Carried with { Route = new(PolicyRouteKind.LostKey, "sthk"), Votes = [AllYes[0], AllYes[2]], ProposedAt = Now.AddDays(-7) };

    private static readonly PolicyProposal Vanished = Carried with
    {
        New = [Three[0], Three[2]],
        Route = new(PolicyRouteKind.Vanished, "sthk"),
        HasChair = true,
        Votes = [AllYes[0], AllYes[2], ChairsYes],
        ProposedAt = Now.AddDays(-30),
    };

    [Fact]
    public void It_is_carried_when_every_custodian_approves_under_both_policies() => Assert.True(PolicyCount.Of(Carried).IsCarried);

    [Theory]
    [InlineData(0, "taunton")]
    [InlineData(1, "sthk")]
    [InlineData(2, "blackpool")]
    public void Each_custodian_is_awaited_under_both(int missing, string custodian)
    {
        var standing = PolicyCount.Of(Carried with { Votes = [.. AllYes.Where((_, index) => index != missing)] });

        Assert.Equal((custodian, custodian, false), (Said(standing.Old), Said(standing.New), standing.IsCarried));
    }

    [Fact]
    public void A_key_that_only_one_policy_knows_fills_no_seat_under_the_other()
    {
        var onlyOld = PolicyCount.Of(Carried with { Votes = [AllYes[0], AllYes[1] with { New = null }, AllYes[2]] });
        var onlyNew = PolicyCount.Of(Carried with { Votes = [AllYes[0], AllYes[1] with { Old = null }, AllYes[2]] });
        var both = PolicyCount.Of(Carried with { Votes = [AllYes[0], AllYes[1] with { New = null }, AllYes[1] with { Seq = 8, Old = null }, AllYes[2]] });

        Assert.Equal(("", "sthk"), (Said(onlyOld.Old), Said(onlyOld.New)));
        Assert.Equal(("sthk", ""), (Said(onlyNew.Old), Said(onlyNew.New)));
        Assert.True(both.IsCarried);
    }

    [Fact]
    public void Who_has_left_office_stops_nothing_where_a_colleague_is_still_there()
    {
        CustodianOrganisation[] with = [Three[0], Sample.Custodian("sthk", Person("sthk-director", Director) with { Until = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-1) }, Person("sthk-cso", SafetyOfficer)), Three[2]];

        Assert.Empty(PolicyCount.Of(LostKey with { Old = with, New = with, Votes = [.. LostKey.Votes, No(5, "sthk-director")] }).Without!.StoppedBy);
    }

    [Fact]
    public void A_member_whose_end_was_agreed_on_before_is_left_and_one_that_the_new_policy_ends_is_not()
    {
        CustodianOrganisation[] old = [Three[0] with { Until = new(2039, 12, 31) }, .. Three.Skip(1)];

        Assert.Equal(3, PolicyCount.MembersLeft(old, old, Now));
        Assert.Equal(2, PolicyCount.MembersLeft(old, [old[0], old[1] with { Until = new(2030, 1, 1) }, old[2]], Now));
        Assert.Equal(2, PolicyCount.MembersLeft(old, [old[0] with { Until = new(2030, 1, 1) }, .. old.Skip(1)], Now));
    }

    [Fact]
    public void What_the_new_key_says_takes_back_nothing_that_the_old_one_said()
    {
        var standing = PolicyCount.Of(Carried with { Votes = [AllYes[0], No(2, "sthk-director") with { New = null }, Yes(5, "sthk-director") with { Old = null }, AllYes[2]] });

        Assert.Equal(("sthk", "", "sthk-director"), (Said(standing.Old), Said(standing.New), Said(standing.Rejected)));
    }

    [Fact]
    public void Who_joins_is_asked_under_the_new_policy_and_everybody_else_under_both()
    {
        CustodianOrganisation[] four = [.. Three, Sample.Custodian("wirral", Person("wirral-director", Director))];
        var joined = Yes(4, "wirral-director") with { Old = null };

        Assert.Equal(("", "wirral"), Awaited(Carried with { New = four }));
        Assert.True(PolicyCount.Of(Carried with { New = four, Votes = [.. AllYes, joined] }).IsCarried);
        Assert.Equal(("blackpool", "blackpool"), Awaited(Carried with { New = four, Votes = [AllYes[0], AllYes[1], joined] }));
    }

    [Fact]
    public void Who_leaves_is_asked_under_the_old_policy()
    {
        var leaves = Carried with { New = [Three[0], Three[2]] };

        Assert.True(PolicyCount.Of(leaves).IsCarried);
        Assert.Equal(("sthk", ""), Awaited(leaves with { Votes = [AllYes[0], AllYes[2]] }));
    }

    [Fact]
    public void A_succession_is_signed_by_both_that_end_and_by_everybody_else()
    {
        var merged = Carried with
        {
            New = [Sample.Custodian("mersey", Three[0].People[0], Three[1].People[0]), Three[2]],
            Votes = [AllYes[0] with { New = "mersey" }, AllYes[1] with { New = "mersey" }, AllYes[2]],
        };

        Assert.True(PolicyCount.Of(merged).IsCarried);
        Assert.Equal(("taunton", ""), Awaited(merged with { Votes = [.. merged.Votes.Skip(1)] }));
        Assert.Equal(("sthk", ""), Awaited(merged with { Votes = [merged.Votes[0], merged.Votes[2]] }));
        Assert.Equal(("blackpool", "blackpool"), Awaited(merged with { Votes = [.. merged.Votes.Take(2)] }));
    }

    [Fact]
    public void A_lost_key_is_replaced_without_its_custodian_after_the_delay_and_not_before()
    {
        Assert.True(PolicyCount.Of(LostKey).IsCarried);
        Assert.False(PolicyCount.Of(LostKey with { ProposedAt = Now.AddDays(-7).AddSeconds(1) }).IsCarried);
        Assert.False(PolicyCount.Of(LostKey with { LostKeyDelay = TimeSpan.FromDays(8) }).IsCarried);
        Assert.Equal(Now, PolicyCount.Of(LostKey).Without!.NotBefore);
    }

    [Fact]
    public void Where_another_director_of_it_approves_a_lost_key_needs_no_delay()
    {
        CustodianOrganisation[] with = [Three[0], Sample.Custodian("sthk", Person("sthk-director", Director), Person("sthk-second", Director)), Three[2]];

        Assert.True(PolicyCount.Of(LostKey with { Old = with, New = with, Votes = [.. LostKey.Votes, Yes(4, "sthk-second")], ProposedAt = Now }).IsCarried);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Without_a_custodian_every_other_one_is_needed(int missing)
    {
        Assert.False(PolicyCount.Of(LostKey with { Votes = [LostKey.Votes[1 - missing]] }).IsCarried);
        Assert.False(PolicyCount.Of(Vanished with { Votes = [Vanished.Votes[1 - missing], ChairsYes] }).IsCarried);
    }

    [Fact]
    public void Nobody_is_passed_over_where_the_policies_differ_in_more()
    {
        Assert.False(PolicyCount.Of(LostKey with { Route = null }).IsCarried);
        Assert.False(PolicyCount.Of(Vanished with { Route = null }).IsCarried);
    }

    [Theory]
    [InlineData(Director)]
    [InlineData(SafetyOfficer)]
    public void A_rejection_by_anybody_of_it_stops_that_until_it_is_withdrawn(string role)
    {
        CustodianOrganisation[] with = [Three[0], Sample.Custodian("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer)), Three[2]];
        var person = role == Director ? "sthk-director" : "sthk-cso";
        var no = No(5, person) with { Role = role };
        foreach (var way in new[] { LostKey with { Old = with, New = with }, Vanished with { Old = with } })
        {
            Assert.Equal([person], PolicyCount.Of(way with { Votes = [.. way.Votes, no] }).Without!.StoppedBy);
            Assert.False(PolicyCount.Of(way with { Votes = [.. way.Votes, no] }).IsCarried);
            Assert.True(PolicyCount.Of(way with { Votes = [.. way.Votes, no, no with { Seq = 10, Decision = SignOffDecision.Withdraw }] }).IsCarried);
        }
    }

    [Fact]
    public void Who_is_out_of_office_stops_nothing()
    {
        var left = Sample.Custodian("sthk", Person("sthk-director", Director) with { Until = new(2026, 11, 21) });

        Assert.True(PolicyCount.Of(Vanished with { Old = [Three[0], left, Three[2]], Votes = [.. Vanished.Votes, No(5, "sthk-director")] }).IsCarried);
    }

    [Fact]
    public void A_vanished_member_ends_with_the_chair_after_thirty_days_and_not_before()
    {
        Assert.True(PolicyCount.Of(Vanished).IsCarried);
        Assert.False(PolicyCount.Of(Vanished with { ProposedAt = Now.AddDays(-30).AddSeconds(1) }).IsCarried);
        Assert.Equal([PolicyCount.Chair], PolicyCount.Of(Vanished with { Votes = [AllYes[0], AllYes[2]] }).Without!.Awaited);
        Assert.False(PolicyCount.Of(Vanished with { HasChair = false }).IsCarried);
        Assert.False(PolicyCount.Of(Vanished with { Votes = [.. Vanished.Votes, ChairsYes with { Seq = 10, Decision = SignOffDecision.Withdraw }] }).IsCarried);
    }

    [Fact]
    public void Who_only_says_to_be_the_chair_is_not() =>
        Assert.False(PolicyCount.Of(Vanished with { Votes = [AllYes[0], AllYes[2], ChairsYes with { ByChair = false, Old = "sthk" }] }).IsCarried);

    [Fact]
    public void With_fewer_than_two_members_left_nothing_is_ever_carried()
    {
        var ended = Three[1] with { Until = new(2026, 12, 31) };
        Assert.Equal(("another custodian", "another custodian"), Awaited(Carried with { New = [Three[0], ended, Three[2] with { Until = new(2026, 12, 31) }] }));
        Assert.False(PolicyCount.Of(Carried with { New = [Three[0]] }).IsCarried);
        // Of two one cannot end the other, nor say what its keys are.
        CustodianOrganisation[] two = [Three[0], Three[1]];
        Assert.False(PolicyCount.Of(Vanished with { Old = two, New = [Three[0], ended] }).IsCarried);
        Assert.False(PolicyCount.Of(LostKey with { Old = two, New = two }).IsCarried);
    }

    [Fact]
    public void A_term_that_was_agreed_on_before_ends_nobody_now()
    {
        CustodianOrganisation[] terms = [Three[0] with { Until = new(2030, 12, 31) }, Three[1] with { Until = new(2030, 12, 31) }];

        Assert.True(PolicyCount.Of(Carried with { Old = terms, New = terms }).IsCarried);
    }

    private static (string Old, string New) Awaited(PolicyProposal proposal) => (Said(PolicyCount.Of(proposal).Old), Said(PolicyCount.Of(proposal).New));

    private static string Said(IReadOnlyList<string> ids) => string.Join(' ', ids);

    private static PolicyVote Yes(long seq, string person) =>
        new(seq, person, Director, SignOffDecision.Approve) { Old = CustodianOf(person), New = CustodianOf(person) };

    private static PolicyVote No(long seq, string person) => Yes(seq, person) with { Decision = SignOffDecision.Reject };
}
