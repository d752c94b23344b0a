using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Intake;

/// <summary>What is watched and what was seen there; and the door that asks for a look at once.</summary>
internal static class RepositoryEndpoints
{
    public static void MapRepositories(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/repositories", ListAsync).WithSummary("Every repository and where it stands");
        routes.MapGet("/api/v1/repositories/{name}", FindAsync).WithSummary("One repository");
        routes.MapGet("/api/v1/repositories/{name}/candidates", CandidatesAsync).WithSummary("The newest candidates, newest first");
        routes.MapGet("/api/v1/repositories/{name}/candidates/{commit}", CandidateAsync).WithSummary("What happened to one candidate");
        routes.MapPost("/api/v1/repositories/{name}/watch", Watch).WithSummary("Look at the remote now");
    }

    private static async Task<Ok<IReadOnlyList<RepositoryView>>> ListAsync(Estate estate, RepositoryViews views, CancellationToken stop)
    {
        IReadOnlyList<RepositoryView> all = await Task.WhenAll(estate.Repositories.Select(repository => views.OfAsync(repository, stop)));
        return TypedResults.Ok(all);
    }

    private static async Task<Results<Ok<RepositoryView>, ProblemHttpResult>> FindAsync(string name, Estate estate, RepositoryViews views, CancellationToken stop) =>
        estate.Find(name) is { } repository ? TypedResults.Ok(await views.OfAsync(repository, stop)) : Problems.NoRepository(name);

    private static async Task<Results<Ok<IReadOnlyList<CandidateView>>, ProblemHttpResult>> CandidatesAsync(string name, Estate estate, FactStore store, TimeProvider clock, CancellationToken stop)
    {
        if (estate.Find(name) is null) return Problems.NoRepository(name);

        IReadOnlyList<CandidateView> newest = await store.ReadAsync(
            reader =>
            {
                var (exceptions, now) = (ExceptionStanding.In(reader, name), clock.GetUtcNow());
                return reader.NewestCandidates(name, 50).Select(commit => CandidateView.Of(reader, new(name, commit))).OfType<CandidateView>().Select(view => view.Beside(exceptions, now)).ToList();
            }, stop);
        return TypedResults.Ok(newest);
    }

    private static async Task<Results<Ok<CandidateView>, ProblemHttpResult>> CandidateAsync(string name, string commit, Estate estate, FactStore store, TimeProvider clock, CancellationToken stop)
    {
        if (estate.Find(name) is null) return Problems.NoRepository(name);
        if (!CommitSha.TryParse(commit, out var full)) return Problems.NotACommit(commit);

        return await store.ReadAsync(reader => CandidateView.Of(reader, new(name, full))?.Beside(ExceptionStanding.In(reader, name), clock.GetUtcNow()), stop) is { } view
            ? TypedResults.Ok(view)
            : Problems.NotFound($"{full} has not been seen at the tip of a watched branch of {name}.");
    }

    private static Results<Accepted, ProblemHttpResult> Watch(string name, Estate estate, WatchRequests requests)
    {
        if (estate.Find(name) is null) return Problems.NoRepository(name);

        requests.Ask(name);
        return TypedResults.Accepted((string?)null);
    }
}
