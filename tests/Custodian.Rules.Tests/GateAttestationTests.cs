using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>Checks whose results are what people say.</summary>
public class GateAttestationTests
{
    private const string Tester = "tester";

    // Sthk and blackpool have a tester each; sthk's has done the walkthrough.
    private static readonly Facts Attested = Ready
        .People("sthk", Person("sthk-director", Director), Person("sthk-tester", Tester))
        .People("blackpool", Person("blackpool-director", Director), Person("blackpool-tester", Tester))
        .Ask(policy => policy with { Checks = [.. policy.Checks, new("walkthrough", "walkthrough-1") { Attested = new(Tester) }] })
        with { Attestations = [Word("sthk-tester")] };

    [Fact]
    public void One_approval_is_a_pass() => Expect.Promotes(Attested);

    [Fact]
    public void Without_a_word_it_waits_for_those_who_may_attest()
    {
        var reason = Awaited(Attested with { Attestations = [] });

        Assert.Equal("walkthrough waits to be attested as tester.", reason.Text);
        Expect.Who(reason, "sthk: tester", "blackpool: tester");
    }

    [Fact]
    public void Runs_of_the_gate_mean_nothing_to_it() =>
        Awaited(Attested.And(Result("walkthrough")) with { Attestations = [] });

    [Fact]
    public void Any_rejection_is_a_failure_whoever_approves()
    {
        var facts = Attested with { Attestations = [Word("sthk-tester", SignOffDecision.Reject, 10), Word("blackpool-tester", seq: 11)] };

        var reason = Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough", facts);

        Assert.Equal("walkthrough: sthk-tester attests that it failed (report 0123456789ab).", reason.Text);
        Expect.Who(reason, "sthk: tester", "blackpool: tester", "developer");
    }

    [Fact]
    public void An_approval_with_a_key_that_the_policy_no_longer_names_is_no_result_and_a_rejection_stays_one()
    {
        var facts = Attested.People("sthk", Person("sthk-director", Director), Person("sthk-tester", Tester) with { Keys = [SampleKeys.Two] });
        Facts Said(SignOffDecision decision, string key) => facts with { Attestations = [Word("sthk-tester", decision) with { Key = SampleKeys.Fingerprints[key] }] };

        Awaited(Said(SignOffDecision.Approve, SampleKeys.One));
        Expect.Promotes(Said(SignOffDecision.Approve, SampleKeys.Two));
        Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough", Said(SignOffDecision.Reject, SampleKeys.One));
    }

