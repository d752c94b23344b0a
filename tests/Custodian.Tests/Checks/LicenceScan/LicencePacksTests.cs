using Custodian.Checks;
using Custodian.Git;
using Custodian.Licences;
using Custodian.Rules;
using Custodian.Tests.Policies;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>Rule packs lie where the operator keeps them, and count only with the digest that was voted for.</summary>
public sealed class LicencePacksTests : IDisposable
{
    private const string File = "// For internal use within Barts Health under licence.\n";

    private readonly PackBench packs = new PackBench().Write("ours/trust.txt", PackBench.Trust);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => packs.Dispose();

    [Fact]
    public async Task A_check_finds_by_the_pack_that_was_voted_for_and_names_it()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a.c", File));

        var refused = await RunAsync(bench, commit, packs.Folder, packs.Asked("ours"));
        var allowed = await RunAsync(bench, commit, packs.Folder, packs.Asked("ours"), "allow: [LicenseRef-Barts-Internal]");
        var without = await RunAsync(bench, commit, packs.Folder, null, "unknown: pass");

        Assert.Equal(CheckOutcome.Failed, refused.Outcome);
        Assert.Contains("a.c:1 LicenseRef-Barts-Internal is on no list, found by the rule pack ours", refused.Summary, StringComparison.Ordinal);
        Assert.Equal((CheckOutcome.Passed, CheckOutcome.Passed), (allowed.Outcome, without.Outcome));
    }

    [Fact]
    public async Task Without_the_pack_that_was_voted_for_nothing_passes_and_the_operator_is_told_what_to_do()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a.c", "int a;\n"));
        var asked = packs.Asked("ours");

        Task<CheckReport> Run(string? folder, LicencePack pack) => RunAsync(bench, commit, folder, pack, "allow: [MIT]");
        var unnamed = await Run(null, asked);
        var missing = await Run(packs.Folder, asked with { Name = "theirs" });
        packs.Write("ours/more.txt", "== MIT : notice\nunder licence of nobody\n");
        var other = await Run(packs.Folder, asked);
        packs.Write("ours/more.txt", "== MIT : notize\n");
        var broken = await Run(packs.Folder, packs.Asked("ours"));

        Assert.All([unnamed, missing, other, broken], report => Assert.Equal(CheckOutcome.Errored, report.Outcome));
        Assert.Contains("has no folder of rule packs: the operator names one in 'licence-packs' of 'service'", unnamed.Summary, StringComparison.Ordinal);
        Assert.Contains($"has no folder theirs: the operator puts there the pack whose digest is sha256:{asked.Digest}", missing.Summary, StringComparison.Ordinal);
        Assert.Matches($"has the digest sha256:(?!{asked.Digest})[0-9a-f]{{64}}: the operator puts in its place the pack whose digest is sha256:{asked.Digest}, or custodians vote", other.Summary);
        Assert.Contains("cannot be used: ours/more.txt:1: 'notize' is no kind", broken.Summary, StringComparison.Ordinal);
        Assert.Contains("nothing passes until custodians vote on one that can be, and 'custodian licences PATH --pack FOLDER' tells every mistake", broken.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_that_was_read_is_used_whatever_becomes_of_its_files()
    {
        var loaded = new LicencePacks(packs.Folder);
        var asked = packs.Asked("ours");
        var index = loaded.Of([asked]);

        packs.Write("ours/trust.txt", "spoilt");

        Assert.Same(index, loaded.Of([asked]));
        Assert.Throws<LicencePackException>(() => new LicencePacks(packs.Folder).Of([asked]));
    }

    [Fact]
    public async Task Checks_with_different_packs_keep_what_they_found_apart()
    {
        packs.Write("theirs/a.txt", "== Zlib : notice\ninternal use within Barts Health under licence\n");
        var loaded = new LicencePacks(packs.Folder);
        var (ours, both) = (loaded.Of([packs.Asked("ours")]), loaded.Of([packs.Asked("ours"), packs.Asked("theirs")]));
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a.c", File), ("b.c", "int b;\n"));
        Licences.LicenceIndex[] all = [Licences.LicenceIndex.Shipped, ours, both];

        async Task<ScannedCommit> Scan(Licences.LicenceIndex index, bool cached)
        {
            using var scan = new CommitScan(bench.Blobs.Git, bench.Blobs.Repository, new ScanCache(cached ? bench.CacheFile : null, index), new(index));
            return await scan.RunAsync(commit, new(), null, Stop);
        }

        foreach (var index in all) Assert.Equal(2, (await Scan(index, cached: true)).Read);
        foreach (var index in all)
        {
            var again = await Scan(index, cached: true);
            Assert.Equal((0, ScanBench.Text(await Scan(index, cached: false))), (again.Read, ScanBench.Text(again)));
        }

        Assert.Equal(["known.licences", $"known.{string.Join('+', both.Packs.Select(pack => pack.Label))}.licences", $"known.{ours.Packs[0].Label}.licences"], Directory.GetFiles(Path.GetDirectoryName(bench.CacheFile)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_packs_of_one_name_keep_what_they_found_apart()
    {
        var one = new LicencePacks(packs.Folder).Of([packs.Asked("ours")]);
        packs.Write("ours/trust.txt", PackBench.Trust.Replace("Barts-Internal", "Other", StringComparison.Ordinal));
        var two = new LicencePacks(packs.Folder).Of([packs.Asked("ours")]);
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a.c", File));

        foreach (var read in new[] { 1, 0 })
        {
            foreach (var (index, licence) in new[] { (one, "LicenseRef-Barts-Internal"), (two, "LicenseRef-Other") })
            {
                using var scans = new LicenceScans(bench.Blobs.Git, _ => bench.CacheFile);
                var scanned = await scans.Of(bench.Blobs.Repository, index).RunAsync(commit, new(), null, Stop);
                Assert.Equal((read, licence), (scanned.Read, Assert.Single(scanned.Files[0].File.Scan.Findings).Expression));
            }
        }

        Assert.EndsWith($"ours@{one.Packs[0].Digest}", ScanCache.VersionOf(one), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_kept_for_packs_that_no_check_asks_for_is_removed_when_something_is_kept()
    {
        packs.Write("theirs/a.txt", PackBench.Trust);
        LicencePack[] ours = [packs.Asked("ours")], theirs = [packs.Asked("theirs")];
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a.c", File));
        string[] others = ["known-too.licences", $"known-too.{RulePack.LabelOf("ours", ours[0].Digest)}.licences", "known.digests"];
        foreach (var other in others) await System.IO.File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(bench.CacheFile)!, other), "another's", Stop);

        async Task<IEnumerable<string>> Kept(LicencePack[][] inForce, LicencePack[][] scanned)
        {
            using (var scans = new LicenceScans(bench.Blobs.Git, _ => bench.CacheFile, inForce))
            {
                foreach (var one in scanned) await scans.Of(bench.Blobs.Repository, new LicencePacks(packs.Folder).Of(one)).RunAsync(commit, new(), null, Stop);
            }

            return Names(bench).Except(others);
        }

        string[] both = ["known.licences", $"known.{RulePack.LabelOf("ours", ours[0].Digest)}.licences"];
        Assert.Equal(both, await Kept([[], ours], [[], ours]));
        // Nothing is new, and so nothing is written.
        Assert.Equal(both, await Kept([theirs, ours], [ours]));
        Assert.Equal([both[1], $"known.{RulePack.LabelOf("theirs", theirs[0].Digest)}.licences"], await Kept([theirs, ours], [theirs]));
        Assert.Equal(["known.licences"], await Kept([[]], [[]]));
        Assert.Equal(others.Order(StringComparer.Ordinal), Names(bench).Intersect(others));
    }

    [Fact]
    public async Task Of_packs_that_somebody_tries_out_the_last_few_are_kept()
    {
        await using var bench = await ScanBench.StartAsync();
        var commit = await bench.CommitAsync(("a.c", File));
        var written = new List<string>();
        foreach (var number in Enumerable.Range(0, 7))
        {
            if (number > 0) packs.Write("ours/trust.txt", PackBench.Trust.Replace("Barts", $"Barts{number}", StringComparison.Ordinal));
            LicencePack[] tried = number > 0 ? [packs.Asked("ours")] : [];
            using (var scans = new LicenceScans(bench.Blobs.Git, _ => bench.CacheFile)) await scans.Of(bench.Blobs.Repository, new LicencePacks(packs.Folder).Of(tried)).RunAsync(commit, new(), null, Stop);
            written.Add(Names(bench).Except(written).Single());
            System.IO.File.SetLastWriteTimeUtc(Path.Combine(Path.GetDirectoryName(bench.CacheFile)!, written[^1]), new DateTime(2026, 1, number + 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.Equal(written.TakeLast(4).Prepend("known.licences").Order(StringComparer.Ordinal), Names(bench));
    }

    [Fact]
    public async Task The_digest_is_what_the_command_in_the_README_computes()
    {
        packs.Write("ours/-n.txt", "a").Write("ours/Z/b c.RULE", "b").Write("ours/é'$x.LICENSE", "c").Write("ours/a.md", "d").Write("ours/.git/x.txt", "e").Write("ours/Z/.git/y.txt", "f").Write("ours/Z.txt", "g");
        var top = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(top!.FullName, "Custodian.sln"))) top = top.Parent;
        var command = Assert.Single(await System.IO.File.ReadAllLinesAsync(Path.Combine(top.FullName, "src/Custodian.Licences/README.md"), Stop), line => line.StartsWith("    find ", StringComparison.Ordinal));

        var told = await new ProgramRunner("tests").RunAsync(new() { Program = "sh", Arguments = ["-c", command], WorkingFolder = packs.PathOf("ours"), Timeout = TimeSpan.FromSeconds(30) }, Stop);

        Assert.Equal($"{packs.Asked("ours").Digest}  -", told.Output.TrimEnd());
        packs.Write("ours/a\\b.txt", "a");
        Assert.Contains("has a backslash in its name", Assert.Throws<IOException>(() => packs.Asked("ours")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_out_of_the_folder_are_not_followed_and_are_told()
    {
        packs.Write("secret/password.txt", "hunter2");
        System.IO.File.CreateSymbolicLink(packs.PathOf("ours/more.txt"), packs.PathOf("secret/password.txt"));
        Assert.Contains("more.txt is a link", Assert.Throws<IOException>(() => packs.Asked("ours")).Message, StringComparison.Ordinal);

        System.IO.File.Delete(packs.PathOf("ours/more.txt"));
        Directory.CreateSymbolicLink(packs.PathOf("ours/inner"), packs.PathOf("secret"));
        Assert.Contains("inner is a link", Assert.Throws<IOException>(() => packs.Asked("ours")).Message, StringComparison.Ordinal);

        Directory.Delete(packs.PathOf("ours/inner"));
        Directory.CreateSymbolicLink(packs.PathOf("current"), packs.PathOf("ours"));
        Assert.Equal(packs.Asked("ours").Digest, packs.Asked("current").Digest);
    }

    [Fact]
    public async Task What_is_too_large_is_not_read_and_a_pipe_is_refused_and_not_waited_for()
    {
        var made = await new ProgramRunner("tests").RunAsync(new() { Program = "mkfifo", Arguments = [packs.PathOf("ours/pipe.txt")], Timeout = TimeSpan.FromSeconds(30) }, Stop);
        Assert.True(made.Succeeded);
        Assert.Contains("pipe.txt is empty, or no ordinary file", Assert.Throws<IOException>(() => packs.Asked("ours")).Message, StringComparison.Ordinal);
        System.IO.File.Delete(packs.PathOf("ours/pipe.txt"));

        using (var large = System.IO.File.Create(packs.PathOf("ours/large.RULE"))) large.SetLength(10 << 20);
        Assert.Contains("large.RULE has more than 1 MiB", Assert.Throws<IOException>(() => packs.Asked("ours")).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Names(ScanBench bench) => [.. Directory.GetFiles(Path.GetDirectoryName(bench.CacheFile)!).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static async Task<CheckReport> RunAsync(ScanBench bench, CommitSha commit, string? folder, LicencePack? pack, string settings = "deny: [MIT]")
    {
        var asked = pack is null ? "" : $", packs: [{{ name: {pack.Name}, digest: \"sha256:{pack.Digest}\" }}]";
        var definition = Sample.Load(Sample.With("lint: { type: command, run: [\"./lint\"] }", $"lint: {{ type: licences, {settings}{asked} }}")).Checks["lint"];
        using var scans = new LicenceScans(bench.Blobs.Git, _ => null);
        return await bench.CheckOf(scans, new(folder))
            .RunAsync(new CheckRequest("openmaxims", commit, null, definition, bench.Blobs.Repository, "", 1 << 16), Stop);
    }
}
