using System.Net;
using System.Text.Json;
using Custodian.Intake;
using Custodian.Policies;
using Custodian.Store;
using Custodian.Tests.Checks;
using Custodian.Tests.Forges;
using Custodian.Tests.Policies;
using Custodian.Tests.Store;
using Xunit;

namespace Custodian.Tests.Intake;

/// <summary>Which hooks GitHub is asked to send again, and how often; a store of our own, and GitHub's answers as a test says.</summary>
public sealed class MissedStepTests : IDisposable
{
    private const string List = ScriptedGitHub.Api + "app/hook/deliveries?per_page=100&status=failure";

    private readonly StoreBench store = new();
    private readonly LogLines<MissedStep> log = new();
    private readonly List<object> told = [];

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_hook_is_asked_for_three_times_at_most_by_its_newest_attempt_and_not_while_one_may_be_on_its_way()
    {
        using var github = new ScriptedGitHub(Answer);
        var step = Step(github);
        Tell(1, "a", github, minutes: 30);
        Tell(2, "b", github, minutes: 0.5);

        await step.RunAsync("", Stop);
        Assert.Equal([1], Asked(github));
        // Woken again at once: GitHub's list does not tell of it yet.
        await step.RunAsync("", Stop);
        Assert.Equal([1], Asked(github));

        for (var attempt = 3; attempt < 8; attempt++)
        {
            github.Clock.Advance(TimeSpan.FromMinutes(10));
            Tell(attempt, "a", github, minutes: 9, repeat: true);
            await step.RunAsync("", Stop);
        }

        Assert.Equal([1, 3, 2, 4, 2, 2], Asked(github));
    }

    [Fact]
    public async Task What_was_asked_for_before_the_start_counts_too()
    {
        using var github = new ScriptedGitHub(Answer);
        Tell(1, "a", github, minutes: 50);
        foreach (var attempt in (int[])[2, 3, 4]) Tell(attempt, "a", github, minutes: 40, repeat: true);

        await Step(github).RunAsync("", Stop);

        Assert.Empty(Asked(github));
    }

    [Fact]
    public async Task Only_what_failed_is_of_use_young_enough_and_not_stored_is_asked_for()
    {
        using var github = new ScriptedGitHub(Answer);
        Tell(1, "stored", github, minutes: 30);
        Tell(2, "of-no-use", github, minutes: 30, name: "star");
        // A server that knows no filter tells of those, too.
        Tell(3, "arrived", github, minutes: 30, status: 202);
        Tell(4, "old", github, minutes: (3 * 24 * 60) + 1);
        Tell(5, "missed", github, minutes: 30, name: "pull_request_review");
        await store.Store.WriteAsync(transaction => transaction.Deliveries.Keep(new Delivery { Id = "stored", Event = "push", Extract = "{}" }, transaction.Now), Stop);

        await Step(github).RunAsync("", Stop);

        Assert.Equal([5], Asked(github));
    }

    [Fact]
    public async Task A_round_asks_for_fifty_the_oldest_first_and_the_next_for_the_rest()
    {
        using var github = new ScriptedGitHub(Answer);
        for (var id = 1; id <= 70; id++) Tell(id, $"h{id}", github, minutes: 1000 - id);
        var step = Step(github);

        await step.RunAsync("", Stop);
        Assert.Equal([.. Enumerable.Range(1, 50).Select(id => (long)id)], Asked(github));
        // They arrived, and stand in the list for their first attempt.
        told.RemoveRange(0, 50);
        await step.RunAsync("", Stop);

        Assert.Equal([.. Enumerable.Range(1, 70).Select(id => (long)id)], Asked(github));
    }

    [Fact]
    public async Task Pages_are_where_the_Link_says_and_end_where_it_is_three_days_ago()
    {
        using var github = new ScriptedGitHub(request =>
            request.Method == HttpMethod.Post ? ScriptedGitHub.Json("{}", HttpStatusCode.Accepted)
            : request.RequestUri!.Query.Contains("cursor=two", StringComparison.Ordinal) ? Page([told[1], told[2]], "three")
            : request.RequestUri!.Query.Contains("cursor=three", StringComparison.Ordinal) ? throw new InvalidOperationException("nobody needs it")
            : Page([told[0]], "two"));
        Tell(3, "a", github, minutes: 10);
        Tell(2, "b", github, minutes: 20);
        Tell(1, "old", github, minutes: 5000);

        await Step(github).RunAsync("", Stop);

        Assert.Equal([2, 3], Asked(github));
        Assert.Equal([$"GET {List}", $"GET {ScriptedGitHub.Api}somewhere?cursor=two"], github.Sent.Take(2).Select(one => one.Asked));
        // The App asks for itself, with no installation's token.
        Assert.Equal(0, github.Tokens);
    }

