using System.Text.Json;
using Custodian.Commands;
using Custodian.Decisions;
using Custodian.Ledger;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Custodian.Tests.Attacks;
using Custodian.Tests.Checks;
using Custodian.Tests.Doors;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Decisions;

/// <summary>What the rules ask about a candidate is gathered from git, the clock and the ledger by the service itself.</summary>
[Collection(nameof(Alone))]
public sealed class ConditionTests
{
    private const string SignOffs = "sign-offs: [{ each: custodian, role: director }]";

    [Theory]
    [InlineData("paths: [\"*.txt\"]", true)]
    [InlineData("paths: [\"STHK/**\"]", false)]
    [InlineData("lines-over: 1", true)]
    [InlineData("lines-over: 2", false)]
    [InlineData("files-over: 0", true)]
    [InlineData("files-over: 1", false)]
    [InlineData("files-over: 0, ignore-generated: true", false)]
    public async Task A_rule_is_asked_where_the_change_is_what_it_names(string when, bool asked)
    {
        await using var bench = await PageBench.StartAsync((SignOffs, $"generated: [file.txt], sign-offs: [{{ each: custodian, role: director }}, {{ any: 1, role: adviser, when: {{ {when} }} }}]"));
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();

        var why = await bench.WhyAsync(candidate, "hold");

        Assert.DoesNotContain(ReasonCode.ChangesUnknown, PageBench.Codes(why));
        var node = why.GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("rule").GetString()!.StartsWith("a sign-off as adviser", StringComparison.Ordinal));
        Assert.Equal(asked ? "awaited" : "not-asked", node.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(", retries: 2", 3)]
    public async Task A_check_that_failed_is_run_again_as_often_as_the_policy_says(string retries, int runs)
    {
        await using var bench = await PageBench.StartAsync(("run: [\"true\"], sandbox: none", $"run: [\"false\"], sandbox: none{retries}"));
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();

        var why = await bench.WhyAsync(candidate, "reject");

        Assert.Contains(ReasonCode.CheckFailed, PageBench.Codes(why));
        Assert.Equal(Enumerable.Repeat(CheckOutcome.Failed, runs), bench.Facts<CheckRun>(candidate).Select(run => run.Outcome));
    }

    [Theory]
    [InlineData("true", new[] { "tests", "late" })]
    [InlineData("false", new[] { "tests" })]
    public async Task A_check_is_run_only_when_what_it_comes_after_has_passed(string first, string[] run)
    {
        await using var bench = await PageBench.StartAsync(
            ("checks: [tests]", "checks: [late, tests]"),
            ("  tests: { type: command, run: [\"true\"], sandbox: none }", $"  tests: {{ type: command, run: [\"{first}\"], sandbox: none }}\n  late: {{ type: command, run: [\"true\"], sandbox: none, after: [tests] }}"));
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();

        await PageBench.UntilAsync(() => bench.WhyAsync(candidate), why => PageBench.Codes(why).Contains(ReasonCode.CheckNotRun) == (run.Length == 1) && bench.Facts<CheckRun>(candidate).Count == run.Length);

        Assert.Equal(run, bench.Facts<CheckRun>(candidate).Select(one => one.Check));
    }

