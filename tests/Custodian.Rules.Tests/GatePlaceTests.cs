using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>Where the candidate stands, and whether the gate is open at all.</summary>
public class GatePlaceTests
{
    private static readonly string[] Directors = ["taunton: director", "sthk: director", "blackpool: director"];

    [Fact]
    public void Gold_moves_by_fast_forward_only()
    {
        var reason = Expect.RejectedFor(ReasonCode.NotFastForward, Candidate.ToString(), Ready with { DescendsFromGold = false });

        Assert.Equal("The commit does not descend from gold (bbbbbbbb): merge gold into the branch and push.", reason.Text);
        Expect.Who(reason, "developer");
    }

    [Fact]
    public void A_commit_that_left_the_source_branches_is_rejected() =>
        Expect.Who(Expect.RejectedFor(ReasonCode.NotOnSource, Candidate.ToString(), Ready with { OnSource = false }), "developer");

    [Fact]
    public void A_frozen_repository_holds_and_every_custodian_can_act()
    {
        var reason = Expect.HeldFor(ReasonCode.Frozen, Repository, Ready with { Frozen = "somebody else moved gold." });

        Assert.Equal("The repository is frozen: somebody else moved gold.", reason.Text);
        Expect.Who(reason, Directors);
    }

    [Fact]
    public void A_freeze_without_a_reason_is_a_freeze() =>
        Expect.HeldFor(ReasonCode.Frozen, Repository, Ready with { Frozen = "" });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_an_adopted_gold_nothing_is_promoted(bool descends)
    {
        var held = Assert.IsType<Verdict.Hold>(Gate.Decide(Ready with { GoldLine = [], DescendsFromGold = descends }));

        Assert.Equal((ReasonCode.NotAdopted, Repository), (held.Reasons[0].Code, held.Reasons[0].Subject));
        Expect.Who(held.Reasons[0], Directors);
        Assert.All(held.Reasons.Skip(1), reason => Assert.Equal(ReasonCode.SignOffMissing, reason.Code));
    }

    [Fact]
    public void Under_a_policy_that_was_not_adopted_nothing_is_promoted() =>
        Expect.Who(Expect.HeldFor(ReasonCode.PolicyNotAdopted, Repository, Ready with { PolicyAdopted = false }), "operator");

    [Fact]
    public void A_policy_that_cannot_be_adopted_holds_the_commit_that_brings_it()
    {
        var facts = Ready with { NextPolicy = new() { Number = 2, Problem = "custodian.yaml:3:1: 'rolls' is not known", Awaited = ["sthk"] } };

        var held = Expect.HeldFor(ReasonCode.PolicyUnreadable, Candidate.ToString(), facts);

        Expect.Who(held, "developer");
        Assert.Contains("custodian.yaml:3:1", held.Text, StringComparison.Ordinal);
        Assert.Equal(["It needs a new commit, with a policy that can be adopted. That is judged by itself."], Gate.Explain(facts).Unblock.Impossible);
    }

    [Fact]
    public void A_policy_that_is_not_approved_by_all_holds_the_commit_that_brings_it_and_those_awaited_are_named()
    {
        var facts = Ready with { NextPolicy = new() { Number = 2, Awaited = ["blackpool", "sthk"] } };

        var held = Expect.HeldFor(ReasonCode.PolicyAwaited, Candidate.ToString(), facts);

        Expect.Who(held, "blackpool: director", "sthk: director");
        Assert.Equal(
            [$"blackpool-director: approve policy number 2, which {Candidate.Abbreviated} brings, as director", $"sthk-director: approve policy number 2, which {Candidate.Abbreviated} brings, as director"],
            Gate.Explain(facts).Unblock.Acts.Select(act => act.ToString()));
    }

    [Fact]
    public void Who_signs_off_the_commit_approves_the_policy_in_it_and_is_asked_once()
    {
        var facts = Ready with { SignOffs = [], NextPolicy = new() { Number = 2, Awaited = ["sthk", "wirral"] } };

        var acts = Gate.Explain(facts).Unblock.Acts.Select(act => act.ToString()).ToList();

        Assert.Contains($"wirral: approve policy number 2, which {Candidate.Abbreviated} brings, as director", acts);
        Assert.DoesNotContain(acts, act => act.StartsWith("sthk-director: approve", StringComparison.Ordinal));
        Assert.Contains($"sthk-director: sign off {Candidate.Abbreviated} as director", acts);
    }

    [Fact]
    public void A_commit_of_unknown_contents_holds()
    {
        var held = Assert.IsType<Verdict.Hold>(Gate.Decide(Ready with { Subject = null }));

        Assert.Equal((ReasonCode.SubjectUnknown, Candidate.ToString()), (held.Reasons[0].Code, held.Reasons[0].Subject));
        Expect.Who(held.Reasons[0], "gate");
    }

    [Fact]
    public void The_candidate_soaks_for_as_long_as_the_policy_says()
    {
        var reason = Expect.HeldFor(ReasonCode.Soaking, Candidate.ToString(), Ready with { FirstSeen = Now.AddHours(-24).AddTicks(1) });

        Assert.Equal(
            "The policy asks for 24 h between first sight and promotion; that ends at 2026-11-22 10:00 UTC.", reason.Text);
        Expect.Who(reason, "gate");
        Expect.Promotes(Ready with { FirstSeen = Now.AddHours(-24) });
    }

    [Fact]
    public void Without_a_soak_a_candidate_need_not_wait() =>
        Expect.Promotes((Ready with { FirstSeen = Now }).Ask(policy => policy with { Soak = TimeSpan.Zero }));

