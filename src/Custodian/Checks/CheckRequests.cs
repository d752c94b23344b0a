using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Checks;

/// <summary>
/// Takes requests to run a check again. Anybody may ask, so that a machine that failed needs no operator; nobody can run a check in
/// the dark or for ever: each request is a fact, one at a time for each check, and so many a day for each candidate.
/// </summary>
internal sealed partial class CheckRequests(FactStore store, JobQueue jobs, ILogger<CheckRequests> logger)
{
    /// <summary>Requests that are taken for one candidate within 24 hours, of all its checks together.</summary>
    public const int MostADay = 10;

    /// <summary>The type of the refusal that running it again would tell nothing new.</summary>
    public const string Passed = "check-passed";

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public async Task<CheckRequestAnswer> AskAsync(WatchedRepository repository, CommitSha commit, string check, CancellationToken stop)
    {
        var answer = await store.WriteAsync(transaction => Take(transaction, repository, new(repository.Name, commit), check), stop);
        if (answer.Receipt is not { } receipt) return answer;

        if (receipt.Recorded) LogRequested(check, repository.Name, commit, receipt.Runs);
        jobs.Enqueue(JobKind.Check, $"{new CandidateId(repository.Name, commit)}/{check}");
        // Others see at the commit that it is under way.
        if (repository.Entry.GitHub is not null) jobs.Enqueue(JobKind.Tell, new CandidateId(repository.Name, commit).ToString());
        return answer;
    }

    private static CheckRequestAnswer Take(Transaction transaction, WatchedRepository repository, CandidateId candidate, string name)
    {
        var short8 = candidate.Commit.Abbreviated;
        var policy = Deferrals.GateOf(transaction, repository, candidate.Commit, name, transaction.Now).Policy;
        var checks = policy.Checks;
        if (checks.FirstOrDefault(check => check.Name == name) is not { } required)
            return Refuse(404, "check-unknown", $"{repository.Name} has no check '{name}'; it has {string.Join(", ", checks.Select(check => check.Name))}.");
        if (required.Attested is { } attestor) return Refuse(409, "check-attested", $"{name} is not run: it is attested as {attestor.Role}.");
        if (transaction.IsOpen(candidate.Repository, candidate.Commit) is not { } open)
            return Refuse(404, "not-found", $"{candidate.Commit} has not been seen at the tip of a watched branch of {candidate.Repository}.");
        // What an urgent promotion put off still has to pass.
        if (!open && !Deferrals.Open(transaction, repository, transaction.Now).Any(one => one.Commit == candidate.Commit && one.Check.Name == name)) return Refuse(409, "candidate-closed", $"{short8} cannot become gold any more, so nothing is run on it: it is gold, behind it, or on no watched branch.");
        if (transaction.StateOf(candidate.Repository).Gold is null)
            return Refuse(409, "repository-not-adopted", $"The custodians have not adopted a gold commit for {candidate.Repository} yet; until then nothing is run.");

        var history = CheckHistory.Of(transaction, candidate);
        var own = CheckRetry.Of(history.Runs, required);
        var settled = Gathering.Settled(transaction, candidate, policy, transaction.Now);
        if (required.After.Except(settled).ToList() is { Count: > 0 } before)
            return Refuse(409, "check-waits", $"{name} is run when {string.Join(" and ", before)} passed.");
        // Asked for already, or the gate does it by itself: that run is everybody's.
        if (CheckRetry.IsDue(history.Runs, required, settled, transaction.Now, history.Requests))
            return new(new(candidate.Repository, candidate.Commit.ToString(), name, own.Count, Recorded: false), null);
        if (own[^1].Outcome == CheckOutcome.Passed)
            return Refuse(409, Passed, $"{name} has passed on {short8}: running it again would tell nothing new.");

        var today = history.Requests.Where(request => request.At > transaction.Now - Day).ToList();
        if (today.Count >= MostADay)
        {
            var next = today[^MostADay].At + Day;
            var refused = Refuse(429, "too-many-runs", $"{MostADay} runs on {short8} were asked for within 24 hours, which is the most; the next can be asked for from {UtcTimeConverter.Write(next)}.");
            return refused with { Refusal = refused.Refusal! with { Wait = next - transaction.Now } };
        }

        transaction.Append(new CheckRequested
        {
            At = transaction.Now,
            Repository = candidate.Repository,
            Commit = candidate.Commit,
            Check = name,
            Definition = required.Definition,
            Repeats = own[^1].Run,
        });
        return new(new(candidate.Repository, candidate.Commit.ToString(), name, own.Count, Recorded: true), null);
    }

    private static CheckRequestAnswer Refuse(int status, string type, string text) => new(null, new(status, type, text));

    [LoggerMessage(Level = LogLevel.Information, Message = "Check {Check} on {Repository} {Commit} is to be run again, after {Runs} runs: somebody asked")]
    private partial void LogRequested(string check, string repository, CommitSha commit, int runs);
}

/// <summary>Either is null.</summary>
internal sealed record CheckRequestAnswer(CheckRequestReceipt? Receipt, CheckRequestRefusal? Refusal);

/// <summary>The check is going to be run.</summary>
/// <param name="Runs">How often it was run already, in the definition in force.</param>
/// <param name="Recorded">False: it was to be run anyway, and nothing was added.</param>
internal sealed record CheckRequestReceipt(string Repository, string Commit, string Check, int Runs, bool Recorded);

/// <param name="Type">The problem's type, without its prefix.</param>
/// <param name="Wait">After how long it can be asked again; null: time alone changes nothing.</param>
internal sealed record CheckRequestRefusal(int Status, string Type, string Text, TimeSpan? Wait = null);
