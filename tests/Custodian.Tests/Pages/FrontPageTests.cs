using System.Net;
using System.Xml.Linq;
using Custodian.Rules;
using Custodian.Tests.Checks;
using Xunit;

namespace Custodian.Tests.Pages;

// Hangfire keeps the activator of the newest service for the whole process, and a service that starts in the same moment would
// have its jobs run in that one: one service with jobs at a time.
[Collection(nameof(Alone))]
public sealed class FrontPageTests
{
    private const string Main = "refs/heads/main";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repository_without_gold_is_not_adopted_yet_and_the_page_says_what_to_do()
    {
        await using var bench = await PageBench.StartAsync();
        await bench.PushAsync(Main, "one", null);
        await bench.LookAsync();

        var text = PageBench.Text(await bench.PageAsync());

        Assert.Contains("Not adopted yet, so nothing is promoted.", text, StringComparison.Ordinal);
        Assert.Contains("a director of every custodian, to choose one commit together and sign it with custodian adopt", text, StringComparison.Ordinal);
        Assert.Contains("Answers; last looked at on", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_half_voted_adoption_names_the_custodian_that_has_not_signed()
    {
        await using var bench = await PageBench.StartAsync();
        var one = await bench.PushAsync(Main, "one", null);
        await bench.AdoptAsync(one, "taunton-director");

        var notice = Section(await bench.PageAsync()).Elements("div").First();

        Assert.Contains($"Proposed for adoption: commit {one}", PageBench.Text(notice), StringComparison.Ordinal);
        Assert.Equal("St Helens and Knowsley", Assert.Single(notice.Descendants("li")).Value.Trim());
    }

    [Fact]
    public async Task A_candidate_shows_its_verdict_who_acts_next_its_checks_and_the_sign_offs_so_far()
    {
        await using var bench = await AdoptedAsync();
        var one = await GoldAsync(bench);
        var two = await bench.PushAsync(Main, "two", one);
        await bench.LookAsync();
        await bench.SignAsync(two, "taunton-director", SignOffDecision.Approve);

        var page = await bench.PageAsync("Passed");

        var candidate = Assert.Single(page.Descendants("article"));
        Assert.Contains($"Commit {two.Abbreviated} on {Main}", PageBench.Text(candidate), StringComparison.Ordinal);
        Assert.Contains(candidate.Descendants("code"), code => code.Value == two.ToString());
        Assert.Equal("Waiting", Tag(candidate));
        Assert.Contains("Who can act: St Helens and Knowsley (director)", PageBench.Text(Assert.Single(candidate.Descendants("li"))), StringComparison.Ordinal);
        Assert.Contains("Taunton & Somerset director Approved by taunton-director", PageBench.Text(candidate), StringComparison.Ordinal);

        var links = candidate.Descendants("a").Select(link => link.Attribute("href")!.Value).ToArray();
        var own = $"/repositories/{PageBench.Name}/candidates/{two}";
        Assert.Equal([own, $"/api/v1{own}/checks/tests/log"], links);
        foreach (var link in links)
        {
            using var answer = await bench.Client.GetAsync(new Uri(link, UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_rejection_is_told_in_words_and_not_in_colour_alone()
    {
        await using var bench = await AdoptedAsync();
        var two = await bench.PushAsync(Main, "two", await GoldAsync(bench));
        await bench.LookAsync();
        await bench.SignAsync(two, "sthk-director", SignOffDecision.Reject);

        var candidate = Assert.Single((await bench.PageAsync()).Descendants("article"));

        Assert.Equal("Held back: something speaks against it", Tag(candidate));
        Assert.Contains("St Helens and Knowsley director Rejected by sthk-director", PageBench.Text(candidate), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gold_that_moved_by_the_gate_stands_on_the_page_since_then()
    {
        await using var bench = await AdoptedAsync();
        var two = await bench.PushAsync(Main, "two", await GoldAsync(bench));
        await bench.LookAsync();
        await bench.SignAsync(two, "taunton-director", SignOffDecision.Approve);
        await bench.SignAsync(two, "sthk-director", SignOffDecision.Approve);

        var page = await bench.PageAsync($"gold stands at {two.Abbreviated} since ");

        Assert.Contains("None: no commit waits to become gold.", PageBench.Text(page), StringComparison.Ordinal);
        Assert.Equal("Adopted", Tag(page));
    }

    [Fact]
    public async Task Branch_names_cannot_become_markup_or_turn_the_text_around_them()
    {
        await using var bench = await PageBench.StartAsync();
        await bench.PushAsync("refs/heads/topic/<script>alert(1)</script>", "one", null);
        await bench.PushAsync("refs/heads/topic/a\"onmouseover=x", "two", null);
        await bench.PushAsync("refs/heads/topic/a\u202Etxt.exe\u200B", "three", null);
        await bench.LookAsync();

        var page = await bench.PageAsync();

        var text = PageBench.Text(page);
        Assert.Contains("refs/heads/topic/<script>alert(1)</script>", text, StringComparison.Ordinal);
        Assert.Contains("refs/heads/topic/a\"onmouseover=x", text, StringComparison.Ordinal);
        Assert.Contains("refs/heads/topic/a⟨U+202E⟩txt.exe⟨U+200B⟩", text, StringComparison.Ordinal);
        PageBench.AssertNothingRuns(page);
    }

    [Fact]
    public async Task Who_signed_is_called_as_it_was_then_and_as_it_is_now()
    {
        await using var bench = await PageBench.StartAsync(("    name: Taunton & Somerset\n", "    name: Somerset\n    names: [{ name: Musgrove Park, until: 2019-03-31 }, { name: Taunton, until: 2999-12-31 }]\n"));
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await bench.SignAsync(candidate, "taunton-director", SignOffDecision.Approve);

        await bench.PageAsync("Taunton (now Somerset)");
    }

    [Fact]
    public async Task A_frozen_repository_says_why_and_who_lifts_it()
    {
        await using var bench = await AdoptedAsync();
        var elsewhere = await bench.PushAsync("refs/heads/gold", "by somebody else", await GoldAsync(bench));
        await bench.LookAsync();

        var page = await bench.PageAsync();

        Assert.Equal("Frozen", Tag(page));
        var notice = Section(page).Elements("div").First();
        Assert.Contains($"gold was found at {elsewhere.Abbreviated}, where the gate did not put it", PageBench.Text(notice), StringComparison.Ordinal);
        Assert.Equal(["Taunton & Somerset", "St Helens and Knowsley"], notice.Descendants("li").Select(item => item.Value.Trim()));
    }

    [Fact]
    public async Task A_remote_that_is_gone_is_seen_on_the_page_until_it_answers_again()
    {
        await using var bench = await AdoptedAsync();
        Directory.Move(bench.Repository, bench.Repository + ".gone");
        await bench.LookAsync();

        var gone = PageBench.Text(await bench.PageAsync());
        Directory.Move(bench.Repository + ".gone", bench.Repository);
        bench.Clock.Advance(TimeSpan.FromHours(1));
        await bench.LookAsync();
        var back = PageBench.Text(await bench.PageAsync());

        Assert.Contains("Remote does not answer", gone, StringComparison.Ordinal);
        Assert.Contains("Could not fetch: ", gone, StringComparison.Ordinal);
        Assert.Contains("It was asked once since; it is asked again after ", gone, StringComparison.Ordinal);
        Assert.DoesNotContain("not answer", back, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remote_that_is_gone_is_left_alone_for_a_while_unless_somebody_asks_to_look()
    {
        await using var bench = await AdoptedAsync();
        Directory.Move(bench.Repository, bench.Repository + ".gone");
        await bench.LookAsync();

        await bench.LookAsync();
        var waiting = PageBench.Text(await bench.PageAsync());
        using var asked = await bench.Client.PostAsync(new Uri($"api/v1/repositories/{PageBench.Name}/watch", UriKind.Relative), null, Stop);
        await bench.PageAsync("It was asked 2 times since; it is asked again after ");
        await bench.LookAsync();
        var waitingAgain = PageBench.Text(await bench.PageAsync());
        bench.Clock.Advance(TimeSpan.FromMinutes(10));
        await bench.LookAsync();

        Assert.Contains("It was asked once since; it is asked again after ", waiting, StringComparison.Ordinal);
        Assert.True(asked.IsSuccessStatusCode);
        Assert.Contains("It was asked 2 times since; ", waitingAgain, StringComparison.Ordinal);
        Assert.Contains("It was asked 3 times since; ", PageBench.Text(await bench.PageAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_candidates_of_a_repository_are_shown_and_the_rest_is_mentioned()
    {
        await using var bench = await PageBench.StartAsync();
        for (var at = 1; at <= 12; at++) await bench.PushAsync($"refs/heads/topic/{at}", $"number {at}", null);
        await bench.LookAsync();

        var page = await bench.PageAsync();

        Assert.Equal(10, page.Descendants("article").Count());
        Assert.Contains("There are more; these are the 10 newest.", PageBench.Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_was_not_adopted_is_warned_of_at_the_top()
    {
        await using var bench = await PageBench.StartAsync();
        var before = PageBench.Text(await bench.PageAsync());

        await bench.RestartAsync("false");

        var after = PageBench.Text(await bench.PageAsync());
        Assert.Contains("Policy number 1 is in force", before, StringComparison.Ordinal);
        Assert.Contains("Nothing is promoted: this is not the adopted policy", after, StringComparison.Ordinal);
        Assert.DoesNotContain("is in force", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_who_asks_within_a_second_gets_the_same_reading()
    {
        await using var bench = await PageBench.StartAsync();
        await bench.PageAsync();
        await bench.PushAsync(Main, "one", null);
        await bench.LookAsync();

        var second = await bench.Client.GetStringAsync("/", Stop);
        var third = PageBench.Text(await bench.PageAsync());

        Assert.Contains("None: no commit waits", second, StringComparison.Ordinal);
        Assert.DoesNotContain("None: no commit waits", third, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_can_be_found_through_without_seeing_it()
    {
        await using var bench = await AdoptedAsync();
        await bench.PushAsync(Main, "two", await GoldAsync(bench));
        await bench.LookAsync();

        var page = await bench.PageAsync();

        Assert.Equal("en-GB", page.Root!.Attribute("lang")!.Value);
        Assert.Single(page.Descendants("main"));
        Assert.Single(page.Descendants("h1"));
        Assert.All(page.Descendants("table"), table => Assert.NotEqual("", table.Element("caption")!.Value));
        Assert.All(page.Descendants("th"), header => Assert.NotNull(header.Attribute("scope")));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(page.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, ids));
        Assert.All(page.Descendants("a").Attributes("href").Where(link => link.Value[0] == '#'), link => Assert.Contains(link.Value[1..], ids));
    }

    private static async Task<PageBench> AdoptedAsync()
    {
        var bench = await PageBench.StartAsync();
        await bench.AdoptFirstAsync();
        return bench;
    }

    private static async Task<CommitSha> GoldAsync(PageBench bench) =>
        new(Section(await bench.PageAsync()).Descendants("dd").First().Value.Trim());

    private static XElement Section(XDocument page) => Assert.Single(page.Descendants("section"));

    // What people see first: the state of a candidate, or of the only repository.
    private static string Tag(XContainer part) =>
        part.Descendants("strong").First(strong => strong.Attribute("class")?.Value.StartsWith("tag", StringComparison.Ordinal) == true).Value;
}
