using Custodian.Checks;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Pages;
using Custodian.Tests.Policies;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>Another scanner in the real service: a script of the repository's own, run in the real sandbox.</summary>
[Collection(nameof(Alone))]
public sealed class OtherScannerTests
{
    private const string Ours = "// SPDX-License-Identifier: MIT\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_adds_is_new_or_known_and_stands_in_the_result_the_page_and_the_report()
    {
        await using var bench = await StartAsync("scancode");
        var gold = await AdoptAsync(bench, Scan(("a.c", "SSPL-1.0", 1)));
        var same = await RunAsync(bench, gold, Scan(("a.c", "SSPL-1.0", 1)) + "# more\n");
        var more = await RunAsync(bench, gold, Scan(("a.c", "SSPL-1.0", 1), ("b.c", "LicenseRef-scancode-secret", 7)));

        Assert.Equal((CheckOutcome.Passed, "bubblewrap"), (same.Outcome, same.Sandbox));
        Assert.Contains("gold has 1 finding too", same.Summary, StringComparison.Ordinal);
        Assert.Equal((CheckOutcome.Failed, gold), (more.Outcome, more.ComparedWith!.Value));
        Assert.Contains("b.c:7 LicenseRef-scancode-secret is on no list, found by the scanner other", more.Summary, StringComparison.Ordinal);
        var page = PageBench.Text(PageBench.Parse(await bench.Client.GetStringAsync(Address($"repositories/{PageBench.Name}/candidates/{more.Commit}/checks/tests/report"), Stop)));
        Assert.Contains("What blocks: 1b.c, line 7: LicenseRef-scancode-secret is on no list, found by the scanner other.", page, StringComparison.Ordinal);
        Assert.Contains("What gold has, too: 1", page, StringComparison.Ordinal);
        var spdx = await bench.Client.GetStringAsync(Address($"api/v1/repositories/{PageBench.Name}/candidates/{more.Commit}/checks/tests/spdx"), Stop);
        Assert.Contains("LicenseRef-scancode-secret (scanner other, 1.00)", spdx, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_may_print_SPDX()
    {
        await using var bench = await StartAsync("spdx");
        var run = await RunAsync(bench, await AdoptAsync(bench, "echo '{\"files\":[{\"fileName\":\"./a.c\",\"licenseInfoInFiles\":[\"MIT\"]}]}' > scan.json"),
            "echo '{\"files\":[{\"fileName\":\"./a.c\",\"licenseInfoInFiles\":[\"GPL-2.0-only\"]}]}' > scan.json");

        Assert.Equal(CheckOutcome.Failed, run.Outcome);
        Assert.Contains("a.c GPL-2.0-only is on no list, found by the scanner other", run.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_could_not_read_blocks_and_the_page_and_the_report_say_why()
    {
        await using var bench = await StartAsync("scancode");
        var gold = await AdoptAsync(bench, Scan(("a.c", "MIT", 1)));
        var run = await RunAsync(bench, gold, "echo '{\"files\":[{\"path\":\"a.c\",\"type\":\"file\",\"license_detections\":[],\"scan_errors\":[\"timeout after 120 seconds\"]}]}' > scan.json\n");

        const string Why = "the file could not be read to its end (timeout after 120 seconds)";
        Assert.Equal(CheckOutcome.Failed, run.Outcome);
        Assert.Contains($"a.c may be under a licence that is not known; the scanner other says: {Why}", run.Summary, StringComparison.Ordinal);
        var page = PageBench.Text(PageBench.Parse(await bench.Client.GetStringAsync(Address($"repositories/{PageBench.Name}/candidates/{run.Commit}/checks/tests/report"), Stop)));
        Assert.Contains($"somewhere in the file: {Why}", page, StringComparison.Ordinal);
        var spdx = await bench.Client.GetStringAsync(Address($"api/v1/repositories/{PageBench.Name}/candidates/{run.Commit}/checks/tests/spdx"), Stop);
        Assert.Contains($"the file: {Why} (scanner other", spdx, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3", CheckOutcome.Failed, "the scanner other: ended with exit code 3")]
    [InlineData("true", CheckOutcome.NoReport, "the scanner other wrote no report that can be read at scan.json")]
    [InlineData("echo hello > scan.json", CheckOutcome.NoReport, "the scanner other wrote a report that is no JSON")]
    [InlineData("echo '{\"files\":[{\"path\":\"z\"}]}' > scan.json", CheckOutcome.NoReport, "names no file of this commit")]
    [InlineData("ln -s a.c scan.json", CheckOutcome.NoReport, "wrote no report that can be read")]
    [InlineData("mkfifo scan.json", CheckOutcome.NoReport, "wrote no report that can be read")]
    [InlineData("head -c 300000000 /dev/zero | tr '\\0' ' ' > scan.json", CheckOutcome.NoReport, "wrote a report larger than 256 MiB")]
    public async Task What_tells_nothing_does_not_pass_and_says_who_acts(string script, CheckOutcome outcome, string why)
    {
        await using var bench = await StartAsync("scancode");
        var run = await RunAsync(bench, await AdoptAsync(bench, Scan(("a.c", "MIT", 1))), script);

        Assert.Equal(outcome, run.Outcome);
        Assert.Contains(why, run.Summary, StringComparison.Ordinal);
        Assert.Contains("Whoever runs this service mends the scanner, or custodians adopt a policy without it", run.Summary, StringComparison.Ordinal);
        await AssertPageSaysThatNothingIsKnownAsync(bench, run);
    }

    [Fact]
    public async Task What_is_kept_no_more_is_listed_nowhere_and_the_recorded_outcome_stands()
    {
        await using var bench = await StartAsync("scancode");
        var run = await RunAsync(bench, await AdoptAsync(bench, Scan(("a.c", "MIT", 1))), Scan(("a.c", "SSPL-1.0", 1)));
        var kept = Directory.EnumerateFiles(bench.DataFolder, $"{run.Commit}-*.json", SearchOption.AllDirectories);

        File.Delete(Assert.Single(kept));

        await AssertPageSaysThatNothingIsKnownAsync(bench, run);
    }

    // The front page leads there, whatever became of the scanner.
    private static async Task AssertPageSaysThatNothingIsKnownAsync(PageBench bench, CheckRun run)
    {
        var page = PageBench.Parse(await bench.Client.GetStringAsync(Address($"repositories/{PageBench.Name}/candidates/{run.Commit}/checks/tests/report"), Stop));

        var text = PageBench.Text(page);
        Assert.Contains("The scanner other told nothing, or what it told is not kept any more, so no files are listed here.", text, StringComparison.Ordinal);
        Assert.Contains(run.Summary, text, StringComparison.Ordinal);
        Assert.Contains("Who can act", text, StringComparison.Ordinal);
        Assert.Contains("Anyone: Ask to run this check again, once what is said above is mended.", text, StringComparison.Ordinal);
        Assert.Contains($"custodian check --server URL --repository {PageBench.Name} --commit {run.Commit} --check tests", text, StringComparison.Ordinal);
        Assert.DoesNotContain("What blocks", text, StringComparison.Ordinal);
        foreach (var link in page.Descendants("a").Select(link => link.Attribute("href")!.Value).Where(link => link[0] == '/'))
        {
            using var answer = await bench.Client.GetAsync(Address(link), Stop);
            Assert.True(answer.IsSuccessStatusCode, link);
        }
    }

    // The service above stands still in time, and this is about time.
    [Fact]
    public async Task One_that_does_not_end_is_ended_and_nothing_of_its_workspace_is_left()
    {
        await using var bench = await ScanBench.StartAsync();
        using var scans = new LicenceScans(bench.Blobs.Git, _ => null);
        var check = bench.CheckOf(scans, new(null));
        var policy = Sample.Load(Sample.With("lint: { type: command, run: [\"./lint\"] }", "lint: { type: licences, scanner: { name: other, run: [sleep, \"60\"], prints: spdx, report: scan.json, timeout: 1s } }"));
        var commit = await bench.CommitAsync(("a.c", Ours));

        var report = await check.RunAsync(new("openmaxims", commit, null, policy.Checks["lint"], bench.Blobs.Repository, "", 1 << 20), Stop);

        Assert.Equal(CheckOutcome.TimedOut, report.Outcome);
        Assert.Contains("the scanner other: still running after 1 s", report.Summary, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Path.GetTempPath(), $"custodian-{bench.ServiceName}")));
    }

    private static string Scan(params (string Path, string Expression, int Line)[] found) =>
        $"echo '{{\"files\":[{string.Join(',', found.Select(one => $"{{\"path\":\"scan/{one.Path}\",\"type\":\"file\",\"license_detections\":[{{\"license_expression_spdx\":\"{one.Expression}\",\"matches\":[{{\"score\":100,\"start_line\":{one.Line},\"end_line\":{one.Line}}}]}}]}}"))}]}}' > scan.json\n";

    private static Task<PageBench> StartAsync(string prints) => PageBench.StartAsync(
        ("tests: { type: command, run: [\"true\"], sandbox: none }", $"tests: {{ type: licences, allow: [MIT], paths: [{{ paths: [scan.sh], ignore: true, reason: Names licences. }}], scanner: {{ name: other, run: [sh, scan.sh], prints: {prints}, report: scan.json }} }}"));

    private static Task<CommitSha> AdoptAsync(PageBench bench, string script) => bench.AdoptFilesAsync(With(script));

    private static Task<CheckRun> RunAsync(PageBench bench, CommitSha parent, string script) => bench.CheckFilesAsync(parent, PageBench.Bytes(With(script)));

    private static (string Path, string Text)[] With(string script) => [("a.c", Ours), ("b.c", Ours + "//\n"), ("scan.sh", script)];

    private static Uri Address(string path) => new(path, UriKind.Relative);
}
