using System.Collections.Concurrent;
using Custodian.Forges;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Store;

namespace Custodian.SignOffs.Reviews;

/// <summary>Does what comments below pull requests ask of the gate, and answers each of them once.</summary>
internal sealed partial class CommentStep(Estate estate, FactStore store, IForge forge, CommentAnswers answers, TimeProvider clock, ILogger<CommentStep> logger) : IStep
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    // Whoever writes hundreds of them is answered in rounds.
    private const int MostARound = 20;

    private readonly Turns turns = new();
    private readonly ForgeSetbacks setbacks = new(clock);
    private readonly ConcurrentDictionary<(long Repository, long PullRequest), DateTimeOffset> done = new();

    public JobKind Kind => JobKind.Comment;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (estate.Find(id) is not { Entry.GitHub: { } name } repository) return;

        await turns.RunAsync(id, async () =>
        {
            if (setbacks.Waits(id)) return;

            try
            {
                string[] places = [name, .. GitHubPlaces.OfGold(repository.Entry, estate.Configuration.Service.GitHub) is { } gold ? new[] { gold } : []];
                foreach (var place in places.Distinct(StringComparer.OrdinalIgnoreCase)) await AnswerAsync(repository, place, stop);
                setbacks.Over(id);
            }
            catch (ForgeException trouble)
            {
                LogUnanswered(id, trouble.Message, trouble.Who.ToString(), setbacks.Failed(id, trouble));
            }
        });
    }

    private async Task AnswerAsync(WatchedRepository repository, string place, CancellationToken stop)
    {
        // Whether it is there is told by who reads reviews.
        if (await forge.FindAsync(place, stop) is not { } found) return;

        var candidates = await store.ReadAsync(reader => reader.OpenCandidates(repository.Name).ToHashSet(), stop);
        var since = clock.GetUtcNow() - Recent;
        var left = MostARound;
        var ready = new List<(long PullRequest, string Marker, string Answer)>();
        var read = new List<ForgePullRequest>();
        foreach (var pull in await forge.RecentPullRequestsAsync(found, since, stop))
        {
            var key = (found.Id, pull.Number);
            // What is being decided is asked each time, and costs nothing where it is unchanged.
            if (done.TryGetValue(key, out var at) && at == pull.UpdatedAt && !(pull.Open && candidates.Contains(pull.Head))) continue;

            var comments = await forge.CommentsAsync(found, pull.Number, stop);
            foreach (var comment in comments.Where(comment => comment.By is { Bot: false } && comment.CreatedAt >= since))
            {
                // An answer is ours, and so a machine's.
                var marker = $"<!-- custodian: answer to {comment.Id} -->";
                if (CommentCommand.Of(comment.Body) is not { } command || comments.Any(other => other.By is { Bot: true } && other.Body.StartsWith(marker, StringComparison.Ordinal))) continue;
                if (left-- <= 0) break;
                if (await answers.ToAsync(repository, new(found, pull.Number, comment, command), stop) is { } answer) ready.Add((pull.Number, marker, answer));
            }

            if (left < 0) break;
            read.Add(pull);
        }

        // The forge takes one writing after the other, a second apart: nobody's sign-off waits for another one's answer.
        foreach (var (number, marker, answer) in ready) await forge.PutCommentAsync(found, number, marker, answer, null, stop);
        foreach (var pull in read) done[(found.Id, pull.Number)] = pull.UpdatedAt;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Comments on {Repository} cannot be answered on the forge: {Why} Who can act: {Who}. Tried again at {Again:O}.")]
    private partial void LogUnanswered(string repository, string why, string who, DateTimeOffset again);
}
