using System.Net;
using System.Text.Json;
using Custodian.Checks;
using Custodian.Commands;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>Asking for a check to be run again, at the door.</summary>
[Collection(nameof(Alone))]
public sealed class RunAgainTests : IDisposable
{
    // Checks run as another account where the tests are root's: a bench's own folder lets nobody else in.
    private readonly DirectoryInfo switches = Directory.CreateTempSubdirectory("custodian-again-");

    public RunAgainTests()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(switches.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_that_failed_is_run_once_for_each_request_until_it_has_passed_and_every_run_shows()
    {
        await using var bench = await StartAsync();
        Set("go");
        var two = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await bench.WhyAsync(two, "reject");
        Unset("go");

        // The run waits: a second request before it has ended is the same one.
        Assert.True((await AskAsync(bench, two, HttpStatusCode.Accepted)).GetProperty("recorded").GetBoolean());
        Assert.False((await AskAsync(bench, two, HttpStatusCode.Accepted)).GetProperty("recorded").GetBoolean());
        var waiting = await bench.WhyAsync(two);
        Assert.True(Run(waiting).GetProperty("requested").GetBoolean());
        Assert.DoesNotContain(waiting.GetProperty("unblock").EnumerateArray(), act => act.GetString()!.Contains("run tests", StringComparison.Ordinal));
        Assert.Contains("tests is run again, as somebody asked.", waiting.GetProperty("waits").EnumerateArray().Select(wait => wait.GetString()));
        Set("go");
        await RunsAsync(bench, two, 2);
        Assert.Equal("reject", (await bench.WhyAsync(two, "reject")).GetProperty("state").GetString());

        Set("mended");
        await AskAsync(bench, two, HttpStatusCode.Accepted);
        var held = await bench.WhyAsync(two, "hold");

        Assert.Equal((3, 2, false), (Run(held).GetProperty("runs").GetInt32(), Run(held).GetProperty("failed").GetInt32(), Run(held).GetProperty("requested").GetBoolean()));
        await bench.PageAsync("(run 3 of it; 2 failed)");
        Assert.Equal("check-passed", Type(await AskAsync(bench, two, HttpStatusCode.Conflict)));
        Assert.Equal((2, 3), (bench.Facts<CheckRequested>(two).Count, bench.Facts<CheckRun>(two).Count));
    }

    [Fact]
    public async Task A_request_survives_whoever_took_it_and_only_so_many_are_taken_a_day()
    {
        await using var bench = await StartAsync();
        Set("go");
        var two = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        await bench.WhyAsync(two, "reject");

        // The fact alone, as a process leaves it that ended in the next moment: no job knows.
        var store = bench.Services.GetRequiredService<FactStore>();
        var first = bench.Facts<CheckRun>(two)[0];
        await AppendAsync(store, two, first, first.Run);
        await RunsAsync(bench, two, 2);

        // Nine more, of runs that are the last no more: answered, and counted.
        for (var more = 1; more < CheckRequests.MostADay; more++) await AppendAsync(store, two, first, first.Run);
        var refused = await AskAsync(bench, two, HttpStatusCode.TooManyRequests);
        Assert.Equal("too-many-runs", Type(refused));
        Assert.Contains("within 24 hours", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await CommandSaysWhenAsync(bench, two);
        bench.Clock.Advance(TimeSpan.FromHours(24.1));
        await AskAsync(bench, two, HttpStatusCode.Accepted);
        await RunsAsync(bench, two, 3);
    }

    [Fact]
    public async Task What_cannot_be_run_is_refused_in_a_sentence()
    {
        await using var bench = await StartAsync();
        Set("go", "mended");
        var one = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.LookAsync();
        Assert.Equal("repository-not-adopted", Type(await AskAsync(bench, one, HttpStatusCode.Conflict)));
        await bench.AdoptAsync(one, [.. PageBench.Directors]);
        await bench.PageAsync($"gold stands at {one.Abbreviated}");

        Assert.Equal("candidate-closed", Type(await AskAsync(bench, one, HttpStatusCode.Conflict)));
        Assert.Equal("not-found", Type(await AskAsync(bench, new CommitSha(new string('a', 40)), HttpStatusCode.NotFound)));
        var none = await AskAsync(bench, one, HttpStatusCode.NotFound, "no-such");
        Assert.Equal(("check-unknown", "openmaxims has no check 'no-such'; it has tests."), (Type(none), none.GetProperty("detail").GetString()));
        using var answer = await bench.Client.PostAsync(new Uri("api/v1/repositories/another/candidates/x/checks/tests/runs", UriKind.Relative), null, Stop);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(bench.Read(reader => reader.Every<CheckRequested>()));
    }

    public void Dispose() => switches.Delete(recursive: true);

    private Task<PageBench> StartAsync() => PageBench.StartAsync(
        ("run: [\"true\"]", $"run: [sh, -c, \"until test -e '{switches.FullName}/go'; do sleep 0.05; done; test -e '{switches.FullName}/mended'\"]"));

    private void Set(params IEnumerable<string> names)
    {
        foreach (var name in names) File.WriteAllText(Path.Combine(switches.FullName, name), "");
    }

    private void Unset(string name) => File.Delete(Path.Combine(switches.FullName, name));

    private static JsonElement Run(JsonElement why) => Assert.Single(why.GetProperty("runs").EnumerateArray());

    private static string Type(JsonElement problem) => problem.GetProperty("type").GetString()!["urn:custodian:problem:".Length..];

    private static Task<IReadOnlyList<CheckRun>> RunsAsync(PageBench bench, CommitSha commit, int runs) => PageBench.UntilAsync(() => Task.FromResult(bench.Facts<CheckRun>(commit)), done => done.Count == runs);

    private static async Task<JsonElement> AskAsync(PageBench bench, CommitSha commit, HttpStatusCode status, string check = "tests")
    {
        using var answer = await bench.Client.PostAsync(new Uri($"api/v1/repositories/{PageBench.Name}/candidates/{commit}/checks/{check}/runs", UriKind.Relative), null, Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == status, body);
        return JsonDocument.Parse(body).RootElement;
    }

    // A script waits as long as it is told; the command tells its person instead, at once.
    private static async Task CommandSaysWhenAsync(PageBench bench, CommitSha commit)
    {
        var path = $"api/v1/repositories/{PageBench.Name}/candidates/{commit}/checks/tests/runs";
        using var answer = await bench.Client.PostAsync(new Uri(path, UriKind.Relative), null, Stop);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        var told = await Assert.ThrowsAsync<ServerRefusalException>(() => server.PostAsync(path, Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop));
        Assert.Contains("the next can be asked for from", told.Message, StringComparison.Ordinal);
    }

    private static Task<long> AppendAsync(FactStore store, CommitSha commit, CheckRun run, string repeats) => store.WriteAsync(
        transaction => transaction.Append(new CheckRequested
        {
            At = transaction.Now,
            Repository = PageBench.Name,
            Commit = commit,
            Check = run.Check,
            Definition = run.Definition,
            Repeats = repeats,
        }),
        Stop);
}
