using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Custodian;

/// <summary>Traces and metrics along a candidate's way, under the name "Custodian".</summary>
internal static class Telemetry
{
    public const string Name = "Custodian";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Candidates = Meter.CreateCounter<long>("custodian.candidates", description: "Candidates seen");
    public static readonly Counter<long> CheckRuns = Meter.CreateCounter<long>("custodian.check_runs", description: "Check runs finished, by outcome");
    public static readonly Counter<long> SignOffs = Meter.CreateCounter<long>("custodian.sign_offs", description: "Sign-offs recorded, by decision and door");
    public static readonly Counter<long> Refusals = Meter.CreateCounter<long>("custodian.refusals", description: "Requests refused, by problem");
    public static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("custodian.deliveries", description: "Hooks of a forge, by event and what became of them at the door");
    public static readonly Counter<long> Verdicts = Meter.CreateCounter<long>("custodian.verdicts", description: "Verdicts recorded, by kind");
    public static readonly Counter<long> Promotions = Meter.CreateCounter<long>("custodian.promotions", description: "Times that gold moved");
    public static readonly Counter<long> Freezes = Meter.CreateCounter<long>("custodian.freezes", description: "Repositories frozen: somebody has to look");
    public static readonly Counter<long> FailedJobs = Meter.CreateCounter<long>("custodian.failed_jobs", description: "Job runs that threw, by kind");
    public static readonly Counter<long> GitHubRequests = Meter.CreateCounter<long>("custodian.github_requests", description: "Requests sent to GitHub, by kind and status");
    public static readonly Histogram<double> PromotionSeconds = Meter.CreateHistogram<double>("custodian.promotion.duration", "s", "From intent to gold read back");
    public static readonly Histogram<double> FetchSeconds = Meter.CreateHistogram<double>("custodian.fetch.duration", "s", "One look at a remote");

    /// <summary>
    /// A span on a candidate's way. Jobs and doors carry no trace context, so the trace's id is made from the commit's: all
    /// that happens to one candidate is one trace.
    /// </summary>
    public static Activity? Way(string name, string commit) => Source.StartActivity(
        name,
        ActivityKind.Internal,
        new ActivityContext(ActivityTraceId.CreateFromString(commit.AsSpan(0, 32)), ActivitySpanId.CreateFromString(commit.AsSpan(0, 16)), ActivityTraceFlags.Recorded));
}
