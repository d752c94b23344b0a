using System.Globalization;
using System.Text.Json;
using Custodian.Commands;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Tests.Checks;
using Custodian.Tests.Doors;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Commands;

/// <summary>A dry run that asks the real service which exceptions were granted.</summary>
[Collection(nameof(Alone))]
public sealed class DryRunServerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-dry-server-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_every_custodian_granted_counts_where_the_service_is_named_and_nowhere_else()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        var deviation = bench.Waiver(null);
        await bench.ProposeAsync(deviation);
        await bench.GitAsync(null, "clone", "--quiet", "--branch=main", bench.Repository, folder.FullName);

        var alone = await RunAsync(bench, candidate, null, 1);
        Assert.Equal("check-failed", Codes(alone)[0]);
        Assert.Contains("Waivers and deviations that the service knows are not known here", Notes(alone), StringComparison.Ordinal);
        // Proposed, and not granted.
        Assert.Equal("check-failed", Codes(await RunAsync(bench, candidate, bench.Server, 1))[0]);

        await bench.VoteAsync(deviation, "sthk-director");
        await GrantedAsync(bench, deviation);

        var excused = await RunAsync(bench, candidate, bench.Server, 0);
        Assert.Equal(["sign-off-missing", "sign-off-missing"], Codes(excused));
        Assert.DoesNotContain("not known here", Notes(excused), StringComparison.Ordinal);
        Assert.StartsWith("by a deviation until", excused.GetProperty("verdict").GetProperty("rules").EnumerateArray().Single(rule => rule.TryGetProperty("excuse", out _)).GetProperty("excuse").GetString(), StringComparison.Ordinal);
        Assert.Equal("check-failed", Codes(await RunAsync(bench, candidate, null, 1))[0]);

        bench.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal("waiver-expired", Codes(await RunAsync(bench, candidate, bench.Server, 1))[0]);
    }

    [Fact]
    public async Task A_waiver_of_another_commit_does_not_count_and_another_policy_is_told()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var other = bench.Waiver(await bench.FailedAsync("another"));
        await bench.GrantAsync(other);
        await GrantedAsync(bench, other);
        var candidate = await bench.FailedAsync();
        await bench.GitAsync(null, "clone", "--quiet", "--branch=main", bench.Repository, folder.FullName);
        Assert.Equal("check-failed", Codes(await RunAsync(bench, candidate, bench.Server, 1))[0]);

        var own = bench.Waiver(candidate);
        await bench.GrantAsync(own);
        await GrantedAsync(bench, own);
        Assert.DoesNotContain("check-failed", Codes(await RunAsync(bench, candidate, bench.Server, 0)));

        bench.Rewrite((await File.ReadAllTextAsync(bench.File, Stop)).Replace("checks: all, ", "checks: all, soak: 1h, ", StringComparison.Ordinal));
        Assert.Contains("The service has another policy in force (number 1)", Notes(await RunAsync(bench, candidate, bench.Server, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiver_that_a_director_ended_is_told_as_the_service_tells_it()
    {
        await using var bench = await PageBench.StartAsync(ExceptionBench.Failing);
        var candidate = await bench.FailedAsync();
        await bench.GitAsync(null, "clone", "--quiet", "--branch=main", bench.Repository, folder.FullName);
        var waiver = bench.Waiver(candidate);
        await bench.GrantAsync(waiver);
        await GrantedAsync(bench, waiver);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.VoteAsync(waiver, "sthk-director", SignOffDecision.Withdraw);
        var why = await PageBench.UntilAsync(() => bench.WhyAsync(candidate), why => PageBench.Codes(why).Contains(ReasonCode.WaiverExpired));

        var told = await RunAsync(bench, candidate, bench.Server, 1);

        Assert.Equal(ReasonCode.WaiverExpired, Codes(told)[0]);
        Assert.Equal(Text(why), Text(told.GetProperty("verdict")));
        static string? Text(JsonElement told) => told.GetProperty("reasons")[0].GetProperty("text").GetString();
    }

    private static Task<JsonElement> GrantedAsync(PageBench bench, ExceptionMotion motion) =>
        PageBench.UntilAsync(() => bench.ExceptionAsync(ExceptionMotion.Digest(motion.ToBytes())), one => one.GetProperty("state").GetString() == "granted");

    private async Task<JsonElement> RunAsync(PageBench bench, CommitSha commit, string? server, int exitCode)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var order = new DryRunOrder(bench.File, PageBench.Name, folder.FullName, commit) { Server = server, Json = true };
        var ended = await new DryRun(output, TextWriter.Null, bench.Clock).RunAsync(order, Stop);
        Assert.True(exitCode == ended, output.ToString());
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    private static IReadOnlyList<string> Codes(JsonElement told) => PageBench.Codes(told.GetProperty("verdict"));

    private static string Notes(JsonElement told) => string.Join(' ', told.GetProperty("verdict").GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
}
