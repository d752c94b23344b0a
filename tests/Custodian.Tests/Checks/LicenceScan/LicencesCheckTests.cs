using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Custodian.Checks;
using Custodian.Licences;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>The check of licences in the real service, from a push to the verdict.</summary>
[Collection(nameof(Alone))]
public sealed class LicencesCheckTests
{
    private const string Ours = "// SPDX-License-Identifier: AGPL-3.0-or-later\n";
    private const string Theirs = "//\n// SPDX-License-Identifier: SSPL-1.0\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_new_is_refused_with_file_and_line_and_what_is_allowed_passes()
    {
        await using var bench = await StartAsync();
        var one = await AdoptAsync(bench, Ours);
        var bad = await PushAsync(bench, Theirs, one);

        var why = await bench.WhyAsync(bad, "reject");
        Assert.Contains("file.txt:2 SSPL-1.0", why.GetProperty("reasons")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        var log = await bench.Client.GetStringAsync(Door(bad, "log"), Stop);
        Assert.Contains("fail: file.txt:2 SSPL-1.0 is denied", log, StringComparison.Ordinal);
        Assert.Contains($"compared with gold at {one}: 1 new, 0 known, 0 gone", log, StringComparison.Ordinal);
        var run = Assert.Single(bench.Facts<CheckRun>(bad));
        Assert.Equal((CheckOutcome.Failed, "not-needed", one), (run.Outcome, run.Sandbox, run.ComparedWith));

        var good = await PushAsync(bench, Ours + "// more\n", one);
        Assert.Equal(CheckOutcome.Passed, (await RanAsync(bench, good)).Outcome);
        await bench.WhyAsync(good, "hold");
    }

    [Fact]
    public async Task What_was_there_at_adoption_does_not_block()
    {
        await using var bench = await StartAsync();
        var one = await AdoptAsync(bench, Theirs);

        var two = await PushAsync(bench, Theirs + "// more\n", one);

        var run = await RanAsync(bench, two);
        Assert.Equal(CheckOutcome.Passed, run.Outcome);
        Assert.Contains("gold has 1 finding too", run.Summary, StringComparison.Ordinal);
    }

    // Seen while gold still had it, it passed; gold moved, and has it no more.
    [Fact]
    public async Task When_gold_moves_what_was_compared_with_it_is_compared_again()
    {
        await using var bench = await StartAsync();
        var zero = await AdoptAsync(bench, Theirs);
        var mended = await PushAsync(bench, Ours, zero);
        var back = await PushAsync(bench, Theirs + "// again\n", mended);
        var run = await RanAsync(bench, back);
        Assert.Equal((CheckOutcome.Passed, zero), (run.Outcome, run.ComparedWith!.Value));
        await bench.SignAsync(back, "taunton-director", SignOffDecision.Approve);

        foreach (var director in PageBench.Directors) await bench.SignAsync(mended, director, SignOffDecision.Approve);
        await bench.PageAsync($"gold stands at {mended.Abbreviated}");
        await bench.SignAsync(back, "sthk-director", SignOffDecision.Approve);

        await bench.WhyAsync(back, "reject");
        Assert.Equal([(CheckOutcome.Passed, zero), (CheckOutcome.Failed, mended)], bench.Facts<CheckRun>(back).Select(run => (run.Outcome, run.ComparedWith!.Value)));
        // What is gold itself keeps the result by which it came there.
        Assert.Equal(zero, Assert.Single(bench.Facts<CheckRun>(mended)).ComparedWith);
        Assert.Single((await bench.WhyAsync(mended)).GetProperty("runs").EnumerateArray());
    }

    [Fact]
    public async Task The_report_is_SPDX_and_the_same_whenever_it_is_asked_for()
    {
        await using var bench = await StartAsync();
        var two = await PushAsync(bench, Ours + "// more\n", await AdoptAsync(bench, Ours));
        await RanAsync(bench, two);

        var first = await bench.Client.GetStringAsync(Door(two, "spdx"), Stop);
        await bench.RestartAsync();
        var second = await bench.Client.GetStringAsync(Door(two, "spdx"), Stop);

        Assert.Equal(first, second);
        using var report = JsonDocument.Parse(first);
        var file = Assert.Single(report.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal(("./file.txt", "AGPL-3.0-or-later"), (file.GetProperty("fileName").GetString(), Assert.Single(file.GetProperty("licenseInfoInFiles").EnumerateArray()).GetString()));
        Assert.True(File.Exists(Path.Combine(bench.DataFolder, "mirrors", $"{PageBench.Name}.licences")));
        using var none = await bench.Client.GetAsync(Door(new CommitSha(new string('a', 40)), "spdx"), Stop);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    // Another policy is taken up by another host in the same process: what is kept, packs among it, must not outlive its own.
    [Fact]
    public async Task What_a_host_knew_of_licences_is_gone_when_another_has_taken_its_place()
    {
        await using var bench = await StartAsync();
        var two = await PushAsync(bench, Ours + "// more\n", await AdoptAsync(bench, Ours));
        await RanAsync(bench, two);
        var before = Known(bench);
        Assert.True(before.IsAlive);

        await bench.RestartAsync();

        await PageBench.UntilAsync(
            () =>
            {
                GC.Collect();
                return Task.FromResult(before.IsAlive);
            },
            alive => !alive);
    }

    // Not inlined: nothing of it may stay on the test's own stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Known(PageBench bench) =>
        new(bench.Services.GetRequiredService<LicenceScans>().Of(Path.Combine(bench.DataFolder, "mirrors", $"{PageBench.Name}.git"), LicenceIndex.Shipped));

    private static Task<PageBench> StartAsync() => PageBench.StartAsync(
        ("tests: { type: command, run: [\"true\"], sandbox: none }", "tests: { type: licences, allow: [AGPL-3.0-or-later], deny: [SSPL-1.0] }"));

    private static async Task<CommitSha> AdoptAsync(PageBench bench, string text)
    {
        var first = await PushAsync(bench, text, null);
        await bench.AdoptAsync(first, [.. PageBench.Directors]);
        await bench.PageAsync($"gold stands at {first.Abbreviated}");
        return first;
    }

    private static async Task<CommitSha> PushAsync(PageBench bench, string text, CommitSha? parent)
    {
        var commit = await bench.PushAsync(PageBench.Main, text, parent);
        await bench.LookAsync();
        return commit;
    }

    private static async Task<CheckRun> RanAsync(PageBench bench, CommitSha commit) =>
        Assert.Single(await PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(commit)), runs => runs.Count > 0));

    private static Uri Door(CommitSha commit, string what) => new($"api/v1/repositories/{PageBench.Name}/candidates/{commit}/checks/tests/{what}", UriKind.Relative);
}
