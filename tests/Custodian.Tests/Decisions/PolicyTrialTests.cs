using System.Globalization;
using Custodian.Commands;
using Custodian.Decisions;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Decisions;

/// <summary>A proposed policy against what one service promoted, and has open; the service goes on meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class PolicyTrialTests
{
    private const string Director = "{ each: custodian, role: director }";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_proposed_policy_changes_is_told_for_every_promotion_and_candidate_and_nothing_else()
    {
        await using var bench = await PageBench.StartAsync(("sign-offs: [", "soak: 1m, sign-offs: ["));
        var one = await bench.AdoptFirstAsync();
        var two = await bench.PushAsync(PageBench.Main, "two", one);
        await bench.LookAsync();
        foreach (var director in PageBench.Directors) await bench.SignAsync(two, director, SignOffDecision.Approve);
        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        await bench.WhyAsync(two, "promoted");
        var three = await bench.PushAsync(PageBench.Main, "three", two);
        await bench.LookAsync();
        foreach (var director in PageBench.Directors) await bench.SignAsync(three, director, SignOffDecision.Approve);
        await PageBench.UntilAsync(() => bench.WhyAsync(three), why => PageBench.Codes(why).SequenceEqual([ReasonCode.Soaking]));

        // The very same; and people, who are no rule.
        Assert.Equal(0, (await TryAsync(bench)).Differences);
        Assert.Equal(0, (await TryAsync(bench, ("roles: [director, adviser]", "roles: [director, adviser, clerk]"))).Differences);

        // Without soak: nothing past differs, though the rules do; what waits would go.
        var freer = await TryAsync(bench, ("soak: 1m, ", ""));
        Assert.Equal(("candidate", three.ToString(), "hold", "promote", TrialOutcome.Promoted), Told(Assert.Single(freer.Cases)));
        Assert.Equal([ReasonCode.Soaking], freer.Cases[0].NoLonger.Select(reason => reason.Code));
        Assert.True(Assert.Single(freer.Repositories).RulesChange);
        Assert.Contains("has to be signed anew", Assert.Single(freer.Notes), StringComparison.Ordinal);

        // One more seat, which nobody has been asked to fill.
        var stricter = await TryAsync(bench, (Director, Director + ", { any: 1, role: adviser, not-by: [author] }"));
        Assert.Equal(("promotion", two.ToString(), "promote", "hold", TrialOutcome.Held), Told(stricter.Cases[0]));
        Assert.Equal((ReasonCode.SignOffMissing, "adviser", "taunton: adviser"), (stricter.Cases[0].Reasons[0].Code, stricter.Cases[0].Reasons[0].Subject, stricter.Cases[0].Reasons[0].Who[0]));
        Assert.Equal(("candidate", three.ToString(), "hold", "hold", TrialOutcome.OtherReasons), Told(stricter.Cases[1]));
        Assert.Equal(2, stricter.Differences);

        // Another definition: what was run says nothing of it.
        var other = await TryAsync(bench, ("sandbox: none", "sandbox: none, timeout: 7m"));
        Assert.Equal(["tests"], Assert.Single(other.Repositories).ChangedChecks);
        Assert.Equal(("promotion", two.ToString(), "promote", "hold", TrialOutcome.NotKnown), Told(other.Cases[0]));
        Assert.Equal("tests was not run in this definition.", Assert.Single(other.Cases[0].Reasons).Text);

        // What was changed was never recorded: the mirror tells, as long as there is one.
        (string, string) Touching(string glob) => (Director, Director + $", {{ any: 1, role: adviser, not-by: [author], when: {{ paths: [\"{glob}\"] }} }}");
        Assert.Equal(0, (await TryAsync(bench, Touching("elsewhere/**"))).Differences);
        Assert.Equal(TrialOutcome.Held, (await TryAsync(bench, Touching("file.txt"))).Cases[0].Outcome);
        Directory.Move(Mirror(bench), Mirror(bench) + ".away");
        var blind = await TryAsync(bench, Touching("elsewhere/**"));
        Directory.Move(Mirror(bench) + ".away", Mirror(bench));
        Assert.Equal(TrialOutcome.NotKnown, blind.Cases[0].Outcome);
        Assert.Contains("was not recorded, and there is no mirror here", blind.Cases[0].Reasons[0].Text, StringComparison.Ordinal);

        // Another name is another repository.
        var renamed = await TryAsync(bench, ($"{PageBench.Name}: {{ url", "renamed: { url"));
        Assert.Equal([(PageBench.Name, "gone"), ("renamed", "new")], renamed.Repositories.Select(repository => (repository.Name, repository.State)));
        Assert.Equal([TrialOutcome.Gone, TrialOutcome.Gone], renamed.Cases.Select(one => one.Outcome));

        TellsPeople(stricter, two);
        Assert.Equal((1, 0), (await RunAsync(bench, Director, Director + ", { any: 1, role: adviser, not-by: [author] }"), await RunAsync(bench, "roles: [director]", "roles: [director, clerk]")));
    }

    [Fact]
    public async Task Facts_that_are_gone_are_no_promotion_that_stays_the_same()
    {
        await using var bench = await PageBench.StartAsync();
        await bench.PromoteAsync("two", await bench.AdoptFirstAsync());
        bench.TamperWith("Evidence", "delete from Evidence where cast(Bytes as text) like '%goldLine%'");

        var told = await TryAsync(bench);

        Assert.Equal((1, TrialOutcome.NotKnown), (told.Differences, Assert.Single(told.Cases).Outcome));
    }

    [Fact]
    public async Task A_candidate_that_only_waits_for_the_policy_that_it_brings_waits_under_another_one_too_unless_that_is_it()
    {
        await using var bench = await PageBench.StartAsync(
            ("sign-offs: [", "soak: 1m, sign-offs: ["), ("\nrepositories:", "\npolicy: { repository: openmaxims, path: file.txt }\nrepositories:"), ("service:", "# {key:blackpool-director}\nservice:"));
        // Another key: whoever has it has to approve, too.
        (string Old, string New) key = (await bench.PublicKeyAsync("sthk-director"), await bench.PublicKeyAsync("blackpool-director"));
        var brought = (await File.ReadAllTextAsync(bench.File, Stop)).Replace(key.Old, key.New, StringComparison.Ordinal);
        var commit = await bench.PushAsync(PageBench.Main, brought, await bench.AdoptFirstAsync());
        await bench.LookAsync();
        foreach (var director in PageBench.Directors) await bench.SignAsync(commit, director, SignOffDecision.Approve);
        await PageBench.UntilAsync(() => bench.WhyAsync(commit), why => PageBench.Codes(why).Order(StringComparer.Ordinal).SequenceEqual([ReasonCode.PolicyAwaited, ReasonCode.Soaking]));

        var freer = await TryAsync(bench, ("soak: 1m, ", ""));
        Assert.Equal(("candidate", commit.ToString(), "hold", "hold", TrialOutcome.OtherReasons), Told(Assert.Single(freer.Cases)));
        Assert.Equal([ReasonCode.Soaking], freer.Cases[0].NoLonger.Select(reason => reason.Code));

        var itself = await TryAsync(bench, key);
        Assert.Equal([ReasonCode.PolicyAwaited], Assert.Single(itself.Cases).NoLonger.Select(reason => reason.Code));
    }

    /// <summary>Tries the policy of a bench with some changes.</summary>
    internal static async Task<TrialDocument> TryAsync(PageBench bench, params (string Old, string New)[] changes)
    {
        var configuration = ConfigurationFile.Load(await WriteAsync(bench, changes), CustodianSetup.CheckSchemas);
        var git = new GitProgram(new ProgramRunner("tests"));
        return await StoredFacts.ReadAsync(bench.DataFolder, reader => Task.FromResult(new PolicyTrial(reader, configuration, git, bench.DataFolder, CustodianSetup.CheckSchemas, bench.Clock.GetUtcNow()).Run(Stop)));
    }

    private static void TellsPeople(TrialDocument told, CommitSha promoted)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        new TrialText(text).Write(told);

        var lines = text.ToString();
        Assert.Contains("over 1 past promotion and 1 open candidate.", lines, StringComparison.Ordinal);
        Assert.Contains("past promotion would have been held", lines, StringComparison.Ordinal);
        Assert.Contains($"{promoted.Abbreviated}  promoted ", lines, StringComparison.Ordinal);
        Assert.Contains("One more sign-off", lines, StringComparison.Ordinal);
        Assert.Contains("[taunton: adviser]", lines, StringComparison.Ordinal);
        Assert.Contains("its rules change.", lines, StringComparison.Ordinal);
    }

    private static (string, string, string, string, string) Told(TrialCase one) => (one.Kind, one.Commit, one.Was, one.Now, one.Outcome);

    private static string Mirror(PageBench bench) => Path.Combine(bench.DataFolder, "mirrors", PageBench.Name + ".git");

    // The whole verb, by its exit code.
    private static async Task<int> RunAsync(PageBench bench, string old, string changed) =>
        await CommandLine.RunAsync(["policy", "test", "--config", await WriteAsync(bench, (old, changed)), "--data", bench.DataFolder, "--json"]);

    private static async Task<string> WriteAsync(PageBench bench, params (string Old, string New)[] changes)
    {
        var folder = Path.GetDirectoryName(bench.DataFolder)!;
        var text = await File.ReadAllTextAsync(Path.Combine(folder, "custodian.yaml"), Stop);
        foreach (var (old, changed) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, changed, StringComparison.Ordinal);
        }

        var file = Path.Combine(folder, "proposed.yaml");
        await File.WriteAllTextAsync(file, text, Stop);
        return file;
    }
}
