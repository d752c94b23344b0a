using Custodian.Commands;
using Custodian.Ledger;
using Custodian.Promotions;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>Waivers and deviations: who grants them, what they excuse and until when, and where they show.</summary>
[Collection(nameof(Alone))]
public sealed class ExceptionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_waiver_counts_once_every_custodian_has_signed_it_and_shows_wherever_the_failure_shows()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        var waiver = bench.Waiver(candidate);

        var digest = await bench.ProposeAsync(waiver);

        Assert.Equal(["sthk"], (await bench.ExceptionAsync(digest)).GetProperty("awaited").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains(ReasonCode.CheckFailed, PageBench.Codes(await bench.WhyAsync(candidate)));
        Assert.Contains("The printer of the lab is being replaced.", PageBench.Text(await bench.PageAsync("Proposed")), StringComparison.Ordinal);

        await bench.VoteAsync(waiver, "sthk-director");

        var why = await bench.WhyAsync(candidate, "hold");
        var node = why.GetProperty("rules").EnumerateArray().Single(rule => rule.TryGetProperty("check", out var check) && check.GetString() == "tests");
        Assert.Equal("excused", node.GetProperty("state").GetString());
        Assert.Contains("exit code 1", node.GetProperty("by")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("granted", (await bench.ExceptionAsync(digest)).GetProperty("state").GetString());
        Assert.Contains("Excused by a waiver until", PageBench.Text(await bench.PageAsync("Good until")), StringComparison.Ordinal);
        var beside = (await bench.GetAsync($"api/v1/repositories/{PageBench.Name}/candidates/{candidate}")).GetProperty("exceptions")[0];
        Assert.Equal(("waiver", "granted", digest), (beside.GetProperty("kind").GetString(), beside.GetProperty("state").GetString(), beside.GetProperty("digest").GetString()));

        foreach (var director in PageBench.Directors) await bench.SignAsync(candidate, director, SignOffDecision.Approve);
        await bench.WhyAsync(candidate, "promoted");
        Assert.Empty(bench.Read(reader => VerdictReplay.Check(reader, null)).Findings);
    }

    [Fact]
    public async Task On_the_command_line_a_waiver_is_signed_by_its_digest_alone_and_never_for_another_commit_than_its_own()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        var digest = await bench.ProposeAsync(bench.Waiver(candidate));
        Task<int> SignAsync(params string[] more) => CommandLine.RunAsync(
            ["sign-off", "--server", bench.Server, "--repository", PageBench.Name, "--subject", $"waiver:{digest}", "--as", "sthk-director", "--role", "director", "--key", bench.Key("sthk-director"), "--approve", .. more]);

        Assert.Equal(ExitCode.No, await SignAsync("--commit", $"{bench.Gold()}"));
        Assert.Equal(["sthk"], (await bench.ExceptionAsync(digest)).GetProperty("awaited").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(ExitCode.Yes, await SignAsync());

        await bench.WhyAsync(candidate, "hold");
        Assert.Equal(digest, Assert.Single(bench.Facts<ExceptionGranted>(candidate)).Digest);
    }

    [Theory]
    [InlineData("3/4/2027Z")]
    [InlineData("2027-03-01T12:00:00")]
    [InlineData("2027-3-1")]
    [InlineData("tomorrow")]
    public async Task What_is_no_time_is_wrong_use(string until) => Assert.Equal(ExitCode.WrongUse, await UntilAsync(until));

    [Theory]
    [InlineData("2027-03-01")]
    [InlineData("2027-03-01T12:00:00Z")]
    [InlineData("2027-03-01T13:00:00+01:00")]
    public async Task A_day_and_a_moment_with_its_offset_are_times(string until) => Assert.Equal(ExitCode.CouldNot, await UntilAsync(until));

    [Fact]
    public void A_command_for_others_can_be_copied_whole()
    {
        using var server = new ServerClient("http://127.0.0.1:5080/gate/");

        Assert.Equal(
            "custodian sign-off --server http://127.0.0.1:5080/gate --path 'new policy'\\''s.yaml' --approve --as PERSON --key SSHKEY",
            server.Line("sign-off", "--path", "new policy's.yaml", "--approve"));
    }

    [Fact]
    public async Task A_waiver_is_of_one_candidate_and_the_next_one_is_judged_by_itself()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        await bench.GrantAsync(bench.Waiver(candidate));
        await bench.WhyAsync(candidate, "hold");

        var next = await bench.FailedAsync("three");

        Assert.Contains(ReasonCode.CheckFailed, PageBench.Codes(await bench.WhyAsync(next)));
    }

    [Fact]
    public async Task A_waiver_excuses_nothing_of_another_definition_of_the_check()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        await bench.GrantAsync(bench.Waiver(candidate));
        await bench.WhyAsync(candidate, "hold");
        Assert.Equal(Assert.Single(bench.Facts<CheckRun>(candidate)).Definition, Assert.Single(bench.Facts<ExceptionGranted>(candidate)).Definition);

        var policy = new PolicyBench(bench);
        var file = await policy.FileAsync(("run: [\"false\"]", "run: [sh, -c, \"exit 2\"]"));
        await policy.VoteAsync(await policy.ProposedAsync(file, weaker: true), PolicyBench.Sthk);
        Assert.Equal(2, await policy.NumberAsync());
        await policy.TakeUpAsync(file);

        var why = await PageBench.UntilAsync(() => bench.WhyAsync(candidate), why => PageBench.Codes(why).Contains(ReasonCode.CheckFailed));
        var failed = why.GetProperty("reasons").EnumerateArray().Single(reason => reason.GetProperty("code").GetString() == ReasonCode.CheckFailed);
        Assert.EndsWith("The waiver is of another definition of it.", failed.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_waiver_closes_the_gate_again_and_is_told_as_such()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        var waiver = bench.Waiver(candidate);
        await bench.GrantAsync(waiver);
        await bench.WhyAsync(candidate, "hold");

        bench.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Contains(ReasonCode.WaiverExpired, PageBench.Codes(await bench.WhyAsync(candidate, "reject")));
        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => bench.VoteAsync(waiver, "sthk-director"));
        Assert.Equal("settled", refused.Type);
    }

    [Fact]
    public async Task A_director_who_takes_their_signature_back_ends_a_waiver_that_was_good()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        var waiver = bench.Waiver(candidate);
        await bench.GrantAsync(waiver);
        await bench.WhyAsync(candidate, "hold");

        var word = await bench.VoteAsync(waiver, "taunton-director", SignOffDecision.Withdraw);
        // With that very word: no decision comes between.
        Assert.Equal(word.Seq + 1, Assert.Single(bench.Read(reader => reader.In<ExceptionEnded>(PageBench.Name))).Seq);

        Assert.Contains(ReasonCode.WaiverExpired, PageBench.Codes(await bench.WhyAsync(candidate, "reject")));
        Assert.Equal("taunton-director", Assert.Single(bench.Facts<ExceptionEnded>(candidate)).Person);
    }

    [Fact]
    public async Task A_rejected_waiver_is_not_granted_however_many_sign()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing, ("sthk-director: {", "sthk-second: { roles: [director], keys: [\"{key:sthk-second}\"] }\n      sthk-director: {"));
        var candidate = await bench.FailedAsync();
        var waiver = bench.Waiver(candidate);
        var digest = await bench.ProposeAsync(waiver);

        await bench.VoteAsync(waiver, "sthk-director", SignOffDecision.Reject);
        await bench.VoteAsync(waiver, "sthk-second");
        // A step of our own: these very votes are counted before anything is asserted.
        await ActivatorUtilities.CreateInstance<TallyStep>(bench.Services).RunAsync(PageBench.Name, Stop);

        var view = await bench.ExceptionAsync(digest);
        Assert.Equal("proposed", view.GetProperty("state").GetString());
        Assert.Equal(["sthk-director"], view.GetProperty("rejected").EnumerateArray().Select(one => one.GetString()));
        Assert.Empty(bench.Facts<ExceptionGranted>(candidate));

        await bench.VoteAsync(waiver, "sthk-director", SignOffDecision.Withdraw);
        await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<ExceptionGranted>(candidate)), granted => granted.Count == 1);
    }

    [Fact]
    public async Task A_deviation_excuses_a_check_of_every_candidate_until_its_day_and_is_printed_on_every_release()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        await bench.GrantAsync(bench.Waiver(null));
        await bench.WhyAsync(candidate, "hold");
        foreach (var director in PageBench.Directors) await bench.SignAsync(candidate, director, SignOffDecision.Approve);
        await bench.WhyAsync(candidate, "promoted");

        var draft = await bench.Client.GetStringAsync($"/api/v1/releases/{PageBench.Name}/1.0/draft?person=taunton-director", Stop);
        bench.Clock.Advance(TimeSpan.FromDays(31));
        var later = await bench.Client.GetStringAsync($"/api/v1/releases/{PageBench.Name}/1.0/draft?person=taunton-director", Stop);

        Assert.Contains("\nDeviation: tests until ", draft, StringComparison.Ordinal);
        Assert.DoesNotContain("Deviation:", later, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_of_a_commit_whose_failure_was_waived_says_so_even_when_the_waiver_has_run_out()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        await bench.GrantAsync(bench.Waiver(candidate));
        await bench.WhyAsync(candidate, "hold");
        foreach (var director in PageBench.Directors) await bench.SignAsync(candidate, director, SignOffDecision.Approve);
        await bench.WhyAsync(candidate, "promoted");
        bench.Clock.Advance(TimeSpan.FromDays(31));

        var draft = await bench.Client.GetStringAsync($"/api/v1/releases/{PageBench.Name}/1.0/draft?person=taunton-director", Stop);

        Assert.Contains("\nWaiver: tests until ", draft, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_is_waived_by_itself_wherever_it_turns_up_and_excuses_no_other()
    {
        const string Report = "<testsuite><testcase classname=\\\"Dosage\\\" name=\\\"rounds up\\\"><failure/></testcase></testsuite>";
        const string Two = "<testsuite><testcase classname=\\\"Dosage\\\" name=\\\"rounds up\\\"><failure/></testcase><testcase classname=\\\"Allergy\\\" name=\\\"warns\\\"><failure/></testcase></testsuite>";
        await using var bench = await PageBench.StartAsync((
            "run: [\"true\"], sandbox: none",
            $"run: [sh, -c, \"if grep -q worse file.txt; then echo '{Two}'; else echo '{Report}'; fi > TEST-a.xml; exit 1\"], reports: \"TEST-*.xml\", sandbox: none"));
        var candidate = await bench.FailedAsync();
        var finding = Assert.Single(bench.Facts<CheckRun>(candidate)).Findings()!.Single();
        var waiver = bench.Waiver(null) with { Finding = finding };

        await bench.GrantAsync(waiver);

        await bench.WhyAsync(candidate, "hold");
        var next = await bench.PushAsync(PageBench.Main, "three", bench.Gold());
        await bench.LookAsync();
        await bench.WhyAsync(next, "hold");
        var worse = await bench.FailedAsync("worse");
        Assert.Contains(ReasonCode.CheckFailed, PageBench.Codes(await bench.WhyAsync(worse)));
    }

    [Fact]
    public async Task A_proposal_that_excepts_nothing_or_for_too_long_is_refused_with_the_mend()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        var good = bench.Waiver(candidate);
        (ExceptionMotion Motion, string Mend)[] wrong =
        [
            (good with { Until = bench.Clock.GetUtcNow() }, "over before it is signed"),
            (bench.Waiver(null) with { Until = bench.Clock.GetUtcNow().AddMonths(12).AddMinutes(1) }, "at most 12 months"),
            (good with { Check = "licences" }, "asks for a check called 'licences', but for: tests"),
            (bench.Waiver(null) with { Finding = "test:Dosage.rounds_up" }, "only a finding that is known is waived"),
            (good with { Finding = "test:Dosage.rounds_up" }, "not for both"),
            (good with { Reason = " " }, "why it is needed"),
            (good with { ClinicalRisk = "" }, "what may happen to patients"),
            (good with { Salt = "00" }, "32 random bytes"),
        ];

        foreach (var (motion, mend) in wrong)
        {
            var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => bench.ProposeAsync(motion));
            Assert.Contains(mend, refused.Message, StringComparison.Ordinal);
        }

        // Whether about the candidate or about the whole repository.
        Assert.Empty(bench.Read(reader => reader.Every<ExceptionProposed>()));
        Assert.DoesNotContain(bench.Read(reader => reader.Every<SignOffGiven>()), vote => vote.Body.SubjectKind is SubjectKind.Waiver or SubjectKind.Deviation);
    }

    [Fact]
    public async Task Nobody_signs_in_advance_for_what_a_check_may_find()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await bench.WhyAsync(candidate, "hold");

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => bench.ProposeAsync(bench.Waiver(candidate)));

        Assert.Contains("only a failure that is known is waived", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_a_waiver_can_be_erased_and_the_ledger_stays_whole()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        await bench.GrantAsync(bench.Waiver(candidate));
        await bench.WhyAsync(candidate, "hold");
        var proposed = Assert.Single(bench.Facts<ExceptionProposed>(candidate));

        bench.TamperWith("Personal", $"delete from Personal where Digest = '{proposed.Proposal}'");

        var view = await bench.ExceptionAsync(proposed.Digest);
        Assert.False(view.TryGetProperty("reason", out _));
        Assert.Equal("granted", view.GetProperty("state").GetString());
        await bench.WhyAsync(candidate, "hold");
    }

    // Nobody listens there: what is wrong is told before anybody is asked.
    private static Task<int> UntilAsync(string until) => CommandLine.RunAsync(
        ["deviation", "--server", "http://127.0.0.1:1", "--repository", PageBench.Name, "--check", "tests", "--until", until, "--reason", "a", "--clinical-risk", "b", "--as", "taunton-director", "--key", "none"]);
}
