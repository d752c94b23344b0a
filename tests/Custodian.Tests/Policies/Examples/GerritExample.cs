using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Policies.Examples;

/// <summary>Gerrit: Verified, the owners of every folder that is changed, an override, and a -2 that blocks.</summary>
public class GerritExample
{
    private static readonly Example Reviewed = Example.Of("gerrit.yaml").With("north-reviewer", "south-reviewer");

    [Fact]
    public void What_nobody_owns_needs_no_owner() => Reviewed.Changing("docs/guide.md").Promotes();

    [Fact]
    public void A_change_needs_an_owner_of_every_folder_that_it_touches()
    {
        Reviewed.Changing("ward/Bed.java").Holds("sign-off-missing owner-of-ward");
        Reviewed.Changing("ward/Bed.java").With("ward").Promotes();
        Reviewed.Changing("ward/Bed.java", "pharmacy/Drug.java").With("ward").Holds("sign-off-missing owner-of-pharmacy");
        Reviewed.Changing("ward/Bed.java", "pharmacy/Drug.java").With("ward", "pharmacy").Promotes();
    }

    [Fact]
    public void An_owner_of_another_folder_does_not_do() => Reviewed.Changing("ward/Bed.java").With("pharmacy").Holds("sign-off-missing owner-of-ward");

    [Fact]
    public void One_person_may_speak_for_every_folder_that_they_own() =>
        Reviewed.Changing("ward/Bed.java", "pharmacy/Drug.java").With("both/owner-of-ward", "both/owner-of-pharmacy").Promotes();

    [Fact]
    public void An_owner_does_not_approve_what_they_wrote()
    {
        Reviewed.Changing("ward/Bed.java").WrittenBy("ward").With("ward").Holds("sign-off-missing owner-of-ward");
        Reviewed.Changing("ward/Bed.java").WrittenBy("ward").With("both/owner-of-ward").Promotes();
    }

    [Fact]
    public void An_override_stands_for_all_owners_and_not_for_the_reviewers()
    {
        Reviewed.Changing("ward/Bed.java", "pharmacy/Drug.java").With("admin").Promotes();
        Example.Of("gerrit.yaml").Changing("ward/Bed.java").With("admin", "north-reviewer").Holds("sign-off-missing south");
    }

    [Fact]
    public void Code_review_without_Verified_is_not_submitted()
    {
        Reviewed.Ran("verified", CheckOutcome.Failed).Rejects("check-failed verified");
        Reviewed.NeverRan("verified").Holds("check-not-run verified");
        Example.Of("gerrit.yaml").Holds("sign-off-missing north", "sign-off-missing south");
    }

    [Fact]
    public void A_minus_two_blocks_whatever_others_say_until_its_person_takes_it_back()
    {
        var blocked = Reviewed.Changing("ward/Bed.java").With("ward").Rejected("both/owner-of-ward");

        blocked.Rejects("vetoed both");
        blocked.Withdrawn("both/owner-of-ward").Promotes();
    }

    [Fact]
    public void A_new_patch_set_begins_again() =>
        Example.Of("gerrit.yaml").Changing("ward/Bed.java").WithBefore("north-reviewer", "south-reviewer", "ward")
            .Holds("sign-off-missing north", "sign-off-missing south", "sign-off-missing owner-of-ward");
}
