using System.Collections.Concurrent;
using Custodian.Forges;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.SignOffs.Reviews;

/// <summary>Reads the reviews of a repository's pull requests, and takes each as the sign-off that it is. What was read before is read again, and taken once.</summary>
internal sealed partial class ReviewStep(Estate estate, FactStore store, IForge forge, ForgeDesk desk, TimeProvider clock, ILogger<ReviewStep> logger) : IStep
{
    // A pull request is merged, and so closed, right after it was approved. What nobody touched for so long was read when somebody did.
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    private readonly Turns turns = new();
    private readonly ForgeSetbacks setbacks = new(clock);
    private readonly ConcurrentDictionary<(long Repository, long PullRequest), (DateTimeOffset At, IReadOnlyList<ForgeReview> Reviews)> read = new();

    // By what was said: why it does not count, so that it is told once.
    private readonly ConcurrentDictionary<string, string> refused = new(StringComparer.Ordinal);

    public JobKind Kind => JobKind.Review;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (estate.Find(id) is not { Entry.GitHub: { } name } repository) return;

        await turns.RunAsync(id, async () =>
        {
            if (setbacks.Waits(id)) return;

            try
            {
                // Where gold lives elsewhere, that is where people are asked.
                string[] places = [name, .. GitHubPlaces.OfGold(repository.Entry, estate.Configuration.Service.GitHub) is { } gold ? new[] { gold } : []];
                await ReadAsync(repository, [.. places.Distinct(StringComparer.OrdinalIgnoreCase)], stop);
                setbacks.Over(id);
            }
            catch (ForgeException trouble)
            {
                LogUnread(id, trouble.Message, trouble.Who.ToString(), setbacks.Failed(id, trouble));
            }
        });
    }

    private async Task ReadAsync(WatchedRepository repository, IReadOnlyList<string> places, CancellationToken stop)
    {
        var candidates = await store.ReadAsync(reader => reader.OpenCandidates(repository.Name).ToHashSet(), stop);
        var reviews = new List<(long, long, ForgeReview)>();
        foreach (var place in places) reviews.AddRange(await ReviewsAsync(place, candidates, stop));
        foreach (var spoken in SpokenReviews.Last(reviews, estate.Configuration.FindGitHubAccount).Where(spoken => candidates.Contains(spoken.Commit)))
        {
            Tell(spoken, await desk.TakeAsync(repository, spoken, stop));
        }
    }

    private async Task<IReadOnlyList<(long Repository, long PullRequest, ForgeReview Review)>> ReviewsAsync(string place, HashSet<CommitSha> candidates, CancellationToken stop)
    {
        if (await forge.FindAsync(place, stop) is not { } found)
            throw ForgeException.Lasting($"{place} is not on GitHub, or this service may not see it: install the App there, or propose a policy that names it otherwise.", Actor.Operator);

        var all = new List<(long, long, ForgeReview)>();
        foreach (var pull in await forge.RecentPullRequestsAsync(found, clock.GetUtcNow() - Recent, stop))
        {
            var key = (found.Id, pull.Number);
            // Whether every dismissal touches its pull request GitHub does not promise: what is being decided is asked each time, and costs nothing where it is unchanged.
            if (!read.TryGetValue(key, out var known) || known.At != pull.UpdatedAt || (pull.Open && candidates.Contains(pull.Head)))
                read[key] = known = (pull.UpdatedAt, await forge.ReviewsAsync(found, pull.Number, stop));
            all.AddRange(known.Reviews.Select(review => (found.Id, pull.Number, review)));
        }

        return all;
    }

    private void Tell(ForgeWord spoken, IReadOnlyList<ForgeOutcome> outcomes)
    {
        foreach (var outcome in outcomes.Where(outcome => outcome.Seq is null))
        {
            var what = $"{spoken.Id}/{outcome.Role}";
            if (refused.TryGetValue(what, out var told) && told == outcome.Note) continue;

            refused[what] = outcome.Note!;
            LogRefused(spoken.Person.Id, spoken.Commit, spoken.Id, outcome.Note!);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reviews of {Repository} cannot be read on the forge: {Why} Who can act: {Who}. Tried again at {Again:O}.")]
    private partial void LogUnread(string repository, string why, string who, DateTimeOffset again);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What {Person} said of {Commit} by {Word} does not count: {Why}")]
    private partial void LogRefused(string person, CommitSha commit, string word, string why);
}
