using Custodian.Commands;
using Custodian.Ledger;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>Checks that only people can do, and the advice of those who are never counted.</summary>
[Collection(nameof(Alone))]
public sealed class AttestationTests
{
    private const string Report = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    private static readonly (string Old, string New)[] ByHand =
    [
        ("checks: [tests]", "checks: [tests, by-hand]"),
        ("sandbox: none }\ngates", "sandbox: none }\n  by-hand: { type: attested, role: adviser }\ngates"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_that_only_people_can_do_waits_for_the_word_of_one_in_its_role()
    {
        await using var bench = await PageBench.StartAsync(ByHand);
        var candidate = await CandidateAsync(bench);
        Assert.Contains(ReasonCode.CheckNotRun, PageBench.Codes(await bench.WhyAsync(candidate)));
        await bench.PageAsync("Waits for a person's word");

        await AttestAsync(bench, candidate, SignOffDecision.Approve);

        await PageBench.UntilAsync(() => bench.WhyAsync(candidate), why => !PageBench.Codes(why).Contains(ReasonCode.CheckNotRun));
        await bench.PageAsync("taunton-director attests that it passed (report 2c26b46b68ff).");
        foreach (var director in PageBench.Directors) await bench.SignAsync(candidate, director, SignOffDecision.Approve);
        await bench.WhyAsync(candidate, "promoted");
        Assert.Empty(bench.Read(reader => VerdictReplay.Check(reader, null)).Findings);
    }

    [Fact]
    public async Task Who_attests_that_it_failed_stops_the_candidate_until_they_take_it_back()
    {
        await using var bench = await PageBench.StartAsync(ByHand);
        var candidate = await CandidateAsync(bench);

        await AttestAsync(bench, candidate, SignOffDecision.Reject);
        Assert.Contains(ReasonCode.CheckFailed, PageBench.Codes(await bench.WhyAsync(candidate, "reject")));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await AttestAsync(bench, candidate, SignOffDecision.Withdraw);

        Assert.Contains(ReasonCode.CheckNotRun, PageBench.Codes(await bench.WhyAsync(candidate, "hold")));
    }

    [Fact]
    public async Task A_captured_attestation_sent_again_for_another_report_undoes_nothing()
    {
        await using var bench = await PageBench.StartAsync(ByHand);
        var candidate = await CandidateAsync(bench);
        var early = await StatementAsync(bench, candidate, SignOffDecision.Approve, new string('0', 64));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await AttestAsync(bench, candidate, SignOffDecision.Reject);

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => SendAsync(bench, early));

        Assert.Equal("statement-older", refused.Type);
    }

    [Theory]
    [InlineData("role=director", "is attested as adviser", "role-not-asked")]
    [InlineData("check=tests", "has no attested check called 'tests'", "nothing-to-attest")]
    public async Task An_attestation_that_nobody_asks_for_is_refused(string change, string why, string type)
    {
        await using var bench = await PageBench.StartAsync(ByHand);
        var candidate = await CandidateAsync(bench);
        var statement = Statement.Parse(await StatementAsync(bench, candidate, SignOffDecision.Approve));

        var refused = await Assert.ThrowsAsync<ServerRefusalException>(() => SendAsync(
            bench, (change == "check=tests" ? statement with { Check = "tests" } : statement with { Role = "director" }).ToBytes()));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal(type, refused.Type);
    }

    [Fact]
    public async Task A_sign_off_never_passes_for_an_attestation_nor_the_reverse()
    {
        await using var bench = await PageBench.StartAsync(ByHand);
        var candidate = await CandidateAsync(bench);
        var statement = Statement.Parse(await StatementAsync(bench, candidate, SignOffDecision.Approve));

        foreach (var wrong in new[] { statement with { Check = null }, statement with { Report = null }, statement with { Subject = statement.Subject with { Kind = SubjectKind.Commit } } })
        {
            Assert.Equal("statement-malformed", (await Assert.ThrowsAsync<ServerRefusalException>(() => SendAsync(bench, wrong.ToBytes()))).Type);
        }
    }

    [Fact]
    public async Task An_associate_advises_is_shown_and_neither_fills_a_seat_nor_vetoes()
    {
        await using var advised = await PageBench.StartAsync(
            ("repositories:\n", "associates:\n  patients-voice: { kind: patient, roles: [patient, director], keys: [\"{key:patients-voice}\"] }\nrepositories:\n"));
        var candidate = await CandidateAsync(advised);

        var receipt = await VoteAsync(advised, candidate, "patients-voice", "director", SignOffDecision.Reject);
        Assert.Contains("never counted", receipt.Note, StringComparison.Ordinal);
        advised.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var director in PageBench.Directors) await advised.SignAsync(candidate, director, SignOffDecision.Approve);

        await advised.WhyAsync(candidate, "promoted");
        Assert.Equal(SignOffGiven.Associates, advised.Facts<SignOffGiven>(candidate).Single(fact => fact.Person == "patients-voice").Custodian);
    }

    /// <summary>Says of the check <c>by-hand</c> how it went.</summary>
    internal static async Task<Receipt> AttestAsync(PageBench bench, CommitSha candidate, SignOffDecision decision) => await SendAsync(bench, await StatementAsync(bench, candidate, decision));

    private static async Task<CommitSha> CandidateAsync(PageBench bench)
    {
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await PageBench.UntilAsync(() => bench.WhyAsync(candidate), why => bench.Facts<CheckRun>(candidate).Count == 1 && why.GetProperty("state").GetString() == "hold");
        return candidate;
    }

    private static async Task<Receipt> VoteAsync(PageBench bench, CommitSha candidate, string person, string role, SignOffDecision decision)
    {
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        var order = new StatementOrder(PageBench.Name, candidate, SubjectKind.Commit, null, person, role, decision, null);
        return await new Signing(server, bench.Key(person)).VoteAsync(order, TimeSpan.Zero, Stop);
    }

    private static async Task<Receipt> SendAsync(PageBench bench, byte[] statement)
    {
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        return await new Signing(server, bench.Key("taunton-director")).SendAsync(statement, Stop);
    }

    private static async Task<byte[]> StatementAsync(PageBench bench, CommitSha candidate, SignOffDecision decision, string report = Report)
    {
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        var order = new StatementOrder(PageBench.Name, candidate, SubjectKind.Attestation, null, "taunton-director", "adviser", decision, null) { Check = "by-hand", Report = report };
        return await order.FetchAsync(server, Stop);
    }
}
