using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>The tree tells the decision, and nothing else.</summary>
public class ExplanationTests
{
    private const string Directors = "a sign-off as director from every custodian, by nobody who wrote or committed part of it or fills a seat of another rule, not older than 90 days";

    private static readonly SignOffRule Guardian = new SignOffRule.Any { Role = "guardian", Count = 1 };

    [Fact]
    public void A_rule_tells_who_satisfied_it_and_how_well_that_is_proved()
    {
        var rule = Told(Ready.Change("sthk-director", said => said with { Assurance = Assurance.Signed }), Directors);

        Assert.Equal(RuleState.Met, rule.State);
        Assert.Equal(["taunton-director (page)", "sthk-director (signed)", "blackpool-director (page)"], rule.By);
        Assert.Empty(rule.Reasons);
        Assert.Empty(rule.StillCan);
    }

    [Fact]
    public void A_rule_tells_what_is_missing_and_by_name_who_still_can_give_it()
    {
        var rule = Told(Ready.Without("sthk-director").People("sthk", Person("sthk-director", Director), Person("sthk-deputy", Director), Person("sthk-cso", SafetyOfficer)), Directors);

        Assert.Equal(RuleState.Awaited, rule.State);
        Assert.Equal(["sthk-director", "sthk-deputy"], rule.StillCan);
        Assert.Equal((ReasonCode.SignOffMissing, "sthk"), (Assert.Single(rule.Reasons).Code, rule.Reasons[0].Subject));
    }

    [Fact]
    public void A_rule_that_is_not_asked_is_told_with_its_terms()
    {
        var when = new Condition { Paths = ["STHK/**", "db/**"], FilesOver = 3, LinesOver = 9, IgnoreGenerated = true, Gates = ["urgent"], Labels = ["major"] };

        Assert.Equal(RuleState.NotAsked, Told(Ready.And(Guardian with { From = new(2027, 1, 1), Until = new(2027, 12, 31) }), "a sign-off as guardian from any custodian, by nobody who wrote or committed part of it or fills a seat of another rule, not older than 90 days, from 2027-01-01, until 2027-12-31").State);
        Assert.Equal(RuleState.NotAsked, Told(Ready.And(Guardian with { When = when }),
            "a sign-off as guardian from any custodian, by nobody who wrote or committed part of it or fills a seat of another rule, not older than 90 days, where it changes STHK/** or db/**, where it changes more than 3 files, where it changes more than 9 lines, generated code left out, at gate urgent, for releases labelled major").State);
    }

    [Fact]
    public void A_rule_tells_what_it_asks_of_a_sign_off() =>
        Told(Ready.And(new SignOffRule.EachCustodian { Role = Director, Count = 2, Of = ["sthk", "taunton"], Deputies = true, MinAssurance = Assurance.Signed, Expire = TimeSpan.FromDays(7) }),
            "2 sign-offs as director from each of sthk, taunton, by nobody who wrote or committed part of it or fills a seat of another rule, deputies sit, signed with a key, not older than 7 days");

    [Fact]
    public void A_rule_tells_whom_it_excludes()
    {
        const string Seat = "a sign-off as guardian from any custodian", Good = ", not older than 90 days";
        Facts With(params NotBy[] names) => Ready.And(new SignOffRule.Any { Role = "guardian", Count = 1, NotBy = names });

        Told(With(NotBy.Pusher), $"{Seat}, by nobody who pushed it{Good}");
        Told(With(NotBy.Author, NotBy.Pusher, NotBy.AnotherSeat), $"{Seat}, by nobody who wrote part of it, pushed it or fills a seat of another rule{Good}");
        Told(With(), $"{Seat}, whoever wrote it{Good}");
        Told(Ready.And(Guardian).Ask(policy => policy with { AuthorMaySign = true, SignOffsExpire = null }), $"{Seat}, by nobody who fills a seat of another rule");
    }

    [Fact]
    public void A_check_tells_all_that_is_asked_of_it()
    {
        Told(Ready.Check("tests", check => check with { After = ["licences"], Retries = 2, GoodFor = TimeSpan.FromDays(1) }), "tests, required, after licences, run again up to 2 times, good for 24 h");
        Told(Ready.Check("tests", check => check with { Advisory = true, Retries = 1 }), "tests, advisory, run again up to once");
        Told(Ready.Ask(policy => policy with { AuthorMaySign = true, Checks = [.. policy.Checks, new("walkthrough", "1") { Attested = new(SafetyOfficer) { Of = ["sthk", "taunton"], MinAssurance = Assurance.Signed } }] }),
            "walkthrough, attested as clinical-safety-officer by sthk or taunton, signed with a key, required");
    }

    [Fact]
    public void A_choice_is_met_by_the_part_that_is()
    {
        var or = Told(Ready.And(new SignOffRule.OneOf { Parts = [Guardian, new SignOffRule.Any { Role = SafetyOfficer, Count = 1, NotBy = [] }] }), "one of these");

        Assert.Equal(RuleState.Met, or.State);
        Assert.Equal([RuleState.Awaited, RuleState.Met], or.Parts.Select(part => part.State));
        Assert.Equal(RuleState.Awaited, Told(Ready.And(new SignOffRule.AllOf { Parts = [Guardian, new SignOffRule.Any { Role = SafetyOfficer, Count = 1, NotBy = [] }] }), "all of these").State);
        Assert.Equal(RuleState.NotAsked, Told(Ready.And(new SignOffRule.AllOf { Parts = [Guardian with { From = new(2027, 1, 1) }] }), "all of these").State);
    }

    [Fact]
    public void A_choice_is_not_met_by_who_sits_in_another_seat() =>
        Assert.Equal(RuleState.Awaited, Told(Ready.And(new SignOffRule.OneOf { Parts = [Guardian, new SignOffRule.Any { Role = SafetyOfficer, Count = 1 }] }), "one of these").State);

