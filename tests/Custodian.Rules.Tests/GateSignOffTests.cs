using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

public class GateSignOffTests
{
    [Theory]
    [InlineData("taunton")]
    [InlineData("sthk")]
    [InlineData("blackpool")]
    public void Each_custodian_has_to_sign_off(string custodian)
    {
        var reason = Expect.HeldFor(ReasonCode.SignOffMissing, custodian, Ready.Without($"{custodian}-director"));

        Assert.Equal($"{custodian} has not signed off cccccccc as director yet.", reason.Text);
        Expect.Who(reason, $"{custodian}: director");
    }

    [Fact]
    public void One_more_from_anywhere_has_to_sign_off_where_the_policy_says_so()
    {
        var reason = Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, Ready.Without("taunton-cso"));

        Assert.Equal("One more sign-off of cccccccc as clinical-safety-officer is missing, from any custodian.", reason.Text);
        Expect.Who(reason, "taunton: clinical-safety-officer");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_asks_for_so_many_different_people(int count)
    {
        var officers = Enumerable.Range(1, count).Select(number => Person($"cso-{number}", SafetyOfficer));
        var facts = Ready.People("sthk", [Person("sthk-director", Director), .. officers])
            .Ask(policy => policy with { SignOffs = [policy.SignOffs[0], new SignOffRule.Any { Role = SafetyOfficer, Count = count }] })
            .Without("taunton-cso");
        foreach (var number in Enumerable.Range(1, count - 1)) facts = facts.And(SignOff($"cso-{number}", SafetyOfficer, seq: 100 + number, custodian: "sthk"));

        var reason = Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, facts);
        Expect.Who(reason, "taunton: clinical-safety-officer", "sthk: clinical-safety-officer");
        Expect.HeldFor(ReasonCode.SignOffMissing, SafetyOfficer, facts.And(SignOff("cso-1", SafetyOfficer, seq: 200, custodian: "sthk")));
        Expect.Promotes(facts.And(SignOff($"cso-{count}", SafetyOfficer, seq: 200, custodian: "sthk")));
    }

    [Fact]
    public void Someone_who_contributed_may_not_sign_off()
    {
        var reason = Expect.HeldFor(ReasonCode.SeatVacant, "sthk", Ready with { Contributors = ["developer", "sthk-director"] });

        Assert.Equal(
            "Nobody may sign off cccccccc as director for sthk: everyone in that role wrote part of it, is out of office or has signed another seat.",
            reason.Text);
        Expect.Who(reason, "sthk", "operator");
    }

    [Fact]
    public void Where_a_contributor_signed_a_colleague_is_asked_and_told_why()
    {
        var facts = Ready.People("sthk", Person("sthk-director", Director), Person("sthk-deputy", Director)) with { Contributors = ["sthk-director"] };

        var reason = Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts);

        Assert.Equal(
            "sthk has not signed off cccccccc as director yet."
            + " sthk-director's approval does not count: who wrote or committed part of a change may not sign it off.",
            reason.Text);
        Expect.Who(reason, "sthk: director");
        Expect.Promotes(facts.And(SignOff("sthk-deputy")));
    }

    [Fact]
    public void A_contributor_may_sign_off_where_the_policy_lets_authors_sign() =>
        Expect.Promotes((Ready with { Contributors = ["sthk-director"] }).Ask(policy => policy with { AuthorMaySign = true }));

    [Theory]
    [InlineData("sthk-cso")]
    [InlineData("nobody-we-know")]
    [InlineData("STHK-DIRECTOR")]
    public void A_sign_off_of_another_person_fills_no_directors_seat(string person) =>
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.Change("sthk-director", signOff => signOff with { Person = person }));

    [Fact]
    public void Another_custodians_director_cannot_fill_a_custodians_seat() =>
        Expect.Who(Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.Without("sthk-director")
            .People("taunton", Person("taunton-director", Director), Person("taunton-deputy", Director), Person("taunton-cso", SafetyOfficer))
            .And(SignOff("taunton-deputy"))), "sthk: director");

    [Theory]
    [InlineData(SafetyOfficer)]
    [InlineData("Director")]
    [InlineData("developer")]
    public void A_sign_off_in_a_role_that_the_person_does_not_hold_does_not_count(string role) =>
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.Change("sthk-director", signOff => signOff with { Role = role }));

    [Fact]
    public void A_role_taken_away_takes_its_sign_offs_with_it() =>
        Expect.HeldFor(ReasonCode.SeatVacant, "sthk", Ready.People("sthk", Person("sthk-director", "finance")));

    [Fact]
    public void A_sign_off_of_another_commit_does_not_count() =>
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.Change("sthk-director", signOff => signOff with { Commit = Sha('d') }));

    [Fact]
    public void A_sign_off_in_another_repository_does_not_count() =>
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.Change("sthk-director", signOff => signOff with { Repository = "openmaxims-10.5" }));

    [Fact]
    public void A_sign_off_of_other_contents_does_not_count() =>
        DoesNotCount("it names other contents than this commit has", signOff => signOff with { Subject = "contents-2" });

    [Fact]
    public void A_sign_off_given_for_another_custodian_does_not_move_with_its_person() =>
        DoesNotCount("it was given for blackpool", signOff => signOff with { Custodian = "blackpool" });

    [Fact]
    public void A_sign_off_under_other_rules_does_not_count() =>
        DoesNotCount("the rules have changed since", signOff => signOff with { Rules = "rules-0" });

    [Fact]
    public void A_sign_off_that_saw_another_gold_does_not_count() =>
        DoesNotCount("gold has gone elsewhere since", signOff => signOff with { Gold = Sha('d') });

    [Fact]
    public void A_sign_off_that_saw_no_gold_does_not_count() =>
        DoesNotCount("gold has gone elsewhere since", signOff => signOff with { Gold = null });

    [Fact]
    public void A_sign_off_with_a_key_that_the_policy_no_longer_names_does_not_count()
    {
        var before = Ready.People("sthk", Person("sthk-director", Director) with { Keys = [SampleKeys.One, SampleKeys.Two], KeyTerms = [new(SampleKeys.One, null, new(2026, 11, 21))] })
            .Change("sthk-director", signOff => signOff with { Key = SampleKeys.Fingerprints[SampleKeys.One] });
        var after = before.People("sthk", Person("sthk-director", Director) with { Keys = [SampleKeys.Two] });

        // Its term is over, which says nothing of what was signed before.
        Expect.Promotes(before);
        Assert.EndsWith("approval does not count: it was signed with a key that the policy no longer names.", Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", after).Text, StringComparison.Ordinal);
        Expect.Promotes(after.Change("sthk-director", signOff => signOff with { Key = SampleKeys.Fingerprints[SampleKeys.Two] }));
        // What is rejected stays so until somebody takes it back.
        Expect.RejectedFor(ReasonCode.Vetoed, "sthk-director", after.Change("sthk-director", signOff => signOff with { Decision = SignOffDecision.Reject }));
    }

    [Fact]
    public void A_key_of_the_same_person_at_another_custodian_signs_nothing_here()
    {
        var facts = Ready.People("sthk", Person("sthk-director", Director) with { Keys = [SampleKeys.Two] }).Change("sthk-director", signOff => signOff with { Key = SampleKeys.Fingerprints[SampleKeys.One] });

        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts.People("blackpool", Person("blackpool-director", Director), Person("sthk-director") with { Keys = [SampleKeys.One] }));
    }

    [Fact]
    public void A_sign_off_stays_good_while_gold_moves_forward() =>
        Expect.Promotes(Ready.Change("sthk-director", signOff => signOff with { Gold = Adopted }));

    [Fact]
    public void A_sign_off_is_good_until_it_expires()
    {
        var good = TimeSpan.FromDays(90);

        Expect.Promotes(Ready.Change("sthk-director", signOff => signOff with { RecordedAt = Now - good + TimeSpan.FromTicks(1) }));
        DoesNotCount("it has expired", signOff => signOff with { RecordedAt = Now - good });
    }

    [Fact]
    public void Without_an_expiry_a_sign_off_is_good_for_ever() =>
        Expect.Promotes(Ready.Ask(policy => policy with { SignOffsExpire = null })
            .Change("sthk-director", signOff => signOff with { RecordedAt = Now.AddYears(-20) }));

    [Fact]
    public void A_sign_off_that_does_not_count_can_be_given_again() =>
        Expect.Promotes(Ready.Change("sthk-director", signOff => signOff with { Rules = "rules-0" }).And(SignOff("sthk-director")));

    [Fact]
    public void A_withdrawn_sign_off_does_not_count() =>
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.And(SignOff("sthk-director", decision: SignOffDecision.Withdraw)));

    [Fact]
    public void An_approval_after_a_withdrawal_counts() =>
        Expect.Promotes(Ready
            .And(SignOff("sthk-director", decision: SignOffDecision.Withdraw, seq: 100))
            .And(SignOff("sthk-director", seq: 101)));

    [Fact]
    public void The_ledgers_order_decides_and_not_the_clock() =>
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk",
            Ready.And(SignOff("sthk-director", decision: SignOffDecision.Withdraw) with { RecordedAt = Now.AddDays(-30) }));

    [Fact]
    public void A_withdrawal_in_another_role_leaves_the_approval_alone() =>
        Expect.Promotes(Ready.People("sthk", Person("sthk-director", Director, "finance"))
            .And(SignOff("sthk-director", "finance", SignOffDecision.Withdraw)));

    [Fact]
    public void A_withdrawal_on_another_commit_leaves_the_approval_alone() =>
        Expect.Promotes(Ready.And(SignOff("sthk-director", decision: SignOffDecision.Withdraw) with { Commit = Sha('d') }));

    [Theory]
    [InlineData("2026-11-22", null, true)]
    [InlineData("2026-11-23", null, false)]
    [InlineData(null, "2026-11-22", true)]
    [InlineData(null, "2026-11-21", false)]
    public void Only_people_in_office_today_count(string? from, string? until, bool counts)
    {
        var person = Person("sthk-director", Director) with { From = Day(from), Until = Day(until) };

        if (counts) Expect.Promotes(Ready.People("sthk", person));
        else Expect.HeldFor(ReasonCode.SeatVacant, "sthk", Ready.People("sthk", person));
    }

    [Fact]
    public void Who_left_the_register_no_longer_counts() =>
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.People("sthk", Person("sthk-deputy", Director)));

    private static void DoesNotCount(string why, Func<SignOff, SignOff> change)
    {
        var reason = Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", Ready.Change("sthk-director", change));

        Assert.Equal($"sthk has not signed off cccccccc as director yet. sthk-director's approval does not count: {why}.", reason.Text);
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text);
}
