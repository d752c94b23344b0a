using Xunit;

namespace Custodian.Tests.Policies.Examples;

/// <summary>policy-bot's "complicated": one team approves anything, another what changes staging alone.</summary>
public class PolicyBotExample
{
    private static readonly Example Signed = Example.Of("policy-bot.yaml").With("north-director", "south-director");

    [Fact]
    public void Catskills_approve_anything()
    {
        Signed.Changing("product/Main.java").With("cat").Promotes();
        Signed.Changing("README.md").With("cat").Promotes();
        Signed.Changing("staging/site.conf").With("cat").Promotes();
        Signed.Changing("product/Main.java", "staging/site.conf").With("cat").Promotes();
    }

    [Fact]
    public void Devtools_approve_staging() => Signed.Changing("staging/site.conf", "staging/deep/er.conf").With("dev").Promotes();

    [Fact]
    public void Devtools_do_not_approve_what_changes_anything_besides_staging()
    {
        Signed.Changing("product/Main.java").With("dev").Holds("sign-off-missing catskills", "sign-off-missing catskills");
        Signed.Changing("staging/site.conf", "product/Main.java").With("dev").Holds("sign-off-missing catskills");
        Signed.Changing("staging/site.conf", "Makefile").With("dev").Holds("sign-off-missing catskills");
    }

    [Fact]
    public void A_rule_that_is_not_asked_is_no_way_around_the_other() => Signed.Changing("product/Main.java").Holds("sign-off-missing catskills", "sign-off-missing catskills");

    [Fact]
    public void Who_wrote_a_change_does_not_approve_it_and_another_of_the_team_may()
    {
        Signed.Changing("product/Main.java").WrittenBy("cat").With("cat").Holds("sign-off-missing catskills", "sign-off-missing catskills");
        Signed.Changing("product/Main.java").WrittenBy("cat").With("cat", "kit").Promotes();
    }

    [Fact]
    public void A_team_may_approve_alone_only_beside_a_director_of_every_custodian() =>
        Example.Of("policy-bot.yaml").Changing("product/Main.java").With("cat", "north-director").Holds("sign-off-missing south");

    [Fact]
    public void Only_those_whom_the_policy_names_disapprove()
    {
        Signed.With("cat").Rejected("dev").Promotes();
        Signed.With("cat").Rejected("south-director").Rejects("vetoed south-director", "sign-off-missing south");
    }

    [Fact]
    public void Pushing_voids_every_approval() =>
        Example.Of("policy-bot.yaml").Changing("product/Main.java").WithBefore("cat", "north-director", "south-director")
            .Holds("sign-off-missing north", "sign-off-missing south", "sign-off-missing catskills", "sign-off-missing catskills");

    // What "only" cannot say: the folder has to be listed.
    [Fact]
    public void A_top_folder_that_the_policy_does_not_list_is_taken_for_staging_s_neighbour() => Signed.Changing("staging/site.conf", "new/Main.java").With("dev").Promotes();
}