    [Fact]
    public async Task What_GitHub_has_no_more_is_told_and_keeps_nothing_else_back()
    {
        using var github = new ScriptedGitHub(request => request.RequestUri!.AbsolutePath.EndsWith("/1/attempts", StringComparison.Ordinal) ? ScriptedGitHub.Json("""{"message":"Not Found"}""", HttpStatusCode.NotFound) : Answer(request));
        Tell(1, "gone", github, minutes: 40);
        Tell(2, "there", github, minutes: 30);

        await Step(github).RunAsync("", Stop);

        Assert.Equal([1, 2], Asked(github));
        Assert.Contains("Hook gone did not arrive, and GitHub does not send it again; polling sees what it would have told", log.Lines);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, """{"message":"Bad credentials"}""", "GitHub does not take our key or token (Bad credentials)")]
    [InlineData(HttpStatusCode.NotFound, """{"message":"Not Found"}""", "GitHub knows no webhook of our App: on the App's page on GitHub set 'Webhook' to active")]
    [InlineData(HttpStatusCode.BadGateway, "", "GitHub has trouble of its own just now (502)")]
    [InlineData(HttpStatusCode.OK, "[{}]", "GitHub's answer was not what it promises")]
    public async Task A_list_that_cannot_be_had_is_told_with_who_can_act_and_does_no_other_harm(HttpStatusCode status, string body, string why)
    {
        using var github = new ScriptedGitHub(_ => ScriptedGitHub.Json(body, status));

        await Step(github).RunAsync("", Stop);

        var line = Assert.Single(log.Lines);
        Assert.StartsWith($"Hooks that did not arrive cannot be asked for again: {why}", line, StringComparison.Ordinal);
        Assert.Contains("Who can act: ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_answer_was_lost_is_not_sent_again_in_that_round()
    {
        using var github = new ScriptedGitHub(request => request.Method == HttpMethod.Post ? throw new HttpRequestException("cut off") : Answer(request));
        Tell(1, "a", github, minutes: 40);
        Tell(2, "b", github, minutes: 30);

        await Step(github).RunAsync("", Stop);

        Assert.Equal([1], Asked(github));
        Assert.Contains("Who can act: gate", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_an_App_or_without_a_secret_nothing_is_asked(bool isApp)
    {
        using var github = new ScriptedGitHub(Answer, token: isApp ? null : "ghp_of-a-person");
        Tell(1, "a", github, minutes: 40);

        await Step(github, isApp ? Sample.Good : null).RunAsync("", Stop);

        Assert.Empty(github.Sent);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private MissedStep Step(ScriptedGitHub github, string? policy = null) => new(github.Deliveries, Keys(policy), store.Store, github.Clock, log);

    private static GitHubHookKeys Keys(string? policy)
    {
        using var file = new SampleFile(policy ?? Sample.With("service:\n", "service:\n  github: { hook-secret: \"file:hook\" }\n"));
        File.WriteAllText(Path.Combine(file.Folder, "hook"), "6f1ed002ab5595859014ebf0951522d9");
        return new(ConfigurationFile.Load(file.Path, CustodianSetup.CheckSchemas));
    }

    private void Tell(long id, string guid, ScriptedGitHub github, double minutes, string name = "push", int status = 503, bool repeat = false) => told.Add(new
    {
        id, guid, delivered_at = github.Clock.GetUtcNow() - TimeSpan.FromMinutes(minutes), redelivery = repeat, duration = 0.3, status = "failed", status_code = status,
        @event = name, action = (string?)null, installation_id = 7, repository_id = 42,
    });

    private HttpResponseMessage Answer(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post ? ScriptedGitHub.Json("{}", HttpStatusCode.Accepted) : ScriptedGitHub.Json(JsonSerializer.Serialize(told));

    private static HttpResponseMessage Page(object[] some, string next) =>
        ScriptedGitHub.Json(JsonSerializer.Serialize(some), HttpStatusCode.OK, ("Link", $"<{ScriptedGitHub.Api}somewhere?cursor={next}>; rel=\"next\""));

    private static long[] Asked(ScriptedGitHub github) =>
        [.. github.Sent.Where(one => one.Asked.StartsWith("POST ", StringComparison.Ordinal)).Select(one => long.Parse(one.Asked.Split('/')[^2], System.Globalization.CultureInfo.InvariantCulture))];
}
