using Xunit;

namespace Custodian.Tests.Policies.Examples;

/// <summary>Apache: three binding votes; a veto on code, none on a release.</summary>
public class ApacheExample
{
    private static readonly Example Code = Example.Of("apache.yaml", "code");
    private static readonly Example Packages = Example.Of("apache.yaml", "packages");

    [Fact]
    public void Three_binding_votes_carry_a_change_and_two_do_not()
    {
        Code.With("ann", "bob", "cat").Promotes();
        Code.With("ann", "cat", "dan").Promotes();
        Code.With("ann", "cat").Holds("sign-off-missing committee");
    }

    [Fact]
    public void Votes_of_one_custodian_alone_carry_nothing() => Code.With("ann", "bob").Holds("sign-off-missing south");

    [Fact]
    public void A_vote_that_does_not_bind_is_counted_neither_way()
    {
        Code.With("ann", "cat", "user").Holds("sign-off-missing committee");
        Code.With("ann", "bob", "cat").Rejected("user").Promotes();
    }

    [Fact]
    public void One_vote_against_a_change_is_a_veto_however_many_are_for_it()
    {
        Code.With("ann", "bob", "cat").Rejected("dan").Rejects("vetoed dan");
        Code.With("ann", "bob", "cat").Rejected("dan").Withdrawn("dan").Promotes();
    }

    [Fact]
    public void Nobody_vetoes_a_release()
    {
        Packages.With("ann", "bob", "cat").Rejected("dan").Promotes();
        Packages.With("ann", "cat").Rejected("dan").Holds("sign-off-missing committee");
    }

    [Fact]
    public void A_vote_on_a_release_is_open_for_72_hours()
    {
        Packages.With("ann", "bob", "cat").FirstSeen(TimeSpan.FromHours(71)).Holds($"soaking {new string('c', 40)}");
        Packages.With("ann", "bob", "cat").FirstSeen(TimeSpan.FromHours(72)).Promotes();
        Code.With("ann", "bob", "cat").FirstSeen(TimeSpan.Zero).Promotes();
    }

    [Fact]
    public void Who_wrote_it_votes_as_well() => Code.WrittenBy("ann").With("ann", "bob", "cat").Promotes();

    [Fact]
    public void A_changed_vote_counts_as_it_was_changed()
    {
        Packages.With("ann", "bob", "cat").Rejected("bob").Holds("sign-off-missing committee");
        Packages.With("ann", "cat").Rejected("bob").With("bob").Promotes();
    }

    // "More +1 than -1" cannot be said: three for and three against would pass a release; votes against are shown, and not weighed.
    [Fact]
    public void Votes_against_a_release_are_not_weighed_against_those_for_it() => Packages.With("ann", "cat", "dan").Rejected("bob").Rejected("user").Promotes();
}