    [Fact]
    public void A_policy_without_a_check_promotes_nothing() =>
        PromotesNothing("requires no check", policy => policy with { Checks = [] });

    [Fact]
    public void A_policy_without_custodians_promotes_nothing() =>
        PromotesNothing("names fewer than two custodians", policy => policy with { Custodians = [], SignOffs = [policy.SignOffs[0]] });

    [Fact]
    public void A_policy_with_one_custodian_promotes_nothing() =>
        PromotesNothing("names fewer than two custodians", policy => policy with { Custodians = [policy.Custodians[0]] });

    [Fact]
    public void Two_custodians_are_enough() =>
        Expect.Promotes(Ready.Ask(policy => policy with { Custodians = [.. policy.Custodians.Take(2)] }));

    [Fact]
    public void A_policy_without_sign_offs_promotes_nothing() =>
        PromotesNothing("does not ask each custodian for a sign-off", policy => policy with { SignOffs = [] });

    [Fact]
    public void A_policy_that_asks_anybody_and_not_each_custodian_promotes_nothing() =>
        PromotesNothing("does not ask each custodian for a sign-off", policy => policy with { SignOffs = [policy.SignOffs[1]] });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_rule_that_asks_for_no_sign_off_promotes_nothing(int count) =>
        PromotesNothing("has a rule that asks for no sign-off",
            policy => policy with { SignOffs = [policy.SignOffs[0], new SignOffRule.Any { Role = SafetyOfficer, Count = count }] });

    [Fact]
    public void Nor_does_it_where_another_rule_asks_one_of_them() => Assert.Contains(
        "The policy does not ask each custodian for a sign-off, so nothing can be promoted.",
        Gate.Decide(Ready.Rules(new SignOffRule.EachCustodian { Role = Director, Count = 0 }, new SignOffRule.EachCustodian { Role = Director, Of = ["taunton"] })).Reasons.Select(reason => reason.Text));

    [Fact]
    public void Nor_where_nobody_is_a_member_any_more_and_the_rule_has_no_seat() => Assert.Contains(
        "The policy does not ask each custodian for a sign-off, so nothing can be promoted.",
        Gate.Decide(Ready.Rules(new SignOffRule.EachCustodian { Role = Director, Count = 0 }).Ask(policy => policy with { Custodians = [.. policy.Custodians.Select(custodian => custodian with { Until = new(2020, 1, 1) })] }))
            .Reasons.Select(reason => reason.Text));

    [Fact]
    public void A_freeze_that_every_director_lifts_waits_for_the_gate_alone_and_one_member_alone_never_lifts_it()
    {
        MotionVote[] all = [.. Ready.Policy.Custodians.Select((custodian, at) => new MotionVote(50 + at, $"{custodian.Id}-director", custodian.Id, SignOffDecision.Approve))];
        IEnumerable<string> Asked(Facts facts) => Gate.Decide(facts).Reasons.Single(reason => reason.Code == ReasonCode.Frozen).Who.Select(actor => actor.ToString());

        Assert.Equal(["gate"], Asked(Ready with { Frozen = "x", LiftVotes = all }));
        Assert.Equal(["blackpool: director"], Asked(Ready with { Frozen = "x", LiftVotes = all[..2] }));
        Assert.Equal(["sthk: director"], Asked((Ready with { Frozen = "x", LiftVotes = all[..1] }).Ask(policy => policy with { Custodians = [.. policy.Custodians.Take(2)] })));
        Assert.Equal(["operator"], Asked((Ready with { Frozen = "x", LiftVotes = all }).Ask(policy => policy with { Custodians = [policy.Custodians[0]] })));
    }

    [Fact]
    public void A_rule_that_asks_no_sign_off_of_each_custodian_asks_no_custodian() =>
        Assert.Equal(
            ["The policy does not ask each custodian for a sign-off, so nothing can be promoted.", "The policy has a rule that asks for no sign-off, so nothing can be promoted."],
            Gate.Decide(Ready.Directors(each => each with { Count = 0 })).Reasons.Select(reason => reason.Text));

    [Fact]
    public void An_entirely_empty_policy_with_no_facts_names_everything_that_it_lacks()
    {
        var facts = new Facts
        {
            Repository = Repository, Commit = Candidate, Subject = null, GoldLine = [], DescendsFromGold = false, OnSource = true, Frozen = "x",
            Policy = new() { Digest = "", Rules = "", Custodians = [], Checks = [], SignOffs = [] },
            PolicyAdopted = false, Checks = [], SignOffs = [], Contributors = [], FirstSeen = default, AsOf = default,
        };

        var held = Assert.IsType<Verdict.Hold>(Gate.Decide(facts));

        Assert.Equal(
            [
                ReasonCode.PolicyEmpty, ReasonCode.PolicyEmpty, ReasonCode.PolicyEmpty, ReasonCode.PolicyNotAdopted,
                ReasonCode.NotAdopted, ReasonCode.Frozen, ReasonCode.SubjectUnknown,
            ],
            held.Reasons.Select(reason => reason.Code));
        Assert.All(held.Reasons, reason => Assert.NotEmpty(reason.Who));
    }

    private static void PromotesNothing(string lack, Func<Policy, Policy> change)
    {
        var reason = Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Ready.Ask(change));

        Assert.Equal($"The policy {lack}, so nothing can be promoted.", reason.Text);
        Expect.Who(reason, "operator");
    }
}
