using System.Collections.Concurrent;
using Custodian.Git;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Intake;

/// <summary>Looks at one repository's remote: is gold where the gate put it, and which commits are new on its source branches?</summary>
internal sealed partial class WatchStep(
    Estate estate, FactStore store, JobQueue jobs, WatchRequests requests, RemoteHealth health, TimeProvider clock, ILogger<WatchStep> logger) : IStep
{
    private const int LongestText = 4000;

    private readonly Turns turns = new();

    // By repository: branches whose tips could not be made known in time where gold lives.
    private readonly ConcurrentDictionary<string, SlowNames> slow = new(StringComparer.Ordinal);

    public JobKind Kind => JobKind.Watch;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (estate.Find(id) is not { } repository) return;

        // One look at a time: fetches into one mirror would only wait for each other's locks.
        await turns.RunAsync(id, () => requests.IsWaiting(id) || health.MayLook(id) ? LookAsync(repository, stop) : Task.CompletedTask);
    }

    private async Task LookAsync(WatchedRepository repository, CancellationToken stop)
    {
        requests.Begun(repository.Name);
        var settings = estate.Configuration.Service;
        // Read before the fetch, so that our own promotion during it is not taken for somebody else's.
        var before = await store.ReadAsync(reader => reader.StateOf(repository.Name), stop);
        MirrorState seen;
        var started = clock.GetTimestamp();
        try
        {
            seen = await repository.Mirror.FetchAsync(
                repository.Remote, repository.Entry.AllSources, repository.GoldRemote, repository.Entry.Gold.Ref, settings.FetchTimeout, stop);
        }
        catch (GitException unreachable)
        {
            LogUnreachable(repository.Name, unreachable.Message, health.Failed(repository.Name, unreachable.Message, settings.Poll));
            return;
        }
        finally
        {
            Telemetry.FetchSeconds.Record(clock.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("repository", repository.Name));
        }

        await CompareGoldAsync(repository, before, seen.Gold, stop);
        var trouble = seen.Trouble;
        var late = slow.GetOrAdd(repository.Name, _ => new());
        // Urgent ones first: of a commit that stands on both kinds of branches it is told why it is not urgent.
        foreach (var name in late.Order(seen.Source.Keys).OrderByDescending(repository.Entry.IsUrgent))
        {
            var failed = await TryConsiderAsync(repository, name, seen.Source, stop);
            late.Done(name);
            if (failed is null) continue;
            trouble = $"{name}: {failed.Message}";
            if (failed is not GitException { TimedOut: true }) continue;

            // The next branch might have to wait as long, and gold is to be looked at again.
            late.TookTooLong(name);
            break;
        }

        if (trouble is null) await CloseLostAsync(repository, stop);
        // Gold was seen. A branch that cannot be taken up must not keep anybody from looking at gold again with the next poll.
        health.Reached(repository.Name, trouble);
        if (trouble is not null) LogTrouble(repository.Name, trouble);
        // Reviews are of candidates, so that those come first.
        if (repository.Entry.GitHub is null) return;
        jobs.Enqueue(JobKind.Review, repository.Name);
        jobs.Enqueue(JobKind.Comment, repository.Name);
    }

    private async Task CompareGoldAsync(WatchedRepository repository, RepositoryRow before, CommitSha? found, CancellationToken stop)
    {
        var frozen = await store.WriteAsync(transaction =>
        {
            var now = transaction.StateOf(repository.Name);
            // Frozen, lifted or adopted meanwhile: what this look saw may be older than that. The next poll looks again.
            if (now.FrozenSeq != before.FrozenSeq || before.Gold is null) return null;
            if (now.Gold is not { } gold || Explained(transaction, before, now, found)) return null;
            if (now.FrozenSeq is { } seq && transaction.Find<Frozen>(seq)?.Body.Found == found) return null;

            var fact = Freeze.Of(repository.Name, gold, found, transaction.Now);
            transaction.Append(fact);
            return fact;
        }, stop);
        if (frozen is null) return;

        Telemetry.Freezes.Add(1, new KeyValuePair<string, object?>("repository", repository.Name));
        LogFrozen(repository.Name, frozen.Found, frozen.Why);
    }

    private static bool Explained(FactReader reader, RepositoryRow before, RepositoryRow now, CommitSha? found)
    {
        var intents = new[] { before.IntentSeq, now.IntentSeq }.OfType<long>().Distinct();
        return GoldSighting.IsOurs(
            found, before.Gold, reader.GoldLine(now.Repository), [.. intents.Select(intent => reader.Find<PromotionIntended>(intent)!.Body.Commit!.Value)]);
    }

    // One branch that cannot be taken up must not keep the others waiting.
    private async Task<Exception?> TryConsiderAsync(WatchedRepository repository, string name, IReadOnlyDictionary<string, CommitSha> tips, CancellationToken stop)
    {
        try
        {
            await ConsiderAsync(repository, name, tips, stop);
            return null;
        }
        catch (Exception trouble) when (trouble is GitException or IOException)
        {
            return trouble;
        }
    }

    // The mirror was made anew, and the commit is on the remote no more: nobody could ever judge it.
    private async Task CloseLostAsync(WatchedRepository repository, CancellationToken stop)
    {
        var open = await store.ReadAsync(reader => reader.OpenCandidates(repository.Name), stop);
        foreach (var commit in open.Where(commit => !repository.Mirror.Has(commit)))
        {
            await store.WriteAsync(transaction => transaction.IsOpen(repository.Name, commit) == true
                ? transaction.Append(new CandidateClosed { At = transaction.Now, Repository = repository.Name, Commit = commit, Why = "left-source" })
                : -1, stop);
        }
    }

    private async Task ConsiderAsync(WatchedRepository repository, string name, IReadOnlyDictionary<string, CommitSha> tips, CancellationToken stop)
    {
        var tip = tips[name];
        var candidate = new CandidateId(repository.Name, tip);
        var (open, gold) = await store.ReadAsync(reader => (reader.IsOpen(repository.Name, tip), reader.StateOf(repository.Name).Gold), stop);
        if (open == true || (gold is { } stands && repository.Mirror.Descends(stands, tip))) return;

        using var activity = Telemetry.Way($"intake {candidate.Abbreviated}", tip.ToString());
        if (gold is { } at && !repository.Mirror.Descends(tip, at) && !await WaitsForGoldAsync(repository, name, at, stop))
        {
            await RefuseAsync(candidate, name, ReasonCode.NotFastForward,
                $"{tip.Abbreviated} does not descend from gold ({at.Abbreviated}): merge gold into the branch and push.", stop);
            return;
        }

        // What a commit contains never changes: neither does what is wrong with it, and reading it all again is work. Where gold stands does change.
        if (await store.ReadAsync(reader => LastRefusal(reader, candidate, name), stop) is { Code: not (ReasonCode.NotFastForward or CandidateRefused.NotFromGold) }) return;
        if (gold is { } golden && repository.Entry.IsUrgent(name) && repository.Mirror.Brought(tip, golden, MainLine(repository, tips)) is { } brought)
        {
            var what = brought.Commit == tip ? $"is on {brought.Branch} itself" : $"brings {brought.Commit.Abbreviated} of {brought.Branch} along";
            await RefuseAsync(candidate, name, CandidateRefused.NotFromGold,
                $"{tip.Abbreviated} {what}, and that is not gold yet: the urgent gate is no way for the main line. "
                + $"Cut the branch from gold ({golden.Abbreviated}) and bring over only what is urgent (git cherry-pick), then push.", stop);
            return;
        }

        try
        {
            var subject = repository.ContentOf(tip);
            if (repository.Entry.Gold.Elsewhere) await repository.Mirror.StageAsync(repository.GoldRemote, tip, estate.Configuration.Service.PushTimeout, stop);
            await AcceptAsync(repository, candidate, name, subject, stop);
        }
        catch (UnreadableContentException unreadable)
        {
            await RefuseAsync(candidate, name, unreadable.Code, unreadable.Message, stop);
        }
    }

    // In the order in which the policy names them: most branches hold what the first of them does.
    private static IEnumerable<(string Branch, CommitSha Tip)> MainLine(WatchedRepository repository, IReadOnlyDictionary<string, CommitSha> tips) =>
        from source in repository.Entry.Source
        from name in tips.Keys.Order(StringComparer.Ordinal)
        where RefName.Matches(source, name) && !repository.Entry.IsUrgent(name)
        select (name, tips[name]);

    // After an urgent promotion the whole main line lacks gold: its candidates wait to be merged with it, and are told so.
    private async Task<bool> WaitsForGoldAsync(WatchedRepository repository, string name, CommitSha gold, CancellationToken stop) =>
        repository.Urgent is not null && !repository.Entry.IsUrgent(name) && await store.ReadAsync(reader => Gathering.IsUrgent(reader, repository.Name, gold), stop);

    private async Task AcceptAsync(WatchedRepository repository, CandidateId candidate, string name, string subject, CancellationToken stop)
    {
        var appended = await store.WriteAsync(transaction =>
        {
            if (transaction.IsOpen(candidate.Repository, candidate.Commit) == true) return false;
            transaction.Append(new CandidateSeen { At = transaction.Now, Repository = candidate.Repository, Commit = candidate.Commit, Ref = name, Subject = subject });
            return true;
        }, stop);
        if (!appended) return;

        Telemetry.Candidates.Add(1, new KeyValuePair<string, object?>("repository", candidate.Repository));
        LogSeen(candidate.Repository, candidate.Commit, name);
        foreach (var check in repository.GateOf(name).Policy.Checks) jobs.Enqueue(JobKind.Check, $"{candidate}/{check.Name}");
        jobs.Enqueue(JobKind.Decide, candidate.ToString());
    }

    private async Task RefuseAsync(CandidateId candidate, string name, string code, string why, CancellationToken stop)
    {
        var text = why.Length <= LongestText ? why : why[..LongestText] + "…";
        var appended = await store.WriteAsync(transaction =>
        {
            // Two branches may stand at one commit: what was said of each is compared with its own last refusal.
            if (LastRefusal(transaction, candidate, name) is { } last && last.Text == text) return false;
            transaction.Append(new CandidateRefused
            {
                At = transaction.Now,
                Repository = candidate.Repository,
                Commit = candidate.Commit,
                Ref = name,
                Code = code,
                Text = text,
            });
            return true;
        }, stop);
        if (appended) LogRefused(candidate.Repository, candidate.Commit, name, text);
    }

    private static CandidateRefused? LastRefusal(FactReader reader, CandidateId candidate, string name) =>
        reader.About<CandidateRefused>(candidate.Repository, candidate.Commit).LastOrDefault(refused => refused.Body.Ref == name)?.Body;

    [LoggerMessage(Level = LogLevel.Information, Message = "Candidate {Repository} {Commit} seen on {Ref}")]
    private partial void LogSeen(string repository, CommitSha commit, string @ref);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Candidate {Repository} {Commit} on {Ref} refused: {Why}")]
    private partial void LogRefused(string repository, CommitSha commit, string @ref, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Remote of {Repository} did not answer ({Failures} times in a row): {Why}")]
    private partial void LogUnreachable(string repository, string why, int failures);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not all of {Repository} can be taken up: {Why}")]
    private partial void LogTrouble(string repository, string why);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ALARM: {Repository} is frozen, gold was found at {Commit}: {Why}")]
    private partial void LogFrozen(string repository, CommitSha? commit, string why);
}
