using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Custodian.Commands;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Dapper;
using Xunit;

namespace Custodian.Tests.Ledger;

/// <summary>Personal text lies beside the ledger: it can be erased, and nothing rests on it.</summary>
[Collection(nameof(Alone))]
public sealed partial class ErasureTests
{
    private const string Reason = "Mrs Miggins was given twice her dose";
    private const string Address = "ada@taunton.example";
    private const string Name = "Ada Lovelace";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_all_personal_text_erased_the_ledger_verifies_and_the_gate_answers_and_works_as_before()
    {
        await using var bench = await StartAsync();
        var (promoted, rejected) = await WayAsync(bench);

        bench.ErasePersonalText();

        Assert.Equal(ExitCode.Yes, (await LedgerService.VerifyAsync(new() { Data = bench.DataFolder })).ExitCode);
        await bench.RestartAsync("true");
        Assert.Equal(ExitCode.Yes, (await LedgerService.VerifyAsync(new() { Server = bench.Server })).ExitCode);
        await bench.WhyAsync(promoted, "promoted");
        Assert.Contains(ReasonCode.Vetoed, PageBench.Codes(await bench.WhyAsync(rejected, "reject")));
        await bench.PageAsync("Rejected by sthk-director");
        using var log = await bench.Client.GetAsync(new Uri($"api/v1/repositories/{PageBench.Name}/candidates/{promoted}/checks/tests/log", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.NotFound, log.StatusCode);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var director in PageBench.Directors) await bench.SignAsync(rejected, director, SignOffDecision.Approve);
        await bench.WhyAsync(rejected, "promoted");
        Assert.Equal(ExitCode.Yes, (await LedgerService.VerifyAsync(new() { Data = bench.DataFolder })).ExitCode);
    }

    [Fact]
    public async Task No_reason_name_or_address_of_a_person_is_in_what_can_never_be_erased()
    {
        await using var bench = await StartAsync();
        await WayAsync(bench);
        foreach (var director in PageBench.Directors) Assert.Equal(0, await bench.ReleaseAsync("1.0", director));

        var (forever, erasable) = (Texts(bench, "select Body from Fact union all select Bytes from Evidence"), string.Concat(Texts(bench, "select Text from Personal")));

        Assert.All((string[])[Reason, Address, Name], text => Assert.Contains(text, erasable, StringComparison.Ordinal));
        Assert.All(forever, text =>
        {
            Assert.DoesNotContain("Miggins", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Lovelace", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(AnyAddress(), text);
        });
    }

    private static Task<PageBench> StartAsync() => PageBench.StartAsync(("taunton-director: {", $"taunton-director: {{ name: {Name}, email: {Address},"));

    /// <summary>One commit becomes gold, and the next is rejected with a reason.</summary>
    private static async Task<(CommitSha Promoted, CommitSha Rejected)> WayAsync(PageBench bench)
    {
        var promoted = await bench.PromoteAsync("two", await bench.AdoptFirstAsync());
        var rejected = await bench.PushAsync(PageBench.Main, "three", promoted);
        await bench.LookAsync();
        using var server = new ServerClient(bench.Server);
        var order = new StatementOrder(PageBench.Name, rejected, SubjectKind.Commit, null, "sthk-director", "director", SignOffDecision.Reject, Reason);
        await new Signing(server, bench.Key(order.Person)).VoteAsync(order, TimeSpan.FromSeconds(60), Stop);
        await bench.WhyAsync(rejected, "reject");
        // The check, too, has run, and the verdict with the rejection is recorded.
        await PageBench.UntilAsync(() => Task.FromResult((Runs: bench.Facts<CheckRun>(rejected), Verdicts: bench.Facts<VerdictGiven>(rejected))), seen => seen.Runs.Count == 1 && seen.Verdicts is [.., { Verdict: "reject" }]);
        return (promoted, rejected);
    }

    private static List<string> Texts(PageBench bench, string query)
    {
        using var connection = new SqliteDatabase(Path.Combine(bench.DataFolder, "custodian.db")).OpenReader();
        return [.. connection.Query<byte[]>(query).Select(Encoding.UTF8.GetString)];
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.\w+")]
    private static partial Regex AnyAddress();
}
