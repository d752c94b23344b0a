using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store.Facts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Decisions;

/// <summary>Where anybody asks why.</summary>
internal static class DecisionEndpoints
{
    public static void MapDecisions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/repositories/{name}/candidates/{commit}/verdict", ExplainAsync).WithSummary("The verdict on a commit, and who has to act next; with 'at', as it was or will be at an instant");

    private static async Task<Results<Ok<WhyDocument>, ProblemHttpResult>> ExplainAsync(
        string name, string commit, string? at, Estate estate, WhyNot why, WhyThen then, TimeProvider clock, CancellationToken stop)
    {
        if (estate.Find(name) is not { } repository) return Problems.NoRepository(name);
        if (!CommitSha.TryParse(commit, out var full)) return Problems.NotACommit(commit);

        if (at is null) return TypedResults.Ok(await why.ExplainAsync(repository, full, stop));
        if (!UtcTimeConverter.TryParse(at, out var instant)) return Problems.NotAMoment(at);

        var now = clock.GetUtcNow();
        if (instant > now) return TypedResults.Ok(await why.ExplainAsync(repository, full, stop, instant));

        return await then.ExplainAsync(new(name, full), instant, now, stop) is { } told ? TypedResults.Ok(told) : Problems.NoRepository(name);
    }
}
