using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>What a good hook brings about, however often it comes and whatever ends in between.</summary>
[Collection(nameof(Alone))]
public sealed class GitHubHookTests
{
    [Theory]
    [InlineData("push")]
    [InlineData("pull_request")]
    [InlineData("pull_request_review")]
    [InlineData("check_run")]
    [InlineData("check_suite")]
    [InlineData("status")]
    [InlineData("issue_comment")]
    [InlineData("repository")]
    [InlineData("repository_ruleset")]
    [InlineData("branch_protection_rule")]
    public async Task A_hook_has_the_repository_looked_at_without_waiting_for_the_next_poll(string name)
    {
        await using var bench = await GitHubHookBench.StartAsync();
        var commit = await bench.Service.PushAsync(PageBench.Main, "one", null);

        var (status, receipt) = await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), name));

        Assert.Equal((202, "stored"), (status, receipt.GetProperty("state").GetString()));
        await PageBench.UntilAsync(() => Task.FromResult(bench.Service.Facts<CandidateSeen>(commit)), seen => seen.Count == 1);
    }

    [Theory]
    [InlineData("installation")]
    [InlineData("installation_repositories")]
    [InlineData("ping")]
    public async Task A_hook_about_the_App_is_kept_and_finished_and_wakes_no_look(string name)
    {
        await using var bench = await GitHubHookBench.StartAsync();
        bench.Service.Clock.Advance(TimeSpan.FromSeconds(10));

        await bench.FollowAsync(GitHubHookBench.Payload(), name);

        Assert.Equal((10, false), Look(bench));
    }

    [Theory]
    [InlineData("star")]
    [InlineData("an_event_of_next_year")]
    public async Task A_hook_of_another_event_is_acknowledged_and_not_kept(string name)
    {
        await using var bench = await GitHubHookBench.StartAsync();

        var (status, receipt) = await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), name));

        Assert.Equal((200, "not-of-use"), (status, receipt.GetProperty("state").GetString()));
        Assert.Empty(bench.Kept());
    }

    [Theory]
    [InlineData(GitHubHookBench.New)]
    [InlineData(GitHubHookBench.Old)]
    public async Task While_the_secret_is_changed_both_are_good(string secret)
    {
        await using var bench = await GitHubHookBench.StartAsync();

        var (status, _) = await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), secret: secret));

        Assert.Equal(202, status);
    }

    [Fact]
    public async Task A_delivery_that_was_stored_and_not_finished_is_worked_off_after_the_next_start()
    {
        await using var bench = await GitHubHookBench.StartAsync();
        using (new LostDeliveries()) await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), delivery: "lost"));
        Assert.Null(Assert.Single(bench.Kept()).Finished);

        await bench.Service.RestartAsync();

        await bench.FinishedAsync("lost");
    }

    [Fact]
    public async Task A_delivery_that_was_stored_and_not_finished_is_worked_off_when_GitHub_sends_it_again()
    {
        await using var bench = await GitHubHookBench.StartAsync();
        using (new LostDeliveries()) await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), delivery: "lost"));
        // A wake is trusted to be at work for so long.
        bench.Service.Clock.Advance(TimeSpan.FromMinutes(2));
        var commit = await bench.Service.PushAsync(PageBench.Main, "one", null);

        var (status, receipt) = await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), delivery: "lost"));

        Assert.Equal((202, "stored"), (status, receipt.GetProperty("state").GetString()));
        await PageBench.UntilAsync(() => Task.FromResult(bench.Service.Facts<CandidateSeen>(commit)), seen => seen.Count == 1);
        await bench.FinishedAsync("lost");
    }

    [Fact]
    public async Task A_delivery_that_is_finished_changes_nothing_when_it_comes_again()
    {
        await using var bench = await GitHubHookBench.StartAsync();
        await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), delivery: "once"));
        await bench.FinishedAsync("once");
        await PageBench.UntilAsync(() => Task.FromResult(Look(bench)), look => look is (0, false));
        var kept = bench.Kept();
        bench.Service.Clock.Advance(TimeSpan.FromSeconds(10));

        var (status, receipt) = await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), delivery: "once"));

        Assert.Equal((200, "finished"), (status, receipt.GetProperty("state").GetString()));
        Assert.Equal(kept, bench.Kept());
        Assert.Equal((10, false), Look(bench));
    }

    [Theory]
    [InlineData("rerequested", ""","sender.id":9""")]
    [InlineData("completed", "")]
    public async Task Who_did_it_is_kept_of_those_alone_who_ask_for_another_run(string action, string sender)
    {
        await using var bench = await GitHubHookBench.StartAsync();

        await bench.FollowAsync($$"""
            { "action": "{{action}}", "check_run": { "id": 5, "head_sha": "{{new string('a', 40)}}", "app": { "id": 3 } },
              "repository": { "id": {{GitHubHookBench.Number}}, "full_name": "{{GitHubHookBench.FullName}}" }, "sender": { "id": 9, "login": "ann" } }
            """, "check_run");

        Assert.Equal(
            $$"""{"action":"{{action}}","check_run.id":5,"check_run.head_sha":"{{new string('a', 40)}}","check_run.app.id":3,"repository.id":{{GitHubHookBench.Number}},"repository.full_name":"{{GitHubHookBench.FullName}}"{{sender}}}""",
            Assert.Single(bench.Kept()).Extract);
    }

    [Fact]
    public async Task Of_a_body_only_what_says_where_to_look_is_kept_and_nobodys_words()
    {
        await using var bench = await GitHubHookBench.StartAsync();
        var body = $$"""
            { "action": "created", "comment": { "id": 5, "body": "the patient is called Ann" }, "issue": { "number": 7, "title": "Ann" }, "ref": "{{new string('x', 256)}}",
              "repository": { "id": {{GitHubHookBench.Number}}, "full_name": "{{GitHubHookBench.FullName}}", "description": "a record" }, "sender": { "id": 9, "login": "ann" } }
            """;

        await bench.FollowAsync(body, "issue_comment");

        Assert.Equal(
            $$"""{"action":"created","comment.id":5,"issue.number":7,"repository.id":{{GitHubHookBench.Number}},"repository.full_name":"{{GitHubHookBench.FullName}}"}""",
            Assert.Single(bench.Kept()).Extract);
    }

    [Fact]
    public async Task A_repository_that_nobody_watches_is_acknowledged_and_wakes_nothing()
    {
        await using var bench = await GitHubHookBench.StartAsync();
        bench.Service.Clock.Advance(TimeSpan.FromSeconds(10));

        await bench.FollowAsync(GitHubHookBench.Payload(5, "somebody/else"));

        Assert.Equal((10, false), Look(bench));
    }

    [Fact]
    public async Task A_renamed_repository_is_followed_by_its_number()
    {
        await using var bench = await GitHubHookBench.StartAsync();
        await bench.FollowAsync(GitHubHookBench.Payload());
        await PageBench.UntilAsync(() => Task.FromResult(Look(bench)), look => look is (0, false));
        var commit = await bench.Service.PushAsync(PageBench.Main, "one", null);
        bench.Service.Clock.Advance(TimeSpan.FromSeconds(10));

        await bench.FollowAsync(GitHubHookBench.Payload(name: "apperta/openMAXIMS"));

        await PageBench.UntilAsync(() => Task.FromResult(bench.Service.Facts<CandidateSeen>(commit)), seen => seen.Count == 1);
    }

    [Fact]
    public async Task Another_repository_of_the_same_name_is_not_taken_for_the_one_that_was_learnt_until_that_is_deleted()
    {
        await using var bench = await GitHubHookBench.StartAsync();
        await bench.FollowAsync(GitHubHookBench.Payload());
        await PageBench.UntilAsync(() => Task.FromResult(Look(bench)), look => look is (0, false));
        bench.Service.Clock.Advance(TimeSpan.FromSeconds(10));

        await bench.FollowAsync(GitHubHookBench.Payload(number: 5));
        Assert.Equal((10, false), Look(bench));

        await bench.FollowAsync(GitHubHookBench.Payload(action: "deleted"), "repository");
        await PageBench.UntilAsync(() => Task.FromResult(Look(bench)), look => look is (0, false));
        bench.Service.Clock.Advance(TimeSpan.FromSeconds(10));
        await bench.FollowAsync(GitHubHookBench.Payload(number: 5));
        await PageBench.UntilAsync(() => Task.FromResult(Look(bench)), look => look is (0, false));
    }

    // Seconds since the last look by a clock that stands still, and whether somebody waits for another.
    private static (double? Since, bool Waiting) Look(GitHubHookBench bench) =>
        (bench.Looks.SinceLook(PageBench.Name)?.TotalSeconds, bench.Looks.IsWaiting(PageBench.Name));
}
