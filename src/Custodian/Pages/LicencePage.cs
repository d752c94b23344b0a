using Custodian.Checks;
using Custodian.Policies;
using Custodian.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Pages;

/// <summary>The page of one check of licences on one candidate: what blocks, who can act, and every file.</summary>
internal static class LicencePage
{
    public static void MapLicencePage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/repositories/{name}/candidates/{commit}/checks/{check}/report", ShowAsync).ExcludeFromDescription();

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ShowAsync(
        string name, string commit, string check, string? path, string? licence, Estate estate, LicenceReports reports, PageRendering rendering, HttpResponse response, CancellationToken stop)
    {
        if (estate.Find(name) is not { } repository) return Problems.NoRepository(name);
        if (!CommitSha.TryParse(commit, out var full)) return Problems.NotACommit(commit);
        if (await reports.ReadAsync(repository, full, check, stop) is not { } report)
            return Problems.NotFound(LicenceReports.None(check, full));

        return await rendering.ShowAsync<LicencePageView>(response, new LicencePageWriter(report, path ?? "", licence ?? "").Write());
    }
}
