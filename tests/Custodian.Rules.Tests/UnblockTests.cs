using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>The fewest acts that lead to Promote.</summary>
public class UnblockTests
{
    private static readonly string[] Directors = ["taunton-director", "sthk-director", "blackpool-director"];

    [Fact]
    public void Whatever_is_promoted_needs_no_act() => Expects(Ready);

    [Fact]
    public void A_missing_sign_off_names_everybody_who_could_give_it() =>
        Expects(Ready.Without("sthk-director").People("sthk", Person("sthk-director", Director), Person("sthk-deputy", Director)), "sthk-director or sthk-deputy: sign off cccccccc as director");

    [Fact]
    public void One_sign_off_that_serves_two_rules_is_one_act() =>
        Expects(Ready.Without("sthk-director").And(new SignOffRule.Any { Role = Director, Count = 3, NotBy = [] }), "sthk-director: sign off cccccccc as director");

    [Fact]
    public void Of_two_choices_the_one_with_fewer_acts_is_told_though_it_stands_second() =>
        Expects(Ready.Without("taunton-cso").People("sthk", Person("sthk-director", Director), Person("sthk-a", "a"), Person("sthk-b", "b"))
            .Ask(policy => policy with { SignOffs = [policy.SignOffs[0], new SignOffRule.OneOf { Parts = [new SignOffRule.AllOf { Parts = [Of("a"), Of("b")] }, Of(SafetyOfficer)] }] }),
            "taunton-cso: sign off cccccccc as clinical-safety-officer");

    [Fact]
    public void A_choice_that_nobody_could_fill_is_passed_over_for_one_that_needs_more() =>
        Expects(Ready.People("sthk", Person("sthk-director", Director), Person("sthk-a", "a"), Person("sthk-b", "b"))
            .And(new SignOffRule.OneOf { Parts = [Of("nobody"), new SignOffRule.AllOf { Parts = [Of("a"), Of("b")] }] }),
            "sthk-a: sign off cccccccc as a", "sthk-b: sign off cccccccc as b");

    [Fact]
    public void A_change_over_names_both_acts() =>
        Expects(Ready.Without("taunton-cso").People("taunton", Person("taunton-director", Director))
            .People("blackpool", Person("blackpool-director", Director, SafetyOfficer), Person("blackpool-deputy", Director)),
            "blackpool-deputy: sign off cccccccc as director", "blackpool-director: sign off cccccccc as clinical-safety-officer");

    [Fact]
    public void A_change_over_in_the_very_first_seat_is_found_as_well() =>
        Expects(Ready.Without("taunton-cso").People("taunton", Person("taunton-director", Director, SafetyOfficer), Person("taunton-deputy", Director)),
            "taunton-deputy: sign off cccccccc as director", "taunton-director: sign off cccccccc as clinical-safety-officer");

