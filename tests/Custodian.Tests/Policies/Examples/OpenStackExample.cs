using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Policies.Examples;

/// <summary>OpenStack: +2 +2 +W, on a Verified that is newer than a day, and all of this very patch set.</summary>
public class OpenStackExample
{
    private static readonly Example Change = Example.Of("openstack.yaml");
    private static readonly Example Approved = Change.With("ann/core", "bob/core", "bob/workflow");

    [Fact]
    public void Two_cores_and_one_who_sets_it_going_who_may_be_one_of_the_two()
    {
        Approved.Promotes();
        Change.With("ann/core", "bob/core", "amy/workflow").Promotes();
        Change.With("ann/core", "bob/core").Holds("sign-off-missing workflow");
        Change.With("ann/core", "ann/workflow").Holds("sign-off-missing south");
    }

    [Fact]
    public void Two_cores_of_one_employer_are_not_two() => Change.With("ann/core", "amy/core", "amy/workflow").Holds("sign-off-missing south");

    [Fact]
    public void An_approval_is_of_the_patch_set_that_it_names()
    {
        Change.WithBefore("ann/core", "bob/core", "bob/workflow").Holds("sign-off-missing north", "sign-off-missing south", "sign-off-missing workflow");
        Change.With("ann/core", "bob/core").WithBefore("bob/workflow").Holds("sign-off-missing workflow");
    }

    [Fact]
    public void A_Verified_is_newer_than_a_day_or_is_made_again()
    {
        var old = Approved.NeverRan("verified").Ran("verified", CheckOutcome.Passed, TimeSpan.FromHours(24));

        old.Holds("check-expired verified");
        old.Ran("verified", CheckOutcome.Passed, TimeSpan.FromHours(23)).Promotes();
        Approved.NeverRan("verified").Ran("verified", CheckOutcome.Passed, TimeSpan.FromMinutes((24 * 60) - 1)).Promotes();
    }

    [Fact]
    public void A_workflow_vote_is_newer_than_three_days_and_a_review_may_be_older()
    {
        var reviewed = Change.Says("ann/core", SignOffDecision.Approve, TimeSpan.FromDays(300)).Says("bob/core", SignOffDecision.Approve, TimeSpan.FromDays(4));

        reviewed.Says("bob/workflow", SignOffDecision.Approve, TimeSpan.FromDays(3)).Holds("sign-off-missing workflow");
        reviewed.Says("bob/workflow", SignOffDecision.Approve, TimeSpan.FromDays(2)).Promotes();
    }

    [Fact]
    public void A_failed_Verified_stops_what_everybody_approved() => Approved.Ran("verified", CheckOutcome.Failed).Rejects("check-failed verified");

    [Fact]
    public void A_minus_two_of_a_core_blocks() => Approved.Rejected("amy/core").Rejects("vetoed amy");

    [Fact]
    public void Work_in_progress_blocks_until_its_author_takes_that_back()
    {
        var parked = Approved.WrittenBy("zed").Rejected("zed");

        parked.Rejects("vetoed zed");
        parked.Withdrawn("zed").Promotes();
    }

    [Fact]
    public void A_core_neither_reviews_nor_starts_their_own_change()
    {
        Approved.WrittenBy("bob").Holds("seat-vacant south", "sign-off-missing workflow");
        Change.WrittenBy("ann").With("ann/core", "bob/core", "bob/workflow").Holds("sign-off-missing north");
        Change.WrittenBy("ann").With("amy/core", "bob/core", "ann/workflow").Holds("sign-off-missing workflow");
    }
}