    [Fact]
    public void A_rejection_is_never_run_again() =>
        Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough",
            (Attested with { Attestations = [Word("sthk-tester", SignOffDecision.Reject)] }).Check("walkthrough", check => check with { Retries = 2 }));

    [Fact]
    public void Each_persons_latest_word_counts()
    {
        Expect.Promotes(Attested with { Attestations = [Word("sthk-tester", seq: 11), Word("sthk-tester", SignOffDecision.Reject, 10)] });
        Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough", Attested with { Attestations = [Word("sthk-tester", SignOffDecision.Reject, 11), Word("sthk-tester", seq: 10)] });
        Awaited(Attested with { Attestations = [Word("sthk-tester", SignOffDecision.Withdraw, 11), Word("sthk-tester", seq: 10)] });
        Expect.Promotes(Attested with { Attestations = [Word("sthk-tester", SignOffDecision.Withdraw, 11), Word("sthk-tester", SignOffDecision.Reject, 10), Word("blackpool-tester", seq: 9)] });
    }

    [Fact]
    public void A_word_is_about_one_commit_one_repository_one_check_and_one_role()
    {
        foreach (var decision in new[] { SignOffDecision.Approve, SignOffDecision.Reject })
        {
            var word = Word("sthk-tester", decision);
            Awaited(Attested with { Attestations = [word with { Commit = Sha('d') }] });
            Awaited(Attested with { Attestations = [word with { Repository = "another" }] });
            Awaited(Attested with { Attestations = [word with { Check = "tests" }] });
            Awaited(Attested with { Attestations = [word with { Role = Director }] });
            Awaited(Attested with { Attestations = [word with { Custodian = "blackpool" }] });
            Awaited(Attested with { Attestations = [word with { Person = "stranger" }] });
        }
    }

    [Fact]
    public void An_approval_is_good_under_the_rules_that_its_person_saw_and_a_rejection_stands_whatever_changes()
    {
        Facts Said(SignOffDecision decision) => Attested with { Attestations = [Word("sthk-tester", decision) with { Rules = "rules-0" }] };

        Awaited(Said(SignOffDecision.Approve));
        Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough", Said(SignOffDecision.Reject));
        // What is known to have failed is put off by no change of the rules, either.
        Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough", Said(SignOffDecision.Reject).Check("walkthrough", check => check with { DeferFor = TimeSpan.FromDays(5) }));
    }

    [Fact]
    public void It_is_at_least_as_well_proved_as_the_check_asks()
    {
        var facts = Attested.Check("walkthrough", check => check with { Attested = new(Tester) { MinAssurance = Assurance.Hook } });

        Awaited(facts);
        Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough", facts with { Attestations = [Word("sthk-tester", SignOffDecision.Reject)] });
        Expect.Promotes(facts with { Attestations = [Word("sthk-tester") with { Assurance = Assurance.Hook }] });
        Expect.Promotes(facts with { Attestations = [Word("sthk-tester") with { Assurance = Assurance.Signed }] });
    }

    [Fact]
    public void Only_people_of_the_custodians_that_it_names_are_asked()
    {
        var facts = Attested.Check("walkthrough", check => check with { Attested = new(Tester) { Of = ["blackpool", "taunton"] } });

        Expect.Who(Awaited(facts), "blackpool: tester");
        Expect.Promotes(facts with { Attestations = [Word("blackpool-tester")] });
    }

    [Fact]
    public void Who_wrote_part_of_it_may_not_attest_unless_the_gate_lets_authors_sign()
    {
        var facts = Attested with { Contributors = ["sthk-tester"] };

        Expect.Who(Awaited(facts), "blackpool: tester");
        Expect.Promotes(facts.Ask(policy => policy with { AuthorMaySign = true }));
    }

    [Fact]
    public void Who_is_out_of_office_or_of_no_member_or_only_deputises_may_not_attest()
    {
        var left = new DateOnly(2026, 11, 21);
        Awaited(Attested.People("sthk", Person("sthk-director", Director), Person("sthk-tester", Tester) with { Until = left }));
        Awaited(Attested.People("sthk", Person("sthk-director", Director), Person("sthk-tester") with { Deputises = [Tester] }));
        Awaited(Attested.Custodian("sthk", sthk => sthk with { Until = left }));
    }

    [Fact]
    public void Where_nobody_may_attest_the_operator_is_told()
    {
        var reason = Awaited(Attested.Check("walkthrough", check => check with { Attested = new("chair") }));

        Assert.Equal("Nobody may attest walkthrough: everyone in the role chair wrote part of the candidate or is out of office.", reason.Text);
        Expect.Who(reason, "operator");
    }

    [Fact]
    public void Its_age_is_that_of_the_latest_approval_in_the_ledger()
    {
        var facts = Attested.Check("walkthrough", check => check with { GoodFor = TimeSpan.FromDays(7) });
        var old = Word("sthk-tester", seq: 10) with { RecordedAt = Now.AddDays(-7) };

        Expect.Who(Expect.HeldFor(ReasonCode.CheckExpired, "walkthrough", facts with { Attestations = [old] }), "sthk: tester", "blackpool: tester");
        Expect.Promotes(facts with { Attestations = [old with { RecordedAt = Now.AddDays(-7).AddTicks(1) }] });
        Expect.Promotes(facts with { Attestations = [old, Word("blackpool-tester", seq: 11)] });
        Expect.HeldFor(ReasonCode.CheckExpired, "walkthrough", facts with { Attestations = [old with { Seq = 12 }, Word("blackpool-tester", seq: 11)] });
    }

    [Fact]
    public void A_rejection_does_not_grow_old()
    {
        var facts = Attested.Check("walkthrough", check => check with { GoodFor = TimeSpan.FromDays(7) });
        var old = Word("sthk-tester", SignOffDecision.Reject) with { RecordedAt = Now.AddDays(-7) };

        Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough", facts with { Attestations = [old] });
        Expect.RejectedFor(ReasonCode.CheckFailed, "walkthrough", facts.Check("walkthrough", check => check with { DeferFor = TimeSpan.FromDays(7) }) with { Attestations = [old] });
    }

    [Fact]
    public void What_it_found_is_excused_like_any_other_failure() =>
        Expect.Promotes(Rejected with { Waivers = [WaiverOf("walkthrough")] });

    internal static Facts Rejected => Attested with { Attestations = [Word("sthk-tester", SignOffDecision.Reject)] };

    internal static Attestation Word(string person, SignOffDecision decision = SignOffDecision.Approve, long seq = 60) => new()
    {
        Seq = seq, Repository = Repository, Commit = Candidate, Check = "walkthrough", Report = "0123456789abcdef", Person = person, Custodian = CustodianOf(person), Role = Tester,
        Decision = decision, Rules = RulesInForce, Assurance = Assurance.Page, RecordedAt = Now.AddHours(-1),
    };

    private static Reason Awaited(Facts facts) => Expect.HeldFor(ReasonCode.CheckNotRun, "walkthrough", facts);
}
