using Custodian.Policies;
using Custodian.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Decisions;

/// <summary>Where anybody asks why.</summary>
internal static class DecisionEndpoints
{
    public static void MapDecisions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/repositories/{name}/candidates/{commit}/verdict", ExplainAsync).WithSummary("The verdict on a commit, and who has to act next");

    private static async Task<Results<Ok<WhyDocument>, ProblemHttpResult>> ExplainAsync(string name, string commit, Estate estate, WhyNot why, CancellationToken stop)
    {
        if (estate.Find(name) is not { } repository) return Problems.NoRepository(name);
        if (!CommitSha.TryParse(commit, out var full)) return Problems.NotACommit(commit);

        return TypedResults.Ok(await why.ExplainAsync(repository, full, stop));
    }
}
