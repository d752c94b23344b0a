using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

public class MotionTests
{
    private static readonly MotionVote[] AllYes = [Yes(1, "taunton-director"), Yes(2, "sthk-director"), Yes(3, "blackpool-director")];

    [Fact]
    public void A_motion_is_carried_when_a_director_of_every_custodian_approves() => Assert.Empty(Awaited(AllYes));

    [Fact]
    public void Nobody_has_approved_while_nobody_voted() => Assert.Equal(["taunton", "sthk", "blackpool"], Awaited());

    [Theory]
    [InlineData(0, "taunton")]
    [InlineData(1, "sthk")]
    [InlineData(2, "blackpool")]
    public void Each_custodian_is_awaited_until_it_approves(int missing, string custodian) =>
        Assert.Equal([custodian], Awaited([.. AllYes.Where((_, index) => index != missing)]));

    [Theory]
    [InlineData(SignOffDecision.Reject)]
    [InlineData(SignOffDecision.Withdraw)]
    public void A_persons_latest_vote_counts_wherever_it_stands_in_the_list(SignOffDecision decision)
    {
        Assert.Equal(["sthk"], Awaited([.. AllYes, Vote(4, "sthk-director", decision)]));
        Assert.Equal(["sthk"], Awaited([Vote(4, "sthk-director", decision), .. AllYes]));
        Assert.Empty(Awaited([Vote(0, "sthk-director", decision), .. AllYes]));
    }

    [Fact]
    public void A_vote_with_a_key_that_the_policy_no_longer_names_is_awaited_again()
    {
        CustodianOrganisation[] custodians = [.. Sample.Policy.Custodians.Select(one => one.Id == "sthk" ? Sample.Custodian("sthk", Person("sthk-director", Director) with { Keys = [SampleKeys.Two] }) : one)];
        IReadOnlyList<string> With(string key, SignOffDecision decision = SignOffDecision.Approve) =>
            Motion.AwaitedFrom(custodians, [.. AllYes, Vote(4, "sthk-director", decision) with { Key = SampleKeys.Fingerprints[key] }], Now);

        Assert.Equal(["sthk"], With(SampleKeys.One));
        Assert.Empty(With(SampleKeys.Two));
        Assert.Equal(["sthk"], With(SampleKeys.One, SignOffDecision.Reject));
    }

    [Fact]
    public void Who_stands_against_it_is_named_until_they_withdraw_that()
    {
        var against = Vote(4, "sthk-director", SignOffDecision.Reject);
        var whole = Sample.Policy.Custodians;

        Assert.Empty(Motion.RejectedBy(whole, AllYes, Now));
        Assert.Equal(["sthk-director"], Motion.RejectedBy(whole, [.. AllYes, against, Vote(5, "taunton-cso", SignOffDecision.Reject)], Now));
        Assert.Empty(Motion.RejectedBy(whole, [.. AllYes, against, Vote(5, "sthk-director", SignOffDecision.Withdraw)], Now));
    }

    [Fact]
    public void A_vote_after_a_withdrawal_counts() =>
        Assert.Empty(Awaited([.. AllYes, Vote(4, "sthk-director", SignOffDecision.Withdraw), Yes(5, "sthk-director")]));

    [Theory]
    [InlineData("taunton-cso")]
    [InlineData("developer")]
    [InlineData("nobody-we-know")]
    public void Only_a_director_votes(string person) =>
        Assert.Equal(["taunton"], Awaited([Yes(1, person), AllYes[1], AllYes[2]]));

    [Fact]
    public void Another_custodians_director_votes_for_its_own_custodian_only() =>
        Assert.Equal(["blackpool"], Awaited([AllYes[0], AllYes[1], Yes(3, "sthk-director")]));

    [Fact]
    public void One_directors_rejection_is_its_custodians() =>
        Assert.Equal(["sthk"], Awaited([.. AllYes, Vote(4, "sthk-deputy", SignOffDecision.Reject)], Sthk(Person("sthk-deputy", Director))));

    [Fact]
    public void A_rejection_by_someone_who_is_no_director_changes_nothing() =>
        Assert.Empty(Awaited([.. AllYes, Vote(4, "taunton-cso", SignOffDecision.Reject)]));

    [Fact]
    public void A_deputys_withdrawal_leaves_the_directors_approval_alone() =>
        Assert.Empty(Awaited([.. AllYes, Vote(4, "sthk-deputy", SignOffDecision.Withdraw)], Sthk(Person("sthk-deputy", Director))));

    [Fact]
    public void Who_is_out_of_office_has_no_vote_and_no_veto()
    {
        var left = Person("sthk-deputy", Director) with { Until = new(2026, 11, 21) };

        Assert.Empty(Awaited([.. AllYes, Vote(4, "sthk-deputy", SignOffDecision.Reject)], Sthk(left)));
        Assert.Equal(["sthk"], Awaited([AllYes[0], AllYes[2], Yes(4, "sthk-deputy")], Sthk(left)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void With_fewer_than_two_custodians_nothing_is_ever_carried(int custodians) =>
        Assert.Equal(["another custodian"], Motion.AwaitedFrom([.. Sample.Policy.Custodians.Take(custodians)], AllYes, Now));

    [Fact]
    public void A_vote_does_not_move_with_its_person_to_another_custodian() =>
        Assert.Equal(["sthk"], Awaited([AllYes[0], AllYes[1] with { Custodian = "blackpool" }, AllYes[2]]));

    private static MotionVote Yes(long seq, string person) => Vote(seq, person, SignOffDecision.Approve);

    private static MotionVote Vote(long seq, string person, SignOffDecision decision) => new(seq, person, CustodianOf(person), decision);

    private static Policy Sthk(Person more) => Ready.People("sthk", Person("sthk-director", Director), more).Policy;

    private static IReadOnlyList<string> Awaited(params MotionVote[] votes) => Awaited(votes, Sample.Policy);

    private static IReadOnlyList<string> Awaited(MotionVote[] votes, Policy policy) => Motion.AwaitedFrom(policy.Custodians, votes, Now);
}
