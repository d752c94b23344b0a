using System.Net;
using System.Text.Json;
using Custodian.Decisions;
using Custodian.Git;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Decisions;

/// <summary>The verdict as of an instant, past and to come; at the door, and in the data folder of a service that is running.</summary>
[Collection(nameof(Alone))]
public sealed class ExplainTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_past_is_told_as_it_was_known_then_whatever_came_later()
    {
        await using var bench = await PageBench.StartAsync();
        var begun = bench.Clock.GetUtcNow();
        Pass(bench);
        var one = await bench.AdoptFirstAsync();
        var unseen = bench.Clock.GetUtcNow();
        Pass(bench);
        var two = await bench.PushAsync(PageBench.Main, "two", one);
        await bench.LookAsync();
        await WaitsForPeopleAsync(bench, two);
        var nobody = bench.Clock.GetUtcNow();
        Pass(bench);
        await bench.SignAsync(two, "sthk-director", SignOffDecision.Approve);
        await PageBench.UntilAsync(() => bench.WhyAsync(two), why => PageBench.Codes(why).Count == 1);
        var half = bench.Clock.GetUtcNow();
        Pass(bench);
        await bench.SignAsync(two, "taunton-director", SignOffDecision.Approve);
        await bench.WhyAsync(two, "promoted");
        var gold = bench.Clock.GetUtcNow();
        Pass(bench);
        await bench.PromoteAsync("three", two);

        await AssertAtAsync(bench, two, begun.AddHours(-1), "unknown", "nothing-recorded");
        await AssertAtAsync(bench, two, unseen, "unknown", "not-seen");
        await AssertAtAsync(bench, two, nobody, "hold", "sign-off-missing taunton", "sign-off-missing sthk");
        await AssertAtAsync(bench, two, half, "hold", "sign-off-missing taunton");
        await AssertAtAsync(bench, two, gold, "promoted");
        // The reason stood since the candidate was first judged, and not since somebody asked.
        Assert.Equal(nobody, (await AtAsync(bench, two, half)).GetProperty("reasons")[0].GetProperty("since").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_time_to_come_is_told_from_what_is_recorded_now()
    {
        await using var bench = await PageBench.StartAsync(("sign-offs: [{ each", "soak: 24h, sign-offs-expire: 30d, sign-offs: [{ each"));
        var two = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        foreach (var director in PageBench.Directors) await bench.SignAsync(two, director, SignOffDecision.Approve);
        await PageBench.UntilAsync(() => bench.WhyAsync(two), why => PageBench.Codes(why).SequenceEqual(["soaking"]));
        var now = bench.Clock.GetUtcNow();

        await AssertAtAsync(bench, two, now.AddHours(23), "hold", "soaking " + two);
        await AssertAtAsync(bench, two, now.AddHours(25), "promote");
        await AssertAtAsync(bench, two, now.AddDays(31), "hold", "sign-off-missing taunton", "sign-off-missing sthk");
        await AssertAtAsync(bench, two, DateTimeOffset.MaxValue, "hold", "sign-off-missing taunton", "sign-off-missing sthk");
        Assert.Contains("a time to come", (await AtAsync(bench, two, now.AddHours(25))).GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_past_is_judged_by_the_policy_adopted_then_though_the_service_runs_with_another_and_its_mirror_is_gone()
    {
        await using var bench = await PageBench.StartAsync();
        var two = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        var held = await WaitsForPeopleAsync(bench, two);
        var then = bench.Clock.GetUtcNow();
        Pass(bench);
        await bench.RestartAsync("false");
        Assert.Contains(ReasonCode.PolicyNotAdopted, PageBench.Codes(await bench.WhyAsync(two)));
        bench.Lose("mirrors", PageBench.Name + ".git");

        var told = await AtAsync(bench, two, then);

        Assert.Equal(held.GetProperty("policy").GetString(), told.GetProperty("policy").GetString());
        Assert.Equal(["sign-off-missing", "sign-off-missing"], PageBench.Codes(told));
        Assert.Empty(told.GetProperty("notes").EnumerateArray());
    }

    [Fact]
    public async Task The_rules_are_those_of_the_adopted_policy_though_nothing_was_judged_by_them_yet()
    {
        await using var bench = await PageBench.StartAsync();
        var one = await bench.AdoptFirstAsync();
        bench.TamperWith("Evidence", "delete from Evidence where cast(Bytes as text) like '%goldLine%'");
        var never = await bench.PushAsync("refs/heads/elsewhere", "two", one);

        await AssertAtAsync(bench, never, bench.Clock.GetUtcNow(), "unknown", "not-seen");
        await AssertAtAsync(bench, one, bench.Clock.GetUtcNow(), "promoted");

        bench.TamperWith("Evidence", "delete from Evidence where cast(Bytes as text) like '%\"custodians\"%'");
        var told = (await new WhyThen(StoredFacts.Of(bench.DataFolder), new(new ProgramRunner("tests")), bench.DataFolder, CustodianSetup.CheckSchemas).ExplainAsync(new(PageBench.Name, one), bench.Clock.GetUtcNow(), bench.Clock.GetUtcNow(), Stop))!;
        Assert.Equal("rules-not-recorded", Assert.Single(told.Reasons).Code);
        Assert.Contains("is not in the store", told.Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_judged_before_policies_named_their_gates_is_told_and_tried_like_the_rest()
    {
        await using var bench = await PageBench.StartAsync();
        var two = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await WaitsForPeopleAsync(bench, two);
        await bench.Services.GetRequiredService<FactStore>().WriteAsync(transaction =>
        {
            var given = Verdicts.Latest(transaction, new(PageBench.Name, two))!;
            var judged = Verdicts.FactsOf(transaction, given.Facts)!;
            return transaction.Append(given with { At = transaction.Now, Facts = Verdicts.KeepFacts(transaction, judged with { Policy = judged.Policy with { Gate = null } }) });
        }, Stop);

        await AssertAtAsync(bench, two, bench.Clock.GetUtcNow(), "hold", "sign-off-missing taunton", "sign-off-missing sthk");
        Assert.Equal((1, 0), (await PolicyTrialTests.TryAsync(bench)) is var told ? (told.Candidates, told.Differences) : default);
    }

    [Theory]
    [InlineData("2026-11-22T10:00:00")]
    [InlineData("yesterday")]
    [InlineData("2026-11-22")]
    public async Task A_moment_without_its_offset_is_refused(string at)
    {
        await using var bench = await PageBench.StartAsync();

        using var answer = await bench.Client.GetAsync(new Uri($"api/v1/repositories/{PageBench.Name}/candidates/{new string('a', 40)}/verdict?at={at}", UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("RFC 3339 with its offset", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_past_as_of_now_is_what_the_tables_say()
    {
        await using var bench = await PageBench.StartAsync();
        var two = await bench.PromoteAsync("two", await bench.AdoptFirstAsync());
        await bench.PushAsync("refs/heads/topic/open", "three", two);
        await bench.PushAsync("refs/heads/gold", "foreign", two);
        await bench.LookAsync();
        var file = Path.Combine(bench.DataFolder, "custodian.db");
        string[] columns = ["Repository || \"Commit\" || Seq || IsOpen from Candidate", "Repository || Gold || FrozenSeq || ifnull(IntentSeq, '-') from RepositoryState"];

        var size = bench.Read(reader => reader.Size());
        using var past = new SqliteDatabase(file).OpenReader();
        var tables = columns.Select(column => past.Query<string>($"select {column} order by 1").ToList()).ToList();
        var names = past.Query<string>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").ToList();
        Past.Look(past, past.BeginTransaction(), size);

        Assert.Equal(tables, columns.Select(column => past.Query<string>($"select {column} order by 1").ToList()));
        Assert.All(tables, Assert.NotEmpty);
        // Another table that follows from facts needs a view in Past as well; these say nothing about an instant.
        string[] timeless = ["CheckLog", "Delivery", "Evidence", "ForgeRepository", "LatestVote", "Lease", "Personal", "Received", "Tile", "Told"];
        Assert.Equal(timeless, names.Except(["Fact", "Candidate", "RepositoryState"]).Where(name => !name.StartsWith("SchemaVersion", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        past.Execute("rollback");
    }

    /// <summary>The door of the service and the data folder beside it give the same.</summary>
    internal static async Task AssertAtAsync(PageBench bench, CommitSha commit, DateTimeOffset at, string state, params string[] reasons)
    {
        var door = await AtAsync(bench, commit, at);
        var then = new WhyThen(StoredFacts.Of(bench.DataFolder), new(new ProgramRunner("tests")), bench.DataFolder, CustodianSetup.CheckSchemas);
        var folder = (await then.ExplainAsync(new(PageBench.Name, commit), at, bench.Clock.GetUtcNow(), Stop))!;

        Assert.Equal((state, at), (door.GetProperty("state").GetString(), door.GetProperty("asOf").GetDateTimeOffset()));
        // The document of a policy has its custodians in the order of their ids, and the file in any.
        Assert.Equal(reasons.Order(StringComparer.Ordinal), door.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString() + (reasons.Any(one => one.Contains(' ')) ? " " + reason.GetProperty("subject").GetString() : "")).Order(StringComparer.Ordinal));
        Assert.Equal(state, folder.State);
        Assert.Equal(door.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("text").GetString()).Order(StringComparer.Ordinal), folder.Reasons.Select(reason => reason.Text).Order(StringComparer.Ordinal));
    }

    // Whoever signs compares the server's clock with their own.
    private static void Pass(PageBench bench) => bench.Clock.Advance(TimeSpan.FromSeconds(10));

    private static Task<JsonElement> WaitsForPeopleAsync(PageBench bench, CommitSha commit) =>
        PageBench.UntilAsync(() => bench.WhyAsync(commit), why => PageBench.Codes(why) is { Count: > 0 } codes && codes.All(code => code == ReasonCode.SignOffMissing));

    private static Task<JsonElement> AtAsync(PageBench bench, CommitSha commit, DateTimeOffset at) =>
        bench.GetAsync($"api/v1/repositories/{PageBench.Name}/candidates/{commit}/verdict?at={Uri.EscapeDataString(UtcTimeConverter.Write(at))}");
}
