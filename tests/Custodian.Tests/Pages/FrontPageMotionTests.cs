using System.Xml.Linq;
using Custodian.Commands;
using Custodian.Rules;
using Custodian.Tests.Checks;
using Xunit;

namespace Custodian.Tests.Pages;

/// <summary>What directors vote on, as the page tells it.</summary>
[Collection(nameof(Alone))]
public sealed class FrontPageMotionTests
{
    private static readonly string[] Directors = ["taunton-director", "sthk-director"];

    [Fact]
    public async Task A_freeze_that_everybody_lifted_waits_for_gold_to_be_moved_back()
    {
        await using var bench = await AdoptedAsync();
        var gold = await GoldAsync(bench);
        var elsewhere = await bench.PushAsync("refs/heads/gold", "by somebody else", gold);
        await bench.LookAsync();
        foreach (var director in Directors) await SayAsync(bench, "sign-off", director, "--subject", "freeze", "--role", "director", "--approve");

        var notice = PageBench.Text(Section(await bench.PageAsync()).Elements("div").First());

        Assert.Contains($"the gold branch still stands at {elsewhere.Abbreviated}", notice, StringComparison.Ordinal);
        Assert.Contains($"move gold back to {gold.Abbreviated}", notice, StringComparison.Ordinal);
        Assert.DoesNotContain("the gate does the rest", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_frozen_the_commit_proposed_for_adoption_is_shown_with_who_has_not_signed()
    {
        await using var bench = await AdoptedAsync();
        var elsewhere = await bench.PushAsync("refs/heads/gold", "by somebody else", await GoldAsync(bench));
        await bench.LookAsync();
        await bench.AdoptAsync(elsewhere, "taunton-director");

        var notice = Section(await bench.PageAsync()).Elements("div").First();

        Assert.Contains($"Proposed for adoption, which ends the freeze too: commit {elsewhere}", PageBench.Text(notice), StringComparison.Ordinal);
        Assert.Equal(["St Helens and Knowsley"], notice.Elements("ul").Last().Elements("li").Select(item => item.Value.Trim()));
    }

    [Fact]
    public async Task Of_an_adoption_and_of_a_freeze_only_who_has_not_voted_is_told_to_act()
    {
        await using var bench = await PageBench.StartAsync();
        var one = await bench.PushAsync("refs/heads/main", "one", null);
        await bench.LookAsync();
        await bench.AdoptAsync(one, "taunton-director");
        Assert.Equal([$"sthk-director: adopt {one.Abbreviated} as gold"], await ActsAsync(bench, one, "as gold"));

        await bench.AdoptAsync(one, "sthk-director");
        await bench.PageAsync($"gold stands at {one.Abbreviated}");
        var two = await bench.PushAsync("refs/heads/main", "two", one);
        await bench.PushAsync("refs/heads/gold", "by somebody else", one);
        await bench.LookAsync();
        Assert.Equal(2, (await ActsAsync(bench, two, "lift the freeze of openmaxims")).Count);

        await SayAsync(bench, "sign-off", "sthk-director", "--subject", "freeze", "--role", "director", "--approve");

        Assert.Equal(["taunton-director: lift the freeze of openmaxims"], await ActsAsync(bench, two, "lift the freeze of openmaxims"));
        var frozen = (await bench.WhyAsync(two)).GetProperty("reasons").EnumerateArray().Single(reason => reason.GetProperty("code").GetString() == "repository-frozen");
        Assert.Equal(["taunton: director"], frozen.GetProperty("who").EnumerateArray().Select(who => who.GetString()));
    }

    [Fact]
    public async Task A_proposed_release_names_its_commit_and_whose_signature_it_waits_for()
    {
        await using var bench = await AdoptedAsync();
        var gold = await GoldAsync(bench);
        await SayAsync(bench, "release", "taunton-director", "--version", "1.0.0", "--wait", "0");

        var row = PageBench.Text(Section(await bench.PageAsync()).Elements("table").First().Element("tbody")!);

        Assert.StartsWith($"certified/1.0.0 {gold.Abbreviated}", row, StringComparison.Ordinal);
        Assert.EndsWith("A director of St Helens and Knowsley, to sign with custodian release", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_rejected_a_release_is_named_to_whoever_wonders_why_their_signature_is_not_enough()
    {
        await using var bench = await AdoptedAsync();
        var gold = await GoldAsync(bench);
        await SayAsync(bench, "release", "taunton-director", "--version", "1.0.0", "--wait", "0");
        var digest = (await bench.GetAsync($"api/v1/releases/{PageBench.Name}/1.0.0")).GetProperty("digest").GetString();
        await SayAsync(bench, "sign-off", "sthk-director", "--subject", $"release:{digest}", "--commit", gold.ToString(), "--role", "director", "--reject");

        var row = PageBench.Text(Section(await bench.PageAsync()).Elements("table").First().Element("tbody")!);

        Assert.Contains("Rejected by sthk-director, who can withdraw that", row, StringComparison.Ordinal);
        var release = await bench.GetAsync($"api/v1/releases/{PageBench.Name}/1.0.0");
        Assert.Equal("sthk-director", Assert.Single(release.GetProperty("rejected").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_push_that_nobody_tries_any_more_is_no_trouble_of_the_remotes()
    {
        await using var bench = await AdoptedAsync();
        var commit = await bench.PushAsync(PageBench.Main, "two", await GoldAsync(bench));
        await bench.GitAsync(null, "--git-dir", bench.Repository, "config", "receive.hideRefs", "refs/heads/gold");
        await bench.LookAsync();
        foreach (var director in Directors) await bench.SignAsync(commit, director, SignOffDecision.Approve);
        await bench.PageAsync($"The remote did not take gold at {commit.Abbreviated}:");

        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.SignAsync(commit, "sthk-director", SignOffDecision.Reject);

        var page = await PageBench.UntilAsync(async () => PageBench.Text(await bench.PageAsync()), text => !text.Contains("Takes no push", StringComparison.Ordinal));
        Assert.Contains("sthk-director rejected", page, StringComparison.Ordinal);
    }

    private static async Task<PageBench> AdoptedAsync()
    {
        var bench = await PageBench.StartAsync();
        var one = await bench.PushAsync("refs/heads/main", "one", null);
        await bench.AdoptAsync(one, Directors);
        await bench.PageAsync($"gold stands at {one.Abbreviated}");
        return bench;
    }

    // As people type it.
    private static async Task SayAsync(PageBench bench, string verb, string person, params string[] more) =>
        Assert.Equal(ExitCode.Yes, await CommandLine.RunAsync(
            [verb, "--server", bench.Client.BaseAddress!.ToString(), "--repository", PageBench.Name, "--as", person, "--key", bench.Key(person), .. more]));

    private static async Task<CommitSha> GoldAsync(PageBench bench) =>
        new(Section(await bench.PageAsync()).Descendants("dd").First().Value.Trim());

    private static async Task<IReadOnlyList<string>> ActsAsync(PageBench bench, CommitSha commit, string ending) =>
        [.. (await bench.WhyAsync(commit)).GetProperty("unblock").EnumerateArray().Select(act => act.GetString()!).Where(act => act.EndsWith(ending, StringComparison.Ordinal))];

    private static XElement Section(XDocument page) => Assert.Single(page.Descendants("section"));
}