    [Fact]
    public void Everybody_whose_sign_off_does_as_well_is_named_of_whichever_custodian_the_seat_takes()
    {
        var facts = Ready.Without("taunton-cso")
            .People("taunton", Person("taunton-director", Director), Person("taunton-cso", SafetyOfficer), Person("taunton-second", SafetyOfficer))
            .People("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer));

        Expects(facts, "taunton-cso, taunton-second or sthk-cso: sign off cccccccc as clinical-safety-officer");
        Expects(facts.Rules(new SignOffRule.EachCustodian { Role = Director }, new SignOffRule.Any { Role = SafetyOfficer, Count = 1, Of = ["taunton", "blackpool"] }),
            "taunton-cso or taunton-second: sign off cccccccc as clinical-safety-officer");
        Expects(facts.Without("sthk-director").Rules(new SignOffRule.EachCustodian { Role = Director }), "sthk-director: sign off cccccccc as director");
    }

    [Fact]
    public void Of_two_seats_that_the_same_people_fit_the_first_named_of_each_act_fill_both() =>
        Expects(Ready.Without("taunton-cso")
            .People("sthk", Person("sthk-director", Director), Person("sthk-cso", SafetyOfficer)).People("blackpool", Person("blackpool-director", Director), Person("blackpool-cso", SafetyOfficer))
            .Rules(new SignOffRule.EachCustodian { Role = Director }, Of(SafetyOfficer), new SignOffRule.Any { Role = SafetyOfficer, Count = 1, Of = ["taunton", "sthk"] }),
            "taunton-cso or blackpool-cso: sign off cccccccc as clinical-safety-officer", "sthk-cso or blackpool-cso: sign off cccccccc as clinical-safety-officer");

    [Fact]
    public void A_rejection_is_taken_back_or_where_its_seat_is_needed_approved()
    {
        Expects(Ready.People("sthk", Person("sthk-director", Director), Person("sthk-finance", "finance")).And(SignOff("sthk-finance", "finance", SignOffDecision.Reject)),
            "sthk-finance: take back the rejection of cccccccc as finance");
        Expects(Ready.And(SignOff("sthk-director", decision: SignOffDecision.Reject)), "sthk-director: approve cccccccc as director instead of rejecting it");
    }

    [Fact]
    public void A_check_that_went_against_it_is_run_again_by_anyone()
    {
        Expects(Ready.And(Result("tests", CheckOutcome.Failed)), "anyone: run tests again");
        Expects(Ready.And(Result("tests", CheckOutcome.Failed)) with { Waivers = [WaiverOf("tests") with { Until = Now }] }, "anyone: run tests again");
        Expects(Ready.And(Result("tests", CheckOutcome.Errored)), "operator: mend what keeps tests from running");
    }

    [Fact]
    public void A_check_that_can_only_fail_again_is_settled_by_another_commit_or_by_every_custodian()
    {
        const string Settle = "developer: push a commit in which tests finds nothing new; or every custodian waives tests for cccccccc, or adopts a policy that allows or declares what it found";
        var ready = Ready.Check("tests", check => check with { IsDeterministic = true });

        Expects(ready.And(Result("tests", CheckOutcome.Failed)), Settle);
        Expects(ready.And(Result("tests", CheckOutcome.Failed)) with { Waivers = [WaiverOf("tests") with { Until = Now }] }, Settle);
        Expects(ready.And(Result("tests", CheckOutcome.NoReport)), "anyone: run tests again");
        Expects(ready.And(Result("tests", CheckOutcome.Errored)), "operator: mend what keeps tests from running");
        Waits(ready with { Checks = [Result("licences")] }, "tests is run.");
    }

    [Fact]
    public void What_the_gate_and_time_bring_costs_nothing()
    {
        Waits(Ready with { Checks = [Result("licences")] }, "tests is run.");
        Waits(Ready.Check("tests", check => check with { GoodFor = TimeSpan.FromDays(1) }), "tests is run.");
        Waits(Ready.Check("tests", check => check with { Retries = 1 }).And(Result("tests", CheckOutcome.Failed)), "tests is run again (run 2 of 2); the last one: 412 tests ran.");
        Waits(Ready with { FirstSeen = Now }, "The policy asks for 24 h between first sight and promotion; that ends at 2026-11-23 10:00 UTC.");
        Waits(Ready.Ask(policy => policy with { Windows = Weekdays }) with { Local = Now.DateTime }, "It is Sun 2026-11-22 10:00 in Europe/London; gold moves only Mon Tue Wed Thu Fri 09:00-16:00.");
    }

    [Fact]
    public void A_freeze_is_lifted_by_a_director_of_every_member()
    {
        var frozen = Ready with { Frozen = "somebody else moved gold." };

        Expects(frozen, [.. Directors.Select(director => $"{director}: lift the freeze of openmaxims")]);
        Expects(frozen.Custodian("sthk", sthk => sthk with { Until = new(2026, 11, 21) }), "taunton-director: lift the freeze of openmaxims", "blackpool-director: lift the freeze of openmaxims");
    }

    [Fact]
    public void Only_the_directors_whose_vote_is_awaited_are_named()
    {
        var frozen = (Ready with { Frozen = "somebody else moved gold." }).People("sthk", Person("sthk-director", Director), Person("sthk-deputy", Director));
        MotionVote[] yes = [Voted(1, "taunton-director"), Voted(2, "blackpool-director")];

        Expects(frozen with { LiftVotes = yes }, "sthk-director or sthk-deputy: lift the freeze of openmaxims");
        Expects(frozen with { LiftVotes = [.. yes, Voted(3, "sthk-deputy"), Voted(4, "sthk-director", SignOffDecision.Reject)] }, "sthk-director: lift the freeze of openmaxims, which they rejected");
        Expects(frozen with { LiftVotes = [.. yes, Voted(3, "sthk-deputy"), Voted(4, "taunton-director", SignOffDecision.Withdraw)] }, "taunton-director: lift the freeze of openmaxims");
        Assert.Equal(["sthk: director"], Gate.Decide(frozen with { LiftVotes = yes }).Reasons.Single().Who.Select(who => who.ToString()));
        Waits(frozen with { LiftVotes = [.. yes, Voted(3, "sthk-deputy")] }, "The directors' votes are counted.");
    }

    [Fact]
    public void Where_one_member_is_left_no_vote_is_counted_and_none_is_asked_for()
    {
        var alone = (Ready with { Frozen = "x", LiftVotes = [Voted(1, "taunton-director")] }).Ask(policy => policy with { Custodians = [policy.Custodians[0]] });

        foreach (var facts in (Facts[])[alone, alone with { LiftVotes = null }])
        {
            var unblock = Gate.Explain(facts).Unblock;
            Assert.NotEmpty(unblock.Impossible);
            Assert.DoesNotContain("The directors' votes are counted.", unblock.Waits);
            Assert.DoesNotContain(unblock.Acts, act => act.ToString().Contains("freeze", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_proposed_gold_is_adopted_by_those_who_have_not_voted_for_it() =>
        Assert.Equal(["sthk-director: adopt aaaaaaaa as gold", "blackpool-director: adopt aaaaaaaa as gold"],
            Gate.Explain(Ready with { GoldLine = [], ProposedGold = Sha('a'), AdoptionVotes = [Voted(1, "taunton-director")] }).Unblock.Acts.Select(act => act.ToString()).Where(act => act.EndsWith("gold", StringComparison.Ordinal)));

    [Fact]
    public void Who_signs_the_commit_off_as_director_approves_the_policy_in_it_and_who_takes_a_rejection_back_does_not()
    {
        var next = new NextPolicy { Number = 2, Awaited = ["sthk"] };
        var rejected = Ready.People("sthk", Person("sthk-deputy", Director), Person("sthk-director", Director)).And(SignOff("sthk-deputy")) with { NextPolicy = next };

        Expects(Ready.And(SignOff("sthk-director", decision: SignOffDecision.Reject)) with { NextPolicy = next }, "sthk-director: approve cccccccc as director instead of rejecting it");
        Expects(rejected.And(SignOff("sthk-director", decision: SignOffDecision.Reject)),
            "sthk-director: take back the rejection of cccccccc as director", "sthk-deputy or sthk-director: approve policy number 2, which cccccccc brings, as director");
        // Anybody could fill the seat; only a director of sthk does both with it.
        Expects(Ready.Without("taunton-cso").Rules(new SignOffRule.EachCustodian { Role = SafetyOfficer, Of = ["taunton"] }, new SignOffRule.EachCustodian { Role = "chair", Of = ["sthk", "blackpool"] }, new SignOffRule.Any { Role = Director, Count = 1 })
            .People("taunton", Person("taunton-cso", SafetyOfficer)).People("sthk", Person("sthk-director", Director), Person("sthk-chair", "chair")).People("blackpool", Person("blackpool-director", Director), Person("blackpool-chair", "chair"))
            .And(SignOff("taunton-cso", SafetyOfficer)).And(SignOff("sthk-chair", "chair")).And(SignOff("blackpool-chair", "chair")).Without("sthk-director").Without("blackpool-director") with { NextPolicy = next },
            "sthk-director: sign off cccccccc as director");
    }

    [Fact]
    public void Where_not_all_smaller_sets_were_tried_the_answer_says_that_fewer_may_do()
    {
        string[] names = [.. Enumerable.Range(0, 10).Select(number => $"trust-{number}")];
        var facts = Ready.Ask(policy => policy with
        {
            Custodians = [.. names.Select(name => Sample.Custodian(name, Person($"{name}-chair", "chair"), Person($"{name}-a", Director), Person($"{name}-b", Director), Person($"{name}-c", Director)))],
            SignOffs = [new SignOffRule.EachCustodian { Role = "chair" }, .. names.Select(name => new SignOffRule.Any { Role = Director, Count = 1, Of = [name], NotBy = [] })],
        }) with { SignOffs = [.. names.Select((name, number) => SignOff($"{name}-chair", "chair") with { Custodian = name, Seq = 100 + number })] };

        var told = Gate.Explain(facts).Unblock;

        Assert.Equal(10, told.Acts.Count);
        Assert.True(told.MayBeFewer);
        // Where one rule asks them all, it is plain that each is needed.
        var plain = Gate.Explain(facts.Rules(new SignOffRule.EachCustodian { Role = "chair" }, new SignOffRule.EachCustodian { Role = Director })).Unblock;
        Assert.Equal((10, false), (plain.Acts.Count, plain.MayBeFewer));
    }

    [Fact]
    public void A_custodian_without_a_director_is_named_itself() =>
        Assert.Contains("sthk: lift the freeze of openmaxims",
            Gate.Explain((Ready with { Frozen = "x" }).People("sthk", Person("sthk-chair", "chair")).Rules(new SignOffRule.EachCustodian { Role = Director, Of = ["taunton", "blackpool"] }, new SignOffRule.EachCustodian { Role = "chair", Of = ["sthk"] })
                .And(SignOff("sthk-chair", "chair"))).Unblock.Acts.Select(act => act.ToString()));

    [Fact]
    public void The_operator_acts_where_only_the_operator_can()
    {
        Expects(Ready with { PolicyAdopted = false }, "operator: start the service with the adopted policy");
        Expects(Ready.Ask(policy => policy with { Windows = Weekdays }), "operator: install the time zone Europe/London");
        Expects(Ready.Directors(each => each with { NotBy = [NotBy.Pusher] }), "operator: let the forge tell who pushed");
        Expects(Ready with { OnSource = false }, "developer: push cccccccc to a watched branch again");
    }

    [Fact]
    public void Attestations_are_asked_of_those_who_may_give_them()
    {
        var facts = Ready.Ask(policy => policy with { Checks = [.. policy.Checks, new("walkthrough", "1") { Attested = new(SafetyOfficer) }] });
        var no = GateAttestationTests.Word("taunton-cso", SignOffDecision.Reject) with { Role = SafetyOfficer };

        Expects(facts, "taunton-cso: attest that cccccccc passed walkthrough");
        Expects(facts with { Attestations = [no] }, "taunton-cso: attest that cccccccc passed walkthrough, which they said it did not");
        foreach (var other in new[]
        {
            no with { Commit = Sha('d') }, no with { Repository = "another" }, no with { Check = "style" }, no with { Person = "sthk-director" }, no with { Role = Director },
            no with { Custodian = "sthk" },
        })
        {
            Expects(facts with { Attestations = [other] }, "taunton-cso: attest that cccccccc passed walkthrough");
            Expects(facts with { Attestations = [no with { Seq = 99 }, other with { Seq = 98 }] }, "taunton-cso: attest that cccccccc passed walkthrough, which they said it did not");
        }

        // A rejection stands under other rules and however it was given.
        Expects(facts with { Attestations = [no with { Rules = "rules-0" }] }, "taunton-cso: attest that cccccccc passed walkthrough, which they said it did not");
        Expects(facts.Check("walkthrough", check => check with { Attested = new(SafetyOfficer) { MinAssurance = Assurance.Signed } }) with { Attestations = [no] }, "taunton-cso: attest that cccccccc passed walkthrough, which they said it did not");
        Impossible(facts with { Contributors = ["taunton-cso"], SignOffs = Ready.SignOffs }, "Nobody may attest walkthrough: everyone in the role clinical-safety-officer wrote part of the candidate or is out of office.");
    }

    [Fact]
    public void What_needs_a_new_commit_or_another_policy_or_other_people_says_so()
    {
        Impossible(Ready with { DescendsFromGold = false }, "It needs a new commit: merge gold into the branch and push. That is judged by itself.");
        Impossible(Ready with { DescendsFromGold = false, GoldIsUrgent = true }, "It needs a new commit: merge gold into the branch and push. That is judged by itself.");
        Impossible(Ready.Ask(policy => policy with { Checks = [] }), "The policy requires no check, so nothing can be promoted. Every custodian has to adopt another policy.");
        Impossible(Ready with { Contributors = ["sthk-director"] }, "Nobody may sign off cccccccc as director for sthk: everyone in that role wrote part of it, is out of office or has signed another seat.");
        var another = Ready.Without("taunton-director").Without("sthk-director").Without("blackpool-director").And(new SignOffRule.Any { Role = Director, Count = 2, Of = ["taunton", "sthk"] });
        Impossible(another, "Its seats cannot all be filled by the people who may sign it off: 2 more people are needed as director, from taunton or sthk.");
    }

    [Fact]
    public void Where_no_way_asks_every_custodian_nothing_else_is_said()
    {
        Only("The policy does not ask each custodian for a sign-off, so nothing can be promoted. Every custodian has to adopt another policy.", Ready.Rules(Of(SafetyOfficer)));
        Only("The policy offers more than 256 choices, so nothing can be promoted. Every custodian has to adopt another policy.",
            Ready.Rules(new SignOffRule.OneOf { Parts = [.. Enumerable.Range(0, 257).Select(_ => new SignOffRule.EachCustodian { Role = Director })] }));

        static void Only(string why, Facts facts) => Assert.Equal([why], Gate.Explain(facts).Unblock.Impossible);
    }

    [Fact]
    public void Without_gold_every_director_adopts_one() =>
        Assert.Equal(Directors.Select(director => $"{director}: adopt a commit as gold"),
            Gate.Explain(Ready with { GoldLine = [] }).Unblock.Acts.Select(act => act.ToString()).Where(act => act.EndsWith("gold", StringComparison.Ordinal)));

    private static MotionVote Voted(long seq, string person, SignOffDecision decision = SignOffDecision.Approve) => new(seq, person, person.Split('-')[0], decision);

    private static SignOffRule.Any Of(string role) => new() { Role = role, Count = 1 };

    private static void Expects(Facts facts, params string[] acts)
    {
        var told = Gate.Explain(facts).Unblock;

        Assert.Equal(acts, told.Acts.Select(act => act.ToString()));
        Assert.Empty(told.Waits);
        Assert.Empty(told.Impossible);
    }

    private static void Waits(Facts facts, string what)
    {
        var told = Gate.Explain(facts).Unblock;

        Assert.Equal([what], told.Waits);
        Assert.Empty(told.Acts);
        Assert.Empty(told.Impossible);
    }

    private static void Impossible(Facts facts, string why)
    {
        var told = Gate.Explain(facts).Unblock;

        Assert.Contains(why, told.Impossible);
        Assert.Empty(told.Acts);
    }
}
