using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>When a rule is asked: its <c>when</c>, and its term.</summary>
public class GateConditionTests
{
    private static readonly Changes Some = new()
    {
        Files = 10, GeneratedFiles = 4, Lines = 500, GeneratedLines = 300,
        Matches = [new("STHK/**", 3, 1, "STHK/Ward.java"), new("gen/**", 4, 4, "gen/Ward.java"), new("db/**", 0, 0, null)],
    };

    public static TheoryData<string, Condition, bool> Conditions => new()
    {
        { "nothing is said", new(), true },
        { "a path matches", new() { Paths = ["STHK/**"] }, true },
        { "no path matches", new() { Paths = ["db/**"] }, false },
        { "one glob of two matches", new() { Paths = ["db/**", "STHK/**"] }, true },
        { "no glob is named", new() { Paths = [] }, false },
        { "only generated files match", new() { Paths = ["gen/**"] }, true },
        { "only generated files match, and do not count", new() { Paths = ["gen/**"], IgnoreGenerated = true }, false },
        { "others match besides generated files", new() { Paths = ["STHK/**"], IgnoreGenerated = true }, true },
        { "more files", new() { FilesOver = 9 }, true },
        { "as many files", new() { FilesOver = 10 }, false },
        { "more files without generated ones", new() { FilesOver = 5, IgnoreGenerated = true }, true },
        { "as many files without generated ones", new() { FilesOver = 6, IgnoreGenerated = true }, false },
        { "more lines", new() { LinesOver = 499 }, true },
        { "as many lines", new() { LinesOver = 500 }, false },
        { "more lines without generated ones", new() { LinesOver = 199, IgnoreGenerated = true }, true },
        { "as many lines without generated ones", new() { LinesOver = 200, IgnoreGenerated = true }, false },
        { "this gate", new() { Gates = ["urgent", "standard"] }, true },
        { "another gate", new() { Gates = ["urgent"] }, false },
        { "one of its labels", new() { Labels = ["major", "minor"] }, true },
        { "none of its labels", new() { Labels = ["patch"] }, false },
        { "all that is said is true", new() { Paths = ["STHK/**"], FilesOver = 9, LinesOver = 499, Gates = ["standard"], Labels = ["minor"] }, true },
        { "the path alone is not true", new() { Paths = ["db/**"], FilesOver = 9, LinesOver = 499, Gates = ["standard"], Labels = ["minor"] }, false },
        { "the files alone are not more", new() { Paths = ["STHK/**"], FilesOver = 10, LinesOver = 499, Gates = ["standard"], Labels = ["minor"] }, false },
        { "the lines alone are not more", new() { Paths = ["STHK/**"], FilesOver = 9, LinesOver = 500, Gates = ["standard"], Labels = ["minor"] }, false },
        { "the gate alone is another", new() { Paths = ["STHK/**"], FilesOver = 9, LinesOver = 499, Gates = ["urgent"], Labels = ["minor"] }, false },
        { "the label alone is missing", new() { Paths = ["STHK/**"], FilesOver = 9, LinesOver = 499, Gates = ["standard"], Labels = ["patch"] }, false },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_rule_is_asked_where_everything_in_its_when_is_true(string case_, Condition when, bool asked)
    {
        var facts = Asking(when) with { Changes = Some, Labels = ["minor"] };

        if (asked) Expect.HeldFor(ReasonCode.SeatVacant, "clinical-lead", facts);
        else Expect.Promotes(facts);
        Assert.NotEqual("", case_);
    }

    [Fact]
    public void A_condition_on_gates_is_not_true_where_the_gate_has_no_name() =>
        Expect.Promotes(Asking(new() { Gates = ["standard"] }).Ask(policy => policy with { Gate = null }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_candidate_carries_no_label(bool known) =>
        Expect.Promotes(Asking(new() { Labels = ["major"] }) with { Changes = known ? Some : null });

    [Fact]
    public void Unknown_changes_hold_where_a_rule_asks_for_them()
    {
        Unknown(null, new() { Paths = ["STHK/**"] });
        Unknown(null, new() { FilesOver = 1 });
        Unknown(null, new() { LinesOver = 1 });
        Expect.Promotes(Ready with { Changes = null });
        Expect.Promotes(Asking(new() { Gates = ["urgent"] }) with { Changes = null });
    }

    [Fact]
    public void A_glob_whose_matches_are_unknown_holds()
    {
        Unknown(Some, new() { Paths = ["web/**"] });
        Unknown(Some, new() { Paths = ["STHK/**", "web/**"] });
    }

    [Fact]
    public void Unknown_lines_hold_where_a_rule_asks_for_lines()
    {
        Unknown(Some with { Lines = null }, new() { LinesOver = 1 });
        Unknown(Some with { GeneratedLines = null }, new() { LinesOver = 1, IgnoreGenerated = true });
        Expect.HeldFor(ReasonCode.SeatVacant, "clinical-lead", Asking(new() { LinesOver = 499 }) with { Changes = Some with { GeneratedLines = null } });
        Expect.HeldFor(ReasonCode.SeatVacant, "clinical-lead", Asking(new() { FilesOver = 9 }) with { Changes = Some with { Lines = null } });
    }

    [Fact]
    public void What_is_known_not_to_be_true_need_not_be_asked_though_it_waits_for_the_rest() =>
        Expect.HeldFor(ReasonCode.ChangesUnknown, Candidate.ToString(), Asking(new() { FilesOver = 10, LinesOver = 1 }) with { Changes = Some with { Lines = null } });

    [Fact]
    public void Changes_are_told_of_once_though_two_rules_ask()
    {
        var facts = Asking(new() { FilesOver = 1 }).And(new SignOffRule.Any { Role = SafetyOfficer, Count = 1, NotBy = [], When = new() { FilesOver = 1 } });

        Assert.Single(Gate.Decide(facts).Reasons, reason => reason.Code == ReasonCode.ChangesUnknown);
    }

    [Theory]
    [InlineData("2026-11-22", null, true)]
    [InlineData("2026-11-23", null, false)]
    [InlineData(null, "2026-11-22", true)]
    [InlineData(null, "2026-11-21", false)]
    public void A_rule_is_asked_from_its_first_day_to_its_last(string? from, string? until, bool asked)
    {
        var facts = Ready.And(Lead with { From = Day(from), Until = Day(until) });

        if (asked) Expect.HeldFor(ReasonCode.SeatVacant, "clinical-lead", facts);
        else Expect.Promotes(facts);
    }

    [Fact]
    public void A_rule_that_is_out_of_term_asks_nothing_of_the_changes() =>
        Expect.Promotes(Ready.And(Lead with { From = new(2026, 11, 23), When = new() { FilesOver = 1 } }));

    [Fact]
    public void A_part_of_a_rule_that_is_out_of_term_asks_nothing_of_the_changes() =>
        Expect.Promotes(Ready.And(new SignOffRule.AllOf { Parts = [Lead with { When = new() { FilesOver = 1 } }], From = new(2026, 11, 23) }));

    private static readonly SignOffRule Lead = new SignOffRule.Any { Role = "clinical-lead", Count = 1 };

    private static Facts Asking(Condition when) => Ready.Ask(policy => policy with { Gate = "standard" }).And(Lead with { When = when });

    private static void Unknown(Changes? changes, Condition when)
    {
        var held = Assert.IsType<Verdict.Hold>(Gate.Decide(Asking(when) with { Changes = changes }));

        var reason = Assert.Single(held.Reasons, reason => reason.Code == ReasonCode.ChangesUnknown);
        Assert.Equal(Candidate.ToString(), reason.Subject);
        Expect.Who(reason, "gate");
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text);
}
