using Custodian.Commands;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Doors;

[Collection(nameof(Alone))]
public sealed class RejectTests
{
    [Fact]
    public async Task A_rejection_on_the_command_line_stands_with_its_reason_until_it_is_withdrawn_there()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await bench.SignAsync(candidate, "taunton-director", SignOffDecision.Approve);

        Assert.Equal(0, await SignOffAsync(bench, candidate, "--reject", "--reason", "The dose is \"wrong\" – höher"));

        var rejected = await bench.WhyAsync(candidate, "reject");
        var reason = rejected.GetProperty("reasons").EnumerateArray().First();
        Assert.Equal(ReasonCode.Vetoed, reason.GetProperty("code").GetString());
        Assert.Equal($"sthk-director rejected {candidate.Abbreviated} as director: it needs a new commit, or the rejection withdrawn.", reason.GetProperty("text").GetString());
        Assert.Contains($"sthk-director: approve {candidate.Abbreviated} as director instead of rejecting it", rejected.GetProperty("unblock").EnumerateArray().Select(act => act.GetString()));
        var kept = bench.Facts<SignOffGiven>(candidate)[^1];
        var statement = System.Text.Json.JsonDocument.Parse(bench.Read(reader => reader.Personal(kept.Statement))!);
        Assert.Equal("The dose is \"wrong\" – höher", statement.RootElement.GetProperty("reason").GetString());

        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await SignOffAsync(bench, candidate, "--withdraw"));

        var held = await bench.WhyAsync(candidate, "hold");
        Assert.DoesNotContain(ReasonCode.Vetoed, PageBench.Codes(held));
        Assert.Contains($"sthk-director: sign off {candidate.Abbreviated} as director", held.GetProperty("unblock").EnumerateArray().Select(act => act.GetString()));
        Assert.Equal([SignOffDecision.Approve, SignOffDecision.Reject, SignOffDecision.Withdraw], bench.Facts<SignOffGiven>(candidate).Select(given => given.Decision));

        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await SignOffAsync(bench, candidate, "--approve"));
        await bench.WhyAsync(candidate, "promoted");
    }

    private static Task<int> SignOffAsync(PageBench bench, CommitSha commit, params string[] decision) => CommandLine.RunAsync([
        "sign-off", "--server", bench.Server, "--repository", PageBench.Name, "--commit", commit.ToString(), "--path", bench.Repository,
        "--as", "sthk-director", "--role", "director", "--key", bench.Key("sthk-director"), .. decision]);
}
