using System.Collections.Concurrent;
using Custodian.Forges;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs.Reviews;

/// <summary>Reads the reviews of a repository's pull requests, and takes each as the sign-off that it is. What was read before is read again, and taken once.</summary>
internal sealed partial class ReviewStep(Estate estate, FactStore store, IForge forge, SignOffDesk desk, TimeProvider clock, ILogger<ReviewStep> logger) : IStep
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
                await ReadAsync(repository, name, stop);
                setbacks.Over(id);
            }
            catch (ForgeException trouble)
            {
                LogUnread(id, trouble.Message, trouble.Who.ToString(), setbacks.Failed(id, trouble));
            }
        });
    }

    private async Task ReadAsync(WatchedRepository repository, string name, CancellationToken stop)
    {
        if (await forge.FindAsync(name, stop) is not { } found)
            throw ForgeException.Lasting($"{name} is not on GitHub, or this service may not see it: install the App there, or propose a policy that names it otherwise.", Actor.Operator);

        var candidates = await store.ReadAsync(reader => reader.OpenCandidates(repository.Name).ToHashSet(), stop);
        var reviews = await ReviewsAsync(found, candidates, stop);
        foreach (var spoken in SpokenReview.Last(found.Id, reviews, estate.Configuration.FindGitHubAccount).Where(spoken => candidates.Contains(spoken.Commit)))
        {
            var statements = await store.ReadAsync(reader => ReviewStatements.Of(reader, repository, spoken, clock.GetUtcNow()), stop);
            foreach (var statement in statements) await TakeAsync(statement, spoken, stop);
        }
    }

    private async Task<IReadOnlyList<(long PullRequest, ForgeReview Review)>> ReviewsAsync(ForgeRepository found, HashSet<CommitSha> candidates, CancellationToken stop)
    {
        var all = new List<(long, ForgeReview)>();
        foreach (var pull in await forge.RecentPullRequestsAsync(found, clock.GetUtcNow() - Recent, stop))
        {
            var key = (found.Id, pull.Number);
            // Whether every dismissal touches its pull request GitHub does not promise: what is being decided is asked each time, and costs nothing where it is unchanged.
            if (!read.TryGetValue(key, out var known) || known.At != pull.UpdatedAt || (pull.Open && candidates.Contains(pull.Head)))
                read[key] = known = (pull.UpdatedAt, await forge.ReviewsAsync(found, pull.Number, stop));
            all.AddRange(known.Reviews.Select(review => (pull.Number, review)));
        }

        return all;
    }

    private async Task TakeAsync(Statement statement, SpokenReview spoken, CancellationToken stop)
    {
        try
        {
            await desk.TakeAsync(statement, statement.ToBytes(), new Proof.Forge(spoken.Id), stop, transaction => RefuseOlderThanPolicy(transaction, statement));
            refused.TryRemove(spoken.Id, out _);
        }
        catch (RefusalException refusal)
        {
            if (refused.TryGetValue(spoken.Id, out var told) && told == refusal.Message) return;

            refused[spoken.Id] = refusal.Message;
            LogRefused(statement.Person, spoken.Commit, spoken.Review.Id, refusal.Message);
        }
    }

    // A review names no rules: it is taken for those that its person could know.
    private static void RefuseOlderThanPolicy(FactReader reader, Statement statement)
    {
        if (reader.Newest<PolicyAdopted>()?.Body.At is { } adopted && adopted > statement.At)
            throw new RefusalException(Refusal.RulesChanged, $"The custodians adopted another policy at {UtcTimeConverter.Write(adopted)}, after this review: review the commit again.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The reviews of {Repository} cannot be read on the forge: {Why} Who can act: {Who}. Tried again at {Again:O}.")]
    private partial void LogUnread(string repository, string why, string who, DateTimeOffset again);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What {Person} said of {Commit} by review {Review} does not count: {Why}")]
    private partial void LogRefused(string person, CommitSha commit, long review, string why);
}
