using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Policies.Examples;

/// <summary>Fedora: karma, a week in testing, and gating tests of which one may be waived.</summary>
public class FedoraExample
{
    private static readonly Example Released = Example.Of("fedora.yaml").With("north-releng", "south-releng");
    private static readonly Example Liked = Released.With("ada", "ben", "cid");

    [Fact]
    public void Three_testers_bring_it_to_stable()
    {
        Liked.Promotes();
        Released.With("ada", "ben").Holds("sign-off-missing tester");
        Released.With("ada").Holds("sign-off-missing tester", "sign-off-missing tester");
    }

    [Fact]
    public void Karma_that_one_tester_gives_three_times_counts_once() => Released.With("ada", "ada", "ada").Holds("sign-off-missing tester", "sign-off-missing tester");

    [Fact]
    public void Karma_for_ones_own_update_does_not_count()
    {
        Liked.WrittenBy("cid").Holds("sign-off-missing tester");
        Liked.WrittenBy("cid").With("dot").Promotes();
    }

    [Fact]
    public void A_testers_last_word_counts()
    {
        Liked.Rejected("cid").Holds("sign-off-missing tester");
        Liked.Rejected("cid").With("dot").Promotes();
        Liked.Rejected("cid").With("cid").Promotes();
    }

    [Fact]
    public void A_week_in_testing_is_asked_of_everything()
    {
        Liked.FirstSeen(TimeSpan.FromDays(6)).Holds($"soaking {new string('c', 40)}");
        Liked.FirstSeen(TimeSpan.FromDays(7)).Promotes();
    }

    [Fact]
    public void A_failed_gating_test_stops_it_and_another_test_does_not()
    {
        Liked.Ran("upgrade", CheckOutcome.Failed).Rejects("check-failed upgrade");
        Liked.Ran("rpmlint", CheckOutcome.Failed).Promotes();
        Liked.NeverRan("upgrade").Holds("check-not-run upgrade");
        Liked.NeverRan("rpmlint").Promotes();
    }

    [Fact]
    public void A_waiver_excuses_the_one_test_that_it_names_and_only_while_it_lasts()
    {
        var failed = Liked.Ran("upgrade", CheckOutcome.Failed);

        failed.Waived("upgrade", TimeSpan.FromDays(1)).Promotes();
        failed.Waived("installability", TimeSpan.FromDays(1)).Rejects("check-failed upgrade");
        failed.Waived("upgrade", TimeSpan.Zero).Rejects("waiver-expired upgrade");
        failed.Ran("installability", CheckOutcome.Failed).Waived("upgrade", TimeSpan.FromDays(1)).Rejects("check-failed installability");
    }

    [Fact]
    public void A_waiver_brings_no_karma() => Released.With("ada", "ben").Ran("upgrade", CheckOutcome.Failed).Waived("upgrade", TimeSpan.FromDays(1)).Holds("sign-off-missing tester");

    // Greenwave lets what is missing be waived; here a result that never came is waited for.
    [Fact]
    public void A_test_without_a_result_cannot_be_waived()
    {
        Liked.NeverRan("upgrade").Waived("upgrade", TimeSpan.FromDays(1)).Holds("check-not-run upgrade");
        Liked.Ran("upgrade", CheckOutcome.Errored).Waived("upgrade", TimeSpan.FromDays(1)).Holds("check-errored upgrade");
    }

    [Fact]
    public void A_test_that_passes_after_all_needs_no_waiver() => Liked.Ran("upgrade", CheckOutcome.Failed).Ran("upgrade", CheckOutcome.Passed).Promotes();
}
