using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Custodian.Tests.Checks;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Service;

[Collection(nameof(Alone))]
public sealed class TelemetryTests
{
    private static readonly string[] Steps = ["check", "decide", "intake", "promote", "sign-off"];

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
        var measured = new ConcurrentQueue<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Custodian") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Text(tags))));
        listener.Start();

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

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
