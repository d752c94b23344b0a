using Custodian.Policies;
using Custodian.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Pages;

/// <summary>The page of one commit: how it stands, what it would bring, and who acts next. It is there for any commit, so that a link to it never dies.</summary>
internal static class CandidatePage
{
    public static void MapCandidatePage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/repositories/{name}/candidates/{commit}", ShowAsync).ExcludeFromDescription();

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ShowAsync(
        string name, string commit, Estate estate, CandidateReader reader, PageRendering rendering, HttpResponse response, CancellationToken stop)
    {
        if (estate.Find(name) is not { } repository) return Problems.NoRepository(name);
        if (!CommitSha.TryParse(commit, out var full)) return Problems.NotACommit(commit);

        return await rendering.ShowAsync<CandidatePageView>(response, await reader.ReadPageAsync(repository, full, stop));
    }
}
