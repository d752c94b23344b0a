using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Custodian.Releases;

/// <summary>What was released, what is proposed, and whose keys make a tag good.</summary>
internal static class ReleaseEndpoints
{
    public static void MapReleases(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/releases", ListAsync).WithSummary("Every release that was proposed or published");
        routes.MapGet("/api/v1/releases/{repository}/{version}", FindAsync).WithSummary("One release");
        routes.MapGet("/trust/allowed_signers", (Estate estate) => TypedResults.Text(AllowedSigners.Text(estate.Configuration))).WithSummary("For git's gpg.ssh.allowedSignersFile");
    }

    private static async Task<Ok<IReadOnlyList<ReleaseView>>> ListAsync(Estate estate, FactStore store, TimeProvider clock, CancellationToken stop)
    {
        IReadOnlyList<ReleaseView> all = await store.ReadAsync(
            reader => estate.Repositories.SelectMany(repository => Views(reader, repository, clock.GetUtcNow())).ToList(), stop);
        return TypedResults.Ok(all);
    }

    private static async Task<Results<Ok<ReleaseView>, ProblemHttpResult>> FindAsync(
        string repository, string version, Estate estate, FactStore store, TimeProvider clock, CancellationToken stop)
    {
        if (estate.Find(repository) is not { } known) return Problems.NoRepository(repository);

        var view = await store.ReadAsync(reader => Views(reader, known, clock.GetUtcNow()).FirstOrDefault(view => view.Version == version), stop);
        return view is null ? Problems.NotFound($"No release {version} of {repository} has been proposed.") : TypedResults.Ok(view);
    }

    private static IEnumerable<ReleaseView> Views(FactReader reader, WatchedRepository repository, DateTimeOffset now) =>
        from standing in ReleaseStanding.In(reader, repository.Name)
        let proposal = standing.Proposal.Body
        let votes = Votes.On(reader, repository.Name, proposal.Commit, SubjectKind.Release, proposal.Digest, standing.Proposal.Seq, repository.Policy.Rules)
        select new ReleaseView
        {
            Repository = repository.Name,
            Version = proposal.Version,
            Commit = proposal.Commit!.Value,
            Digest = proposal.Digest,
            ProposedBy = proposal.Person,
            Labels = proposal.Labels ?? [],
            State = standing.End switch { Released => "released", ReleaseRefused => "refused", _ => "proposed" },
            TagName = $"certified/{proposal.Version}",
            TagId = (standing.End as Released)?.TagId,
            Awaited = standing.End is null && standing.Intent is null ? Motion.AwaitedFrom(repository.Policy.Custodians, votes, now) : [],
            Rejected = standing.End is null && standing.Intent is null ? Rules.Motion.RejectedBy(repository.Policy.Custodians, votes, now) : [],
            Why = ReleaseObstacle.Of(reader, repository, standing, now),
            Motion = reader.Evidence(proposal.Digest) ?? [],
            Tag = reader.Evidence(proposal.Tag) ?? [],
        };
}

/// <summary>A release, proposed or published.</summary>
internal sealed record ReleaseView
{
    public required string Repository { get; init; }

    public required string Version { get; init; }

    public required CommitSha Commit { get; init; }

    /// <summary>What is voted on: SHA-256 of <see cref="Motion"/>.</summary>
    public required string Digest { get; init; }

    public required string ProposedBy { get; init; }

    /// <summary>What its tag says it is labelled with.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary><c>proposed</c>, <c>released</c> or <c>refused</c> (a tag of that name was there).</summary>
    public required string State { get; init; }

    public required string TagName { get; init; }

    /// <summary>The tag object's id in git, once it is published.</summary>
    public string? TagId { get; init; }

    /// <summary>Custodians whose director has not signed yet.</summary>
    public required IReadOnlyList<string> Awaited { get; init; }

    /// <summary>Directors who rejected it: each keeps their custodian among the awaited until they withdraw that.</summary>
    public IReadOnlyList<string> Rejected { get; init; } = [];

    /// <summary>What but missing signatures keeps it from being published: frozen, no longer gold, what the remote said; null: nothing.</summary>
    public string? Why { get; init; }

    /// <summary>The exact bytes of the proposal.</summary>
    public required byte[] Motion { get; init; }

    /// <summary>The exact bytes of the signed tag object.</summary>
    public required byte[] Tag { get; init; }
}
