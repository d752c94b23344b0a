using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Pages;

/// <summary>What a supervisor asks.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("alive")).WithSummary("Alive");
        routes.MapGet("/readyz", ReadyAsync).WithSummary("Able to work: database, git, jobs, disk");
    }

    private static async Task<JsonHttpResult<ReadinessReport>> ReadyAsync(Readiness readiness, CancellationToken stop)
    {
        var report = await readiness.ReadAsync(stop);
        return TypedResults.Json(report, statusCode: report.Status == "not-ready" ? 503 : 200);
    }
}
