using System.Runtime.Versioning;
using Custodian.Commands;
using Custodian.Decisions;
using Custodian.Ledger;
using Custodian.Policies;
using Custodian.Promotions;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Doors;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Decisions;

/// <summary>The way for patient safety: its own branches, its own gate, and what has to follow.</summary>
[Collection(nameof(Alone))]
public sealed class UrgentTests
{
    private const string Hotfix = "refs/heads/hotfix/dose";

    private static readonly (string Old, string New)[] Urgent =
    [
        ("gate: standard }", "gate: standard, urgent: { source: [\"refs/heads/hotfix/*\"], gate: urgent } }"),
        ("checks: [tests]", "checks: [tests, build]"),
        ("sandbox: none }\ngates", "sandbox: none }\n  build: { type: command, run: [\"true\"], sandbox: none }\ngates"),
        ("sign-offs: [{ each: custodian, role: director }] }", "soak: 1h, sign-offs: [{ each: custodian, role: director }] }\n  urgent: { urgent: true, checks: all, defer: { tests: 5d }, sign-offs: [{ each: custodian, role: director }] }"),
    ];

    private static readonly (string Old, string New) NoTests = ("tests: { type: command, run: [\"true\"]", "tests: { type: command, run: [no-such-program-here]");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hotfix_passes_its_own_gate_without_soak_and_the_main_line_waits_to_be_merged_with_it()
    {
        await using var bench = await PageBench.StartAsync(Urgent);
        var first = await bench.AdoptFirstAsync();
        var main = await bench.PushAsync(PageBench.Main, "feature", first);
        var hotfix = await bench.PushAsync(Hotfix, "fix", first);
        await bench.LookAsync();
        await bench.PageAsync("Urgent");

        await SignAsync(bench, hotfix);

        await bench.WhyAsync(hotfix, "promoted");
        var why = await PageBench.UntilAsync(() => bench.WhyAsync(main), why => PageBench.Codes(why).Contains(ReasonCode.MergeGoldFirst));
        Assert.Equal("hold", why.GetProperty("state").GetString());
        Assert.DoesNotContain(ReasonCode.NotFastForward, PageBench.Codes(why));

        var later = await bench.PushAsync(PageBench.Main, "another feature", main);
        await bench.LookAsync();
        Assert.Contains(ReasonCode.MergeGoldFirst, PageBench.Codes(await bench.WhyAsync(later, "hold")));

        var merged = await MergeAsync(bench, later, hotfix);
        await bench.LookAsync();
        await PageBench.UntilAsync(() => bench.WhyAsync(merged), answer => PageBench.Codes(answer).Contains(ReasonCode.Soaking) && !PageBench.Codes(answer).Contains(ReasonCode.MergeGoldFirst));
        await SignAsync(bench, merged);
        bench.Clock.Advance(TimeSpan.FromHours(2));
        await bench.WhyAsync(merged, "promoted");
        Assert.Equal([true, null], new[] { hotfix, merged }.Select(commit => Assert.Single(bench.Facts<Promoted>(commit)).Urgent));
        Assert.Empty(bench.Read(reader => VerdictReplay.Check(reader, null)).Findings);
    }

