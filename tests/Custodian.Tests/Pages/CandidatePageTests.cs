using System.Net;
using System.Xml.Linq;
using Custodian.Rules;
using Custodian.Tests.Checks;
using Xunit;

namespace Custodian.Tests.Pages;

/// <summary>The page of one commit, to which everything outside leads.</summary>
[Collection(nameof(Alone))]
public sealed class CandidatePageTests
{
    private const string Main = "refs/heads/main";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_how_it_stands_what_it_brings_and_how_to_sign_it()
    {
        await using var bench = await PageBench.StartAsync();
        var one = await bench.AdoptFirstAsync();
        var two = await bench.PushAsync(Main, "two <b>bold</b>\n\nmore of it", one);
        var three = await bench.PushAsync(Main, "three", two);
        await bench.LookAsync();
        await bench.SignAsync(three, "taunton-director", SignOffDecision.Approve);
        await bench.PageAsync("Passed");

        var page = await PageAsync(bench, three);

        var text = PageBench.Text(page);
        Assert.Contains($"Commit {three.Abbreviated} of {PageBench.Name}", text, StringComparison.Ordinal);
        Assert.Contains("Who can act: St Helens and Knowsley (director)", text, StringComparison.Ordinal);
        Assert.Contains($"2 commits since gold at {one.Abbreviated}", text, StringComparison.Ordinal);
        Assert.Contains("three Dev on", text, StringComparison.Ordinal);
        Assert.Contains("two <b>bold</b> Dev on", text, StringComparison.Ordinal);
        Assert.DoesNotContain("more of it", text, StringComparison.Ordinal);
        Assert.Contains($"custodian sign-off --server URL --repository {PageBench.Name} --commit {three} --path CLONE --as PERSON --role ROLE --key SSHKEY --approve", text, StringComparison.Ordinal);
        PageBench.AssertNothingRuns(page);
        await AssertLinksAsync(bench, page);
    }

    [Fact]
    public async Task Once_it_is_gold_nobody_is_asked_to_sign_it()
    {
        await using var bench = await PageBench.StartAsync();
        var one = await bench.AdoptFirstAsync();
        var two = await bench.PromoteAsync("two", one);

        var page = await PageAsync(bench, two);

        Assert.Contains("This is gold now", PageBench.Text(page), StringComparison.Ordinal);
        Assert.DoesNotContain("To approve or reject it", PageBench.Text(page), StringComparison.Ordinal);
        Assert.DoesNotContain("What it would bring", PageBench.Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_nobody_has_seen_has_a_page_that_says_what_is_watched()
    {
        await using var bench = await PageBench.StartAsync();
        await bench.AdoptFirstAsync();

        var page = await PageAsync(bench, new CommitSha(new string('a', 40)));

        Assert.Contains("No candidate for gold", PageBench.Text(page), StringComparison.Ordinal);
        Assert.Contains($"This commit has not been seen at the tip of a watched branch of {PageBench.Name}: {Main}, refs/heads/topic/*.", PageBench.Text(page), StringComparison.Ordinal);
        Assert.Contains("Who can act: a developer of this repository", PageBench.Text(page), StringComparison.Ordinal);
        await AssertLinksAsync(bench, page);
    }

    [Fact]
    public async Task Of_many_commits_the_newest_are_told_and_how_to_see_the_rest()
    {
        await using var bench = await PageBench.StartAsync();
        var gold = await bench.AdoptFirstAsync();
        var tip = gold;
        for (var at = 0; at < 51; at++) tip = await bench.PushAsync(Main, $"change {at}", tip);
        await bench.LookAsync();

        var text = PageBench.Text(await PageAsync(bench, tip));

        Assert.Contains($"There are more commits than these, the newest 50. All of them, in a clone: git log {gold}..{tip}", text, StringComparison.Ordinal);
        Assert.Contains("change 50 Dev on", text, StringComparison.Ordinal);
        Assert.DoesNotContain("change 0 Dev on", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/repositories/other/candidates/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", HttpStatusCode.NotFound, "No repository is called 'other'.")]
    [InlineData("/repositories/openmaxims/candidates/HEAD", HttpStatusCode.BadRequest, "'HEAD' is not a full commit id: 40 lower-case hexadecimal digits.")]
    public async Task What_it_cannot_show_it_says(string address, HttpStatusCode status, string why)
    {
        await using var bench = await PageBench.StartAsync();

        using var answer = await bench.Client.GetAsync(new Uri(address, UriKind.Relative), Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(why, System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<XDocument> PageAsync(PageBench bench, CommitSha commit) =>
        PageBench.Parse(await bench.Client.GetStringAsync(new Uri($"/repositories/{PageBench.Name}/candidates/{commit}", UriKind.Relative), Stop));

    private static async Task AssertLinksAsync(PageBench bench, XDocument page)
    {
        var links = page.Descendants("a").Select(link => link.Attribute("href")!.Value).Where(link => link[0] == '/').ToArray();
        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            using var answer = await bench.Client.GetAsync(new Uri(link, UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
