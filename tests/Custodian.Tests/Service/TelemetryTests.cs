using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Custodian.Commands;
using Custodian.Jobs;
using Custodian.Rules;
using Custodian.Store.Facts;
using Custodian.Tests.Checks;
using Custodian.Tests.Doors;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Service;

[Collection(nameof(Alone))]
public sealed class TelemetryTests
{
    private static readonly string[] Steps = ["check", "decide", "intake", "promote", "sign-off"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_steps_of_one_candidate_are_one_trace_whose_id_is_made_from_the_commit()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Custodian",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var bench = await PageBench.StartAsync();

        var commit = await bench.PromoteAsync("two", await bench.AdoptFirstAsync());

        // The last span ends a moment after gold has moved. What a job does besides is a trace of its own.
        var way = await PageBench.UntilAsync(
            () => Task.FromResult(spans.Where(span => span.Kind == ActivityKind.Internal && span.DisplayName.Contains($"@{commit.Abbreviated}", StringComparison.Ordinal)).ToList()),
            seen => seen.Any(span => span.DisplayName.StartsWith("promote ", StringComparison.Ordinal)));
        Assert.Equal(Steps, way.Select(span => span.DisplayName.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(commit.ToString()[..32], Assert.Single(way.Select(span => span.TraceId.ToString()).Distinct()));
        Assert.All(way, span => Assert.NotEqual(ActivityStatusCode.Error, span.Status));
    }

    [Fact]
    public async Task One_promotion_moves_the_counters_along_its_way_by_what_happened()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        using var listener = Measure(out var measured);

        await bench.PromoteAsync("two", first);

        double Sum(string name, string tags) => measured.Where(one => one.Name == name && one.Tags == tags).Sum(one => one.Value);
        await PageBench.UntilAsync(() => Task.FromResult(measured.ToArray()), seen => seen.Any(one => one.Name == "custodian.promotion.duration"));
        Assert.Equal(1, Sum("custodian.candidates", "repository=openmaxims"));
        Assert.Equal(1, Sum("custodian.check_runs", "check=tests outcome=Passed"));
        Assert.Equal(2, Sum("custodian.sign_offs", "decision=Approve door=ssh"));
        Assert.InRange(Sum("custodian.verdicts", "repository=openmaxims verdict=hold"), 1, 4);
        Assert.Equal(1, Sum("custodian.verdicts", "repository=openmaxims verdict=promote"));
        Assert.Equal(1, Sum("custodian.promotions", "repository=openmaxims"));
        Assert.InRange(Sum("custodian.promotion.duration", ""), 0, 60);
        Assert.Contains(measured, one => one is ("custodian.fetch.duration", >= 0, "repository=openmaxims"));
        Assert.DoesNotContain(measured, one => one.Name is "custodian.freezes" or "custodian.refusals" or "custodian.failed_jobs");
    }

    [Fact]
    public async Task A_repository_that_freezes_is_counted_once_however_often_it_is_looked_at()
    {
        await using var bench = await PageBench.StartAsync();
        var first = await bench.AdoptFirstAsync();
        using var listener = Measure(out var measured);
        await bench.PushAsync("refs/heads/gold", "by somebody else", first);

        await bench.LookAsync();
        await bench.LookAsync();

        Assert.Equal(("custodian.freezes", 1, "repository=openmaxims"), Assert.Single(measured, one => one.Name == "custodian.freezes"));
        Assert.NotNull(bench.Read(reader => reader.StateOf(PageBench.Name)).FrozenSeq);
    }

    [Fact]
    public async Task A_vote_that_is_refused_is_counted_by_its_problem_and_not_as_a_sign_off()
    {
        await using var bench = await PageBench.StartAsync();
        var candidate = await bench.PushAsync(PageBench.Main, "two", await bench.AdoptFirstAsync());
        await bench.LookAsync();
        using var server = new ServerClient(bench.Server);
        var statement = await new StatementOrder(PageBench.Name, candidate, SubjectKind.Commit, null, "taunton-director", "director", SignOffDecision.Approve, null).FetchAsync(server, Stop);
        using var listener = Measure(out var measured);

        await Assert.ThrowsAsync<ServerRefusalException>(() => new Signing(server, bench.Key("sthk-director")).SendAsync(statement, Stop));

        Assert.Equal(("custodian.refusals", 1, "problem=urn:custodian:problem:signature-wrong"), Assert.Single(measured, one => one.Name == "custodian.refusals"));
        Assert.DoesNotContain(measured, one => one.Name == "custodian.sign_offs");
    }

    [Fact]
    public async Task A_job_that_throws_is_counted_by_its_kind()
    {
        await using var bench = await PageBench.StartAsync();
        using var listener = Measure(out var measured);

        await Assert.ThrowsAnyAsync<Exception>(() => bench.Services.GetRequiredService<JobRunner>().RunAsync(nameof(JobKind.Decide), "no candidate", Stop));

        Assert.Equal(("custodian.failed_jobs", 1, "kind=Decide"), Assert.Single(measured, one => one.Name == "custodian.failed_jobs"));
    }

    [Fact]
    public async Task Hooks_are_counted_by_event_and_by_what_became_of_them_and_unknown_events_as_others()
    {
        await using var bench = await GitHubHookBench.StartAsync();
        using var listener = Measure(out var measured);

        await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), delivery: "once"));
        await bench.FinishedAsync("once");
        await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), delivery: "once"));
        await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), "star"));
        await bench.SendAsync(GitHubHookBench.Hook(GitHubHookBench.Payload(), secret: "of somebody else"));

        Assert.Equal(
            ["event=push state=stored", "event=push state=finished", "event=other state=not-of-use"],
            measured.Where(one => one is ("custodian.deliveries", 1, _)).Select(one => one.Tags));
        Assert.Equal("problem=urn:custodian:problem:signature-wrong", Assert.Single(measured, one => one.Name == "custodian.refusals").Tags);
    }

    [Fact]
    public async Task Many_hooks_at_once_make_few_looks()
    {
        await using var bench = await GitHubHookBench.StartAsync();
        using var listener = Measure(out var measured);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => bench.FollowAsync(GitHubHookBench.Payload())));

        int Looks() => measured.Count(one => one.Name == "custodian.fetch.duration");
        await PageBench.UntilAsync(() => Task.FromResult(Looks()), looks => looks > 0 && !bench.Looks.IsWaiting(PageBench.Name));
        Assert.InRange(Looks(), 1, 10);
    }

    private static MeterListener Measure(out ConcurrentQueue<(string Name, double Value, string Tags)> into)
    {
        var measured = into = new();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Custodian") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Text(tags))));
        listener.Start();
        return listener;
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