    [Fact]
    public async Task A_signature_for_the_urgent_gate_counts_at_no_other_and_a_push_elsewhere_changes_the_gate_of_nothing()
    {
        await using var bench = await PageBench.StartAsync(Urgent);
        var first = await bench.AdoptFirstAsync();
        var main = await bench.PushAsync(PageBench.Main, "feature", first);
        await bench.LookAsync();
        await bench.WhyAsync(main, "hold");

        await bench.PointAsync(Hotfix, main);
        await bench.LookAsync();
        await SignAsync(bench, main);

        Assert.Contains(ReasonCode.Soaking, PageBench.Codes(await bench.WhyAsync(main, "hold")));
        var hotfix = await bench.PushAsync(Hotfix, "fix", first);
        await bench.LookAsync();
        var standard = bench.Facts<SignOffGiven>(main)[0].Rules;
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        var order = new StatementOrder(PageBench.Name, hotfix, SubjectKind.Commit, null, "taunton-director", "director", SignOffDecision.Approve, null);
        var statement = Statement.Parse(await order.FetchAsync(server, Stop));
        Assert.NotEqual(standard, statement.Rules);
        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => new Signing(server, bench.Key("taunton-director")).SendAsync((statement with { Rules = standard }).ToBytes(), Stop));
        Assert.Equal("rules-changed", refused.Type);
    }

    [Fact]
    public async Task An_urgent_branch_that_was_cut_from_the_main_line_is_refused_until_gold_stands_there()
    {
        await using var bench = await PageBench.StartAsync(Urgent);
        var first = await bench.AdoptFirstAsync();
        var main = await bench.PushAsync(PageBench.Main, "feature", first);
        var hotfix = await bench.PushAsync(Hotfix, "fix", main);

        for (var look = 0; look < 2; look++) await bench.LookAsync();

        var refused = Assert.Single(bench.Facts<CandidateRefused>(hotfix));
        Assert.Equal(
            $"{hotfix.Abbreviated} brings {main.Abbreviated} of refs/heads/main along, and that is not gold yet: the urgent gate is no way for the main line. "
            + $"Cut the branch from gold ({first.Abbreviated}) and bring over only what is urgent (git cherry-pick), then push.", refused.Text);
        Assert.Equal(["not-from-gold"], PageBench.Codes(await bench.WhyAsync(hotfix, "reject")));
        Assert.Empty(bench.Facts<CandidateSeen>(hotfix));

        await SignAsync(bench, main);
        bench.Clock.Advance(TimeSpan.FromHours(2));
        await bench.WhyAsync(main, "promoted");
        await bench.LookAsync();
        Assert.Equal(Hotfix, Assert.Single(bench.Facts<CandidateSeen>(hotfix)).Ref);
    }

    [Fact]
    public async Task An_urgent_branch_from_gold_is_taken_though_the_main_line_went_on_and_has_merged_it_already()
    {
        await using var bench = await PageBench.StartAsync(Urgent);
        var first = await bench.AdoptFirstAsync();
        var hotfix = await bench.PushAsync(Hotfix, "fix", first);
        var merged = await MergeAsync(bench, await bench.PushAsync(PageBench.Main, "feature", first), hotfix);
        await bench.PushAsync(PageBench.Main, "another feature", merged);

        await bench.LookAsync();

        Assert.Single(bench.Facts<CandidateSeen>(hotfix));
        Assert.Empty(bench.Facts<CandidateRefused>(hotfix));
    }

    [Fact]
    public async Task A_commit_of_the_main_line_itself_is_not_urgent_unless_it_was_taken_up_before_it_was_one()
    {
        await using var bench = await PageBench.StartAsync(Urgent);
        var first = await bench.AdoptFirstAsync();
        var before = await bench.PushAsync(Hotfix, "fix", first);
        await bench.LookAsync();
        await bench.PointAsync(PageBench.Main, before);
        await bench.LookAsync();
        var both = await bench.PushAsync(PageBench.Main, "feature", before);
        await bench.PointAsync("refs/heads/hotfix/other", both);

        await bench.LookAsync();

        Assert.Empty(bench.Facts<CandidateRefused>(before));
        Assert.Equal(Hotfix, Assert.Single(bench.Facts<CandidateSeen>(before)).Ref);
        Assert.Contains($"{both.Abbreviated} is on refs/heads/main itself", Assert.Single(bench.Facts<CandidateRefused>(both)).Text, StringComparison.Ordinal);
        Assert.Equal(PageBench.Main, Assert.Single(bench.Facts<CandidateSeen>(both)).Ref);
    }

    [Fact]
    public async Task What_is_tried_and_told_of_an_urgent_candidate_goes_by_its_own_gate()
    {
        await using var bench = await PageBench.StartAsync(Urgent);
        var first = await bench.AdoptFirstAsync();
        var main = await bench.PushAsync(PageBench.Main, "feature", first);
        var hotfix = await bench.PushAsync(Hotfix, "fix", first);
        await bench.LookAsync();
        string[] people = ["sign-off-missing taunton", "sign-off-missing sthk"];
        foreach (var commit in (CommitSha[])[main, hotfix])
        {
            await PageBench.UntilAsync(() => bench.WhyAsync(commit), why => PageBench.Codes(why).All(code => code is ReasonCode.SignOffMissing or ReasonCode.Soaking) && bench.Facts<VerdictGiven>(commit).Count > 0);
        }

        var now = bench.Clock.GetUtcNow();
        await ExplainTests.AssertAtAsync(bench, hotfix, now, "hold", people);
        await ExplainTests.AssertAtAsync(bench, hotfix, now.AddHours(5), "hold", people);
        await ExplainTests.AssertAtAsync(bench, main, now, "hold", [.. people, $"soaking {main}"]);

        const string Gate = "defer: { tests: 5d }, sign-offs: [";
        var tried = await PolicyTrialTests.TryAsync(bench, (Gate, Gate + "{ any: 1, role: adviser, not-by: [author] }, "));
        var differs = Assert.Single(tried.Cases);
        Assert.Equal((hotfix.ToString(), TrialOutcome.OtherReasons), (differs.Commit, differs.Outcome));
        Assert.Equal("adviser", Assert.Single(differs.Reasons).Subject);
        Assert.True(Assert.Single(tried.Repositories).RulesChange);
    }

    [Fact]
    public async Task A_check_that_was_put_off_and_does_not_pass_in_time_freezes_the_repository_once()
    {
        await using var bench = await PageBench.StartAsync([.. Urgent, NoTests]);
        var hotfix = await PromotedAsync(bench);

        await bench.PageAsync("Put off by an urgent promotion.");
        bench.Clock.Advance(TimeSpan.FromDays(4));
        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(hotfix).Count(run => run.Check == "tests")), runs => runs > 1);
        await TallyAsync(bench);
        Assert.Empty(bench.Facts<Frozen>(hotfix));
        bench.Clock.Advance(TimeSpan.FromDays(1.1));

        var page = PageBench.Text(await bench.PageAsync("Frozen"));
        Assert.Contains($"tests was put off when {hotfix.Abbreviated} was promoted urgently", page, StringComparison.Ordinal);
        await LiftAsync(bench);
        await bench.PageAsync("Adopted: gold stands at");
        bench.Clock.Advance(TimeSpan.FromDays(9));
        await bench.LookAsync();
        await TallyAsync(bench);
        Assert.Single(bench.Facts<Frozen>(hotfix));
    }

    [Fact]
    public async Task A_vote_on_lifting_a_freeze_that_names_other_rules_of_the_main_line_is_awaited_again_by_a_hotfix_too()
    {
        await using var bench = await PageBench.StartAsync(Urgent);
        var first = await bench.AdoptFirstAsync();
        var hotfix = await bench.PushAsync(Hotfix, "fix", first);
        await bench.LookAsync();
        await bench.GitAsync(null, "--git-dir", bench.Repository, "update-ref", "-d", "refs/heads/gold");
        await bench.LookAsync();
        await bench.PageAsync("Frozen since");
        await LiftAsync(bench, PageBench.Directors[0]);
        Assert.Equal(["sthk: director"], await WhoLiftsAsync(bench, hotfix));

        await ChangeAsync(bench, [("soak: 1h", "soak: 2h")]);

        Assert.Equal(["taunton: director", "sthk: director"], await WhoLiftsAsync(bench, hotfix));
    }

    [Theory]
    [InlineData("defer: { tests: 5d }, ", "", "Find out why")]
    [InlineData("tests: 5d", "tests: 7d", "Find out why")]
    [InlineData(", urgent: { source: [\"refs/heads/hotfix/*\"], gate: urgent }", "", "Find out why")]
    [InlineData("checks: [tests, build]", "checks: [build]", "the policy in force has no check called tests any more")]
    public async Task What_was_put_off_is_neither_forgotten_nor_put_off_further_by_a_change_of_the_policy(string old, string changed, string mend)
    {
        await using var bench = await PageBench.StartAsync([.. Urgent, NoTests]);
        var hotfix = await PromotedAsync(bench);
        var promoted = Assert.Single(bench.Facts<Promoted>(hotfix));
        var deferred = Assert.Single(promoted.Deferred!);
        Assert.Equal(("tests", promoted.At.AddDays(5)), (deferred.Check, deferred.Until));

        await ChangeAsync(bench, changed == "checks: [build]" ? [(old, changed), ("defer: { tests: 5d }, ", "")] : [(old, changed)]);
        bench.Clock.Advance(deferred.Until - bench.Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        await TallyAsync(bench);
        Assert.Empty(bench.Facts<Frozen>(hotfix));
        // As a promotion that was recorded before it said so itself is read.
        Assert.Equal([deferred], bench.Read(reader => Deferrals.PutOff(reader, bench.Services.GetRequiredService<Estate>().Find(PageBench.Name)!, promoted.Intent, promoted.At)));

        bench.Clock.Advance(TimeSpan.FromMinutes(2));
        await TallyAsync(bench);

        Assert.Contains(mend, (await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<Frozen>(hotfix)), frozen => frozen.Count == 1))[0].Why, StringComparison.Ordinal);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task A_check_that_was_put_off_and_passes_afterwards_freezes_nothing()
    {
        await using var bench = await PageBench.StartAsync([.. Urgent, ("tests: { type: command, run: [\"true\"]", "tests: { type: command, run: [\"{folder}/program\"]")]);
        var hotfix = await PromotedAsync(bench);
        // Checks are another user's.
        File.SetUnixFileMode(Path.Combine(bench.DataFolder, ".."), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        File.CreateSymbolicLink(Path.Combine(bench.DataFolder, "..", "program"), "/bin/true");

        bench.Clock.Advance(TimeSpan.FromDays(4));
        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(hotfix)), runs => runs[^1] is { Check: "tests", Outcome: CheckOutcome.Passed });
        await ChangeAsync(bench, [("checks: [tests, build]", "checks: [build]"), ("defer: { tests: 5d }, ", "")]);
        bench.Clock.Advance(TimeSpan.FromDays(9));
        var next = await bench.PushAsync(PageBench.Main, "next", hotfix);
        await bench.LookAsync();

        await TallyAsync(bench);
        Assert.DoesNotContain(ReasonCode.Frozen, PageBench.Codes(await bench.WhyAsync(next, "hold")));
        Assert.Empty(bench.Facts<Frozen>(hotfix));
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task What_a_deviation_excuses_is_put_off_no_longer_than_that_is_good()
    {
        await using var bench = await PageBench.StartAsync([.. Urgent, ("tests: { type: command, run: [\"true\"]", "tests: { type: command, run: [\"{folder}/program\"]")]);
        var hotfix = await PromotedAsync(bench);
        File.SetUnixFileMode(Path.Combine(bench.DataFolder, ".."), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        File.CreateSymbolicLink(Path.Combine(bench.DataFolder, "..", "program"), "/bin/false");
        bench.Clock.Advance(TimeSpan.FromDays(4));
        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(hotfix)), runs => runs[^1] is { Check: "tests", Outcome: CheckOutcome.Failed });
        await bench.GrantAsync(bench.Waiver(null) with { Until = bench.Clock.GetUtcNow().AddDays(3) });
        await PageBench.UntilAsync(() => Task.FromResult(bench.Read(reader => reader.In<ExceptionGranted>(PageBench.Name))), granted => granted.Count == 1);

        bench.Clock.Advance(TimeSpan.FromDays(2));
        await TallyAsync(bench);
        Assert.Empty(bench.Facts<Frozen>(hotfix));
        bench.Clock.Advance(TimeSpan.FromDays(2));
        await TallyAsync(bench);

        Assert.Single(bench.Facts<Frozen>(hotfix));
    }

    [Fact]
    public async Task What_people_attest_may_be_put_off_and_attested_afterwards()
    {
        await using var bench = await PageBench.StartAsync([.. Urgent, ("build: { type: command, run: [\"true\"], sandbox: none }", "by-hand: { type: attested, role: adviser }"), ("[tests, build]", "[tests, by-hand]"), ("defer: { tests: 5d }", "defer: { by-hand: 5d }"),
            ("      taunton-director: {", "      taunton-other: { roles: [director, adviser], keys: [\"{key:taunton-other}\"] }\n      taunton-director: {")]);
        var hotfix = await PromotedAsync(bench);

        var receipt = await AttestationTests.AttestAsync(bench, hotfix, SignOffDecision.Approve);

        Assert.Null(receipt.Note);
        // Who attested it leaves.
        await ChangeAsync(bench, [("soak: 1h", "soak: 2h"), ("defer: { by-hand: 5d }, ", ""), ("taunton-director: {", $"taunton-director: {{ until: {bench.Clock.GetUtcNow():yyyy-MM-dd},")]);
        bench.Clock.Advance(TimeSpan.FromDays(9));
        await TallyAsync(bench);
        Assert.Empty(bench.Facts<Frozen>(hotfix));
    }

    [Fact]
    public async Task What_was_put_off_is_attested_afterwards_where_only_the_main_line_asks_for_it_still()
    {
        await using var bench = await PageBench.StartAsync([.. Urgent, ("build: { type: command, run: [\"true\"], sandbox: none }", "by-hand: { type: attested, role: adviser }"), ("[tests, build]", "[tests, by-hand]"), ("defer: { tests: 5d }", "defer: { by-hand: 5d }")]);
        var hotfix = await PromotedAsync(bench);
        await ChangeAsync(bench, [("checks: all, defer: { by-hand: 5d }, ", "checks: [tests], ")]);

        var receipt = await AttestationTests.AttestAsync(bench, hotfix, SignOffDecision.Approve);

        Assert.Null(receipt.Note);
        bench.Clock.Advance(TimeSpan.FromDays(9));
        await TallyAsync(bench);
        Assert.Empty(bench.Facts<Frozen>(hotfix));
    }

    [Fact]
    public async Task A_director_alone_can_freeze_a_repository_and_only_all_of_them_lift_that()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        Assert.Equal(ExitCode.Yes, await CommandLine.RunAsync(["freeze", "--server", bench.Client.BaseAddress!.ToString(), "--repository", PageBench.Name, "--as", "sthk-director", "--key", bench.Key("sthk-director"), "--reason", "a wrong dose in the field"]));

        var candidate = await bench.PushAsync(PageBench.Main, "two", first);
        await bench.LookAsync();
        await SignAsync(bench, candidate);

        Assert.Contains(ReasonCode.Frozen, PageBench.Codes(await bench.WhyAsync(candidate, "hold")));
        await bench.PageAsync("a director of sthk asked for it");
        await LiftAsync(bench);
        await bench.WhyAsync(candidate, "promoted");
    }

    // A step of our own, so that what it does not freeze is not frozen.
    private static Task TallyAsync(PageBench bench) => ActivatorUtilities.CreateInstance<TallyStep>(bench.Services).RunAsync(PageBench.Name, Stop);

    private static async Task<CommitSha> PromotedAsync(PageBench bench)
    {
        var hotfix = await bench.PushAsync(Hotfix, "fix", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await SignAsync(bench, hotfix);
        await bench.WhyAsync(hotfix, "promoted");
        return hotfix;
    }

    // Adopted at the door, and taken up.
    private static async Task ChangeAsync(PageBench bench, (string Old, string New)[] changes)
    {
        var policy = new PolicyBench(bench);
        var file = await policy.FileAsync(changes);
        await policy.VoteAsync(await policy.ProposedAsync(file, weaker: true), PolicyBench.Sthk);
        Assert.Equal(2, await policy.NumberAsync());
        await policy.TakeUpAsync(file);
    }

    private static async Task SignAsync(PageBench bench, CommitSha commit)
    {
        foreach (var director in PageBench.Directors) await bench.SignAsync(commit, director, SignOffDecision.Approve);
    }

    // The server's own time, which the test has moved: not the command's order, which compares it with this machine's.
    private static async Task LiftAsync(PageBench bench, params string[] directors)
    {
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        foreach (var director in directors.Length > 0 ? directors : [.. PageBench.Directors])
        {
            var statement = await bench.Client.GetByteArrayAsync($"api/v1/statement?repository={PageBench.Name}&subject=freeze&person={director}&role={Motion.Role}&decision=approve", Stop);
            await new Signing(server, bench.Key(director)).SendAsync(statement, Stop);
        }
    }

    private static async Task<IEnumerable<string?>> WhoLiftsAsync(PageBench bench, CommitSha commit)
    {
        var why = await PageBench.UntilAsync(() => bench.WhyAsync(commit), why => PageBench.Codes(why).Contains(ReasonCode.Frozen));
        return why.GetProperty("reasons").EnumerateArray().Single(reason => reason.GetProperty("code").GetString() == ReasonCode.Frozen).GetProperty("who").EnumerateArray().Select(who => who.GetString());
    }

    private static async Task<CommitSha> MergeAsync(PageBench bench, CommitSha main, CommitSha hotfix)
    {
        var tree = await bench.GitAsync(null, "--git-dir", bench.Repository, "rev-parse", $"{main}^{{tree}}");
        var merged = new CommitSha(await bench.GitAsync(null, "--git-dir", bench.Repository, "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "commit-tree", tree, "-m", "merge", "-p", $"{main}", "-p", $"{hotfix}"));
        await bench.PointAsync(PageBench.Main, merged);
        return merged;
    }
}