    [Theory]
    [InlineData(", advisory: [tests]", false)]
    [InlineData("", true)]
    public async Task A_check_that_comes_after_one_that_stops_nothing_is_run_though_that_failed(string advisory, bool deviates)
    {
        await using var bench = await PageBench.StartAsync(
            ("checks: [tests]", "checks: [late, tests]"),
            ("checks: all", $"checks: all{advisory}"),
            ("  tests: { type: command, run: [\"true\"], sandbox: none }", "  tests: { type: command, run: [\"false\"], sandbox: none }\n  late: { type: command, run: [\"true\"], sandbox: none, after: [tests] }"));
        var first = await bench.AdoptFirstAsync();
        var candidate = await bench.PushAsync(PageBench.Main, "two", first);
        await bench.LookAsync();
        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(candidate)), runs => runs.Count > 0);

        if (deviates) await bench.GrantAsync(bench.Waiver(null));

        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(candidate)), runs => runs.Count > 1);
        Assert.Equal(["tests", "late"], bench.Facts<CheckRun>(candidate).Select(run => run.Check));
    }

    [Fact]
    public async Task Outside_every_promotion_window_gold_waits_and_by_itself()
    {
        var another = new StandingClock().GetUtcNow().AddDays(2).DayOfWeek.ToString()[..3].ToLowerInvariant();
        await using var bench = await PageBench.StartAsync((SignOffs, $"{SignOffs}, windows: {{ zone: Europe/London, open: [{{ days: [{another}], from: \"09:00\", until: \"16:00\" }}] }}"));
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();

        var why = await PageBench.UntilAsync(() => bench.WhyAsync(candidate), why => PageBench.Codes(why).Contains(ReasonCode.OutsideWindow) && !PageBench.Codes(why).Contains(ReasonCode.CheckNotRun));

        Assert.Contains("Europe/London", Assert.Single(why.GetProperty("waits").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(2, why.GetProperty("unblock").GetArrayLength());
    }

    [Fact]
    public async Task A_window_is_that_of_its_own_zone_and_so_it_is_when_the_verdict_is_recomputed()
    {
        // Kiritimati is 14 hours ahead: what is open there now is closed by the clocks of everywhere else.
        var local = new StandingClock().GetUtcNow().AddHours(14);
        var (from, until) = (Math.Max(0, local.Hour - 1), Math.Min(24, local.Hour + 2));
        await using var bench = await PageBench.StartAsync((SignOffs,
            $"{SignOffs}, windows: {{ zone: Pacific/Kiritimati, open: [{{ days: [{local.DayOfWeek.ToString()[..3].ToLowerInvariant()}], from: \"{from:00}:00\", until: \"{until:00}:00\" }}] }}"));
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();

        foreach (var director in PageBench.Directors) await bench.SignAsync(candidate, director, SignOffDecision.Approve);

        await bench.WhyAsync(candidate, "promoted");
        Assert.Empty(bench.Read(reader => VerdictReplay.Check(reader, null)).Findings);
    }

    [Fact]
    public async Task A_reason_that_stands_too_long_is_told_to_those_whom_the_policy_names()
    {
        await using var bench = await PageBench.StartAsync((SignOffs, $"{SignOffs}, escalate: [{{ after: 3d, to: [sthk-director] }}]"));
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await PageBench.UntilAsync(() => bench.WhyAsync(candidate), why => PageBench.Codes(why).All(code => code == ReasonCode.SignOffMissing));
        Assert.All(Escalated(await bench.WhyAsync(candidate)), Assert.Empty);

        bench.Clock.Advance(TimeSpan.FromDays(4));

        const string Words = "to be told: sthk-director, since it has stood longer than 3 days";
        Assert.All(Escalated(await bench.WhyAsync(candidate)), people => Assert.Equal(["sthk-director"], people));
        Assert.Contains($"; {Words}", PageBench.Text(await bench.PageAsync()), StringComparison.Ordinal);
        using var server = new ServerClient(bench.Server);
        using var printed = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        WhyCommand.PrintVerdict(await server.GetAsync<WhyDocument>($"api/v1/repositories/{PageBench.Name}/candidates/{candidate}/verdict", TestContext.Current.CancellationToken), printed);
        Assert.Contains($"[sign-off-missing; can act: taunton: director; {Words}]", printed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seat_that_opens_later_is_told_later_than_another_of_the_same_custodian()
    {
        await using var bench = await PageBench.StartAsync(
            (SignOffs, "escalate: [{ after: 3d, to: [sthk-director] }], sign-offs: [{ each: custodian, role: director }, { each: custodian, role: adviser, of: [taunton], not-by: [] }]"));
        var candidate = await bench.CandidateAsync();
        static Statement Adviser(Statement statement) => statement with { Role = "adviser" };
        await bench.SayAsync(candidate, "taunton-director", change: Adviser);
        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<VerdictGiven>(candidate)), verdicts => verdicts is [.., { Reasons.Count: 2 } last] && last.Reasons.All(reason => reason.Role == "director"));

        bench.Clock.Advance(TimeSpan.FromDays(4));
        await bench.SayAsync(candidate, "taunton-director", SignOffDecision.Withdraw, change: Adviser);

        var why = await PageBench.UntilAsync(() => bench.WhyAsync(candidate), why => PageBench.Codes(why).Count == 3);
        Assert.Equal(["adviser", "director", "director"], why.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("role").GetString()).Order());
        Assert.All(why.GetProperty("reasons").EnumerateArray(), reason =>
            Assert.Equal(reason.GetProperty("role").GetString() == "director" ? 1 : 0, reason.GetProperty("escalatedTo").GetArrayLength()));
    }

    [Fact]
    public async Task A_key_whose_term_is_over_signs_nothing_any_more()
    {
        await using var bench = await PageBench.StartAsync(
            ("sthk-director: { roles: [director], keys: [\"", "sthk-director: { roles: [director], keys: [{ until: 2020-01-01, key: \""), ("\"] }\nrepositories:", "\" }] }\nrepositories:"));
        var commit = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.LookAsync();

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => bench.AdoptAsync(commit, "sthk-director"));

        Assert.Contains("with a key that the policy gives sthk-director", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<IEnumerable<string>> Escalated(JsonElement why) =>
        why.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("escalatedTo").EnumerateArray().Select(person => person.GetString()!));
}
