using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Checks;

/// <summary>
/// Answers a forge's re-run button. The hook is not believed: what is meant has to be among what the forge was told from here, whoever
/// pressed it a person of a custodian, and whether anything is run is decided where everybody asks. The answer is shown at the commit.
/// </summary>
internal sealed partial class RerunStep(Estate estate, FactStore store, CheckRequests requests, JobQueue jobs, TimeProvider clock, ILogger<RerunStep> logger) : IStep
{
    public JobKind Kind => JobKind.Rerun;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (await store.ReadAsync(reader => reader.Deliveries.FindUnfinished(id), stop) is not { } delivery) return;

        if (RerunOrder.Of(delivery) is { } order && order.App == estate.Configuration.Service.GitHub.App && delivery.RepositoryId is { } number)
        {
            var meant = await store.ReadAsync(reader => Meant(reader, number, order).ToList(), stop);
            if (meant.Count == 0) LogUnknown(order.Commit);
            foreach (var (repository, told) in meant) await AnswerAsync(repository, order, told, stop);
        }

        await store.WriteAsync(
            transaction =>
            {
                transaction.Deliveries.Finish(id, transaction.Now);
                return true;
            }, stop);
    }

    // By the repository's number: a name can change hands, and several entries may bear it.
    private IEnumerable<(WatchedRepository Repository, ToldRun Told)> Meant(FactReader reader, long number, RerunOrder order)
    {
        var names = reader.Deliveries.Repositories(number, []).Select(known => known.Named).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return from repository in estate.Repositories
               where repository.Entry.GitHub is { } name && names.Contains(name)
               let candidate = new CandidateId(repository.Name, order.Commit)
               from told in reader.Told.Of(candidate).Values
               where order.Means(candidate, told)
               select (repository, told);
    }

    private async Task AnswerAsync(WatchedRepository repository, RerunOrder order, ToldRun told, CancellationToken stop)
    {
        var candidate = new CandidateId(repository.Name, order.Commit);
        var note = told.Name == ToldRun.Gate ? null : await AskAsync(repository, order, told.Name[ToldRun.Prefix.Length..], stop);
        // The button has put back what the forge shows, whatever the answer is.
        await store.WriteAsync(
            transaction =>
            {
                transaction.Told.TellAgain(candidate, told.Name, note);
                return true;
            }, stop);
        if (told.Name == ToldRun.Gate) jobs.Enqueue(JobKind.Decide, candidate.ToString());
        jobs.Enqueue(JobKind.Tell, candidate.ToString());
    }

    /// <returns>Why nothing is run; null: it is, or there is no need to say so.</returns>
    private async Task<string?> AskAsync(WatchedRepository repository, RerunOrder order, string check, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (order.Sender is not { } account || !IsMembers(account, now))
        {
            LogStranger(check, repository.Name, order.Commit, order.Sender);
            return Note(now, $"the account that asked (number {order.Sender?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}) is nobody's at a custodian: a custodian's person with a GitHub account in the policy can ask, or that number is added to a person there");
        }

        if ((await requests.AskAsync(repository, order.Commit, check, stop)).Refusal is not { } refusal) return null;
        // Whoever wants everything run again means what has not passed.
        return order.ForgeId is null && refusal.Type == CheckRequests.Passed ? null : Note(now, refusal.Text.TrimEnd('.'));
    }

    private bool IsMembers(long account, DateTimeOffset now) =>
        estate.Configuration.FindGitHubAccount(account) is { } holder && estate.Configuration.FindPerson(holder.Id) is var (custodian, person) && custodian.IsMember(now) && person.InOffice(now);

    private static string Note(DateTimeOffset now, string why) => $"Another run was asked for at {now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, and nothing is run: {why}.";

    [LoggerMessage(Level = LogLevel.Information, Message = "Another run was asked for on the forge at {Commit}, of something that this service never showed there: nothing follows from it")]
    private partial void LogUnknown(CommitSha commit);

    [LoggerMessage(Level = LogLevel.Information, Message = "Check {Check} on {Repository} {Commit} is not run again: the account {Account} that asked for it on the forge is nobody's at a custodian")]
    private partial void LogStranger(string check, string repository, CommitSha commit, long? account);
}