    [Fact]
    public void An_excused_check_shows_what_it_found_and_what_excuses_it_and_until_when()
    {
        var failed = Ready.And(Result("tests", CheckOutcome.Failed) with { Findings = ["one"] });

        Assert.Equal(["412 tests ran.", "excused by a waiver until 2026-11-23 10:00 UTC"], Told(failed with { Waivers = [WaiverOf("tests")] }, "tests, required").By);
        Assert.Equal(["412 tests ran.", "excused by a deviation until 2026-11-23 10:00 UTC"], Told(failed with { Deviations = [DeviationOf("tests")] }, "tests, required").By);
        Assert.Equal(["412 tests ran.", "excused by waivers of every finding until 2026-11-23 10:00 UTC"], Told(failed with { Waivers = [WaiverOfFinding("tests", "one")] }, "tests, required").By);
        Assert.Equal("by a waiver until 2026-11-23 10:00 UTC", Told(failed with { Waivers = [WaiverOf("tests")] }, "tests, required").Excuse);
        Assert.Equal(RuleState.Excused, Told(failed with { Waivers = [WaiverOf("tests")] }, "tests, required").State);
    }

    [Fact]
    public void Waivers_of_every_finding_last_until_the_first_of_them_ends() =>
        Assert.EndsWith("until 2026-11-23 10:00 UTC", Told(Ready.And(Result("tests", CheckOutcome.Failed) with { Findings = ["one", "two", "three"] }) with
        {
            Waivers =
            [
                WaiverOfFinding("tests", "one") with { Until = Now.AddDays(3) }, WaiverOfFinding("tests", "two"), WaiverOfFinding("tests", "two") with { Until = Now.AddHours(1) },
                WaiverOfFinding("tests", "three") with { Until = Now.AddDays(2) },
            ],
        }, "tests, required").By[1], StringComparison.Ordinal);

    [Fact]
    public void Advisory_and_deferred_checks_are_shown_as_such()
    {
        Assert.Equal((RuleState.Shown, "412 tests ran."), State(Told(Ready.Check("tests", check => check with { Advisory = true }), "tests, advisory")));
        Assert.Equal((RuleState.Shown, "no result yet"), State(Told((Ready with { Checks = [] }).Check("tests", check => check with { Advisory = true }), "tests, advisory")));
        Assert.Equal((RuleState.Deferred, "has to pass within 7 days of the promotion"), State(Told((Ready with { Checks = [] }).Check("tests", check => check with { DeferFor = TimeSpan.FromDays(7) }), "tests, required, may pass within 7 days of the promotion")));

        static (RuleState, string) State(RuleNode node) => (node.State, Assert.Single(node.By));
    }

    [Fact]
    public void An_attested_check_names_who_still_can_attest_it() =>
        Assert.Equal(["taunton-cso"], Told(Ready.Ask(policy => policy with { Checks = [.. policy.Checks, new("walkthrough", "1") { Attested = new(SafetyOfficer) }] }),
            "walkthrough, attested as clinical-safety-officer, by nobody who wrote or committed part of it, required").StillCan);

    [Fact]
    public void Rejections_are_told_and_those_that_stop_nothing_as_well()
    {
        var no = Ready.And(SignOff("taunton-cso", SafetyOfficer, SignOffDecision.Reject));

        Assert.Equal(RuleState.Against, Told(no, "Nobody rejects it").State);
        Assert.Equal(["taunton-cso rejected it as clinical-safety-officer, which stops nothing"], Told(no.Ask(policy => policy with { Veto = [Director, "chair"] }), "Nobody rejects it as director or chair").By);
        Assert.Equal(RuleState.Met, Told(no.Ask(policy => policy with { Veto = [] }), "Rejections are shown, and stop nothing").State);
    }

    [Fact]
    public void Associates_advise_and_are_never_counted()
    {
        var facts = Ready.Ask(policy => policy with { Associates = [Person("ann", "patient"), Person("bea", Director), Person("col", "clinician") with { Until = new(2026, 11, 21) }] })
            .And(SignOff("ann", "patient", SignOffDecision.Reject)).And(SignOff("bea")).And(SignOff("col", "clinician"));

        Assert.Equal(["ann is against it as patient", "bea is for it as director"], Told(facts, "Associates advise").By);
        Expect.Promotes(facts);
        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts.Without("sthk-director"));
        Assert.Equal(["bea is for it as director"], Told(facts.And(SignOff("ann", "patient", SignOffDecision.Withdraw, 200)), "Associates advise").By);
    }

    [Fact]
    public void Soak_and_windows_are_told_where_the_policy_has_them()
    {
        var facts = Ready.Ask(policy => policy with { Windows = Weekdays }) with { Local = Now.DateTime };

        Assert.Equal(RuleState.Met, Told(facts, "It was first seen at least 24 h ago").State);
        Assert.Equal(RuleState.Awaited, Told(facts, "Gold moves only Mon Tue Wed Thu Fri 09:00-16:00 (Europe/London)").State);
        Assert.DoesNotContain(Gate.Explain(Ready.Ask(policy => policy with { Soak = TimeSpan.Zero })).Parts, part => part.Rule.Contains("first seen", StringComparison.Ordinal));
    }

    internal static IEnumerable<RuleNode> All(IEnumerable<RuleNode> nodes) => nodes.SelectMany(node => All(node.Parts).Prepend(node));

    private static RuleNode Told(Facts facts, string rule)
    {
        var parts = All(Gate.Explain(facts).Parts).ToList();
        Assert.Contains(rule, parts.Select(part => part.Rule));
        return parts.First(part => part.Rule == rule);
    }
}
