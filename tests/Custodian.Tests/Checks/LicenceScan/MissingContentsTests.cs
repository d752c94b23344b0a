using Custodian.Checks;
using Custodian.Rules;
using Custodian.Tests.Policies;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>A check of licences where git has lost contents: what another run may find otherwise is no failure, and what it will find again is one.</summary>
public sealed class MissingContentsTests
{
    private const string Good = "// SPDX-License-Identifier: MIT\n";
    private const string Bad = "// SPDX-License-Identifier: SSPL-1.0\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fail")]
    [InlineData("review")]
    public async Task A_file_whose_contents_are_missing_is_an_error_until_they_are_there_again(string unreadable)
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a.c", Good), ("b.c", Good + "int b;\n"));
        using var scans = new LicenceScans(bench.Blobs.Git, _ => bench.CacheFile);
        var check = bench.CheckOf(scans, new(null));

        CheckReport lost;
        using (await LoseAsync(bench, Good)) lost = await RunAsync(bench, check, commit, null, unreadable);
        var found = await RunAsync(bench, check, commit, null, unreadable);

        Assert.Equal((CheckOutcome.Errored, CheckOutcome.Passed), (lost.Outcome, found.Outcome));
        Assert.StartsWith("not every file could be read, so nothing is certain: a.c could not be read: the repository does not hold its contents", lost.Summary, StringComparison.Ordinal);
        Assert.EndsWith("; whoever keeps this copy of the repository mends it, and the check is run again", lost.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_contents_are_damaged_is_an_error_too()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a.c", Good));
        var file = bench.Blobs.LooseFile(await bench.Blobs.WriteAsync(Good));
        var whole = await File.ReadAllBytesAsync(file, Stop);
        // Git writes it for reading alone.
        File.Delete(file);
        await File.WriteAllBytesAsync(file, whole[..^8], Stop);
        using var scans = new LicenceScans(bench.Blobs.Git, _ => null);

        Assert.Equal(CheckOutcome.Errored, (await RunAsync(bench, bench.CheckOf(scans, new(null)), commit, null)).Outcome);
    }

    [Fact]
    public async Task What_other_files_say_fails_whatever_is_missing_beside_them()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a.c", Good), ("b.c", Bad));
        using var scans = new LicenceScans(bench.Blobs.Git, _ => null);

        using var lost = await LoseAsync(bench, Good);
        var report = await RunAsync(bench, bench.CheckOf(scans, new(null)), commit, null);

        Assert.Equal(CheckOutcome.Failed, report.Outcome);
        Assert.Contains("b.c:1 SSPL-1.0 is on no list", report.Summary, StringComparison.Ordinal);
    }

    // Its size and that it is a submodule are part of the commit.
    [Fact]
    public async Task What_is_not_read_because_of_what_it_is_fails()
    {
        await using var bench = await ScanBench.StartAsync();
        var large = await bench.CommitAsync(("a.c", new string('a', 5000)));
        var submodule = await bench.Blobs.CommitAsync($"160000 commit {new string('1', 40)}\tlib");
        using var scans = new LicenceScans(bench.Blobs.Git, _ => null);
        var check = bench.CheckOf(scans, new(null));

        Assert.Equal(CheckOutcome.Failed, (await RunAsync(bench, check, large, null)).Outcome);
        Assert.Equal(CheckOutcome.Failed, (await RunAsync(bench, check, submodule, null)).Outcome);
    }

    [Fact]
    public async Task What_gold_may_have_too_is_an_error_until_gold_can_be_read()
    {
        await using var bench = await ScanBench.StartAsync();
        var gold = await bench.CommitAsync(("a.c", Bad));
        var commit = await bench.CommitAsync(("a.c", Bad + "int a;\n"));
        using var scans = new LicenceScans(bench.Blobs.Git, _ => null);
        var check = bench.CheckOf(scans, new(null));

        CheckReport lost;
        using (await LoseAsync(bench, Bad)) lost = await RunAsync(bench, check, commit, gold);

        Assert.Equal((CheckOutcome.Errored, CheckOutcome.Passed), (lost.Outcome, (await RunAsync(bench, check, commit, gold)).Outcome));
    }

    // Until it is disposed of.
    private static async Task<IDisposable> LoseAsync(ScanBench bench, string text) => new Lost(bench.Blobs.LooseFile(await bench.Blobs.WriteAsync(text)));

    private static Task<CheckReport> RunAsync(ScanBench bench, LicencesCheck check, CommitSha commit, CommitSha? gold, string unreadable = "fail")
    {
        var definition = Sample.Load(Sample.With("lint: { type: command, run: [\"./lint\"] }", $"lint: {{ type: licences, allow: [MIT], largest-file: 4KiB, unreadable: {unreadable} }}")).Checks["lint"];
        return check.RunAsync(new("openmaxims", commit, gold, definition, bench.Blobs.Repository, "", 1 << 16), Stop);
    }

    private sealed class Lost : IDisposable
    {
        private readonly string file;

        public Lost(string file)
        {
            this.file = file;
            File.Move(file, file + ".away");
        }

        public void Dispose() => File.Move(file + ".away", file);
    }
}
