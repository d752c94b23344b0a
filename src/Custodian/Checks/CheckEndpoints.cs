using System.Globalization;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Checks;

/// <summary>Where check logs are read, and where anybody asks for another run.</summary>
internal static class CheckEndpoints
{
    public static void MapChecks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/repositories/{name}/candidates/{commit}/checks/{check}/log", LogAsync).WithSummary("What the last run of a check printed");
        routes.MapGet("/api/v1/repositories/{name}/candidates/{commit}/checks/{check}/spdx", SpdxAsync).WithSummary("What a check of licences found, as SPDX 2.3 JSON");
        routes.MapPost("/api/v1/repositories/{name}/candidates/{commit}/checks/{check}/runs", RunAsync).WithSummary("Run a check again that has not passed");
    }

    private static async Task<Results<Accepted<CheckRequestReceipt>, ProblemHttpResult>> RunAsync(
        string name, string commit, string check, Estate estate, CheckRequests requests, HttpResponse response, CancellationToken stop)
    {
        if (estate.Find(name) is not { } repository) return Problems.NoRepository(name);
        if (!CommitSha.TryParse(commit, out var full)) return Problems.NotACommit(commit);

        var answer = await requests.AskAsync(repository, full, check, stop);
        if (answer.Refusal?.Wait is { } wait) response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return answer.Refusal is { } why
            ? TypedResults.Problem(why.Text, statusCode: why.Status, title: "The check is not run", type: Problems.Type(why.Type))
            : TypedResults.Accepted((string?)null, answer.Receipt);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> SpdxAsync(
        string name, string commit, string check, Estate estate, LicenceReports reports, CancellationToken stop)
    {
        if (estate.Find(name) is not { } repository) return Problems.NoRepository(name);
        if (!CommitSha.TryParse(commit, out var full)) return Problems.NotACommit(commit);

        return await reports.FindAsync(repository, full, check, stop) is { } document
            ? TypedResults.Stream(document, "application/spdx+json", $"{name}-{full.Abbreviated}.spdx.json")
            : Problems.NotFound(LicenceReports.None(check, full));
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> LogAsync(
        string name, string commit, string check, Estate estate, FactStore store, CancellationToken stop)
    {
        if (estate.Find(name) is null) return Problems.NoRepository(name);
        if (!CommitSha.TryParse(commit, out var full)) return Problems.NotACommit(commit);

        var log = await store.ReadAsync(reader =>
            reader.About<CheckRun>(name, full).LastOrDefault(run => run.Body.Check == check) is { } last ? reader.Log(last.Body.Run) : null, stop);
        // Plain text: what a candidate printed is never markup of ours.
        return log is null
            ? Problems.NotFound($"No log of {Quote.Of(check)} on {full} is kept.")
            : TypedResults.Text(log, "text/plain; charset=utf-8");
    }
}
