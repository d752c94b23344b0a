using Custodian.Git;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Decisions;

/// <summary>Judges one candidate. Gathering, deciding and intending to move gold happen in one transaction.</summary>
internal sealed partial class DecideStep(Estate estate, FactStore store, JobQueue jobs, Instance instance, PushTroubles troubles, PolicyHome home, ILogger<DecideStep> logger) : IStep
{
    public JobKind Kind => JobKind.Decide;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        var candidate = CandidateId.Parse(id);
        if (estate.Find(candidate.Repository) is not { } repository) return;

        using var activity = Telemetry.Way($"decide {candidate.Abbreviated}", candidate.Commit.ToString());
        // Not fetched again yet (a new mirror): nothing is known, so nothing is said.
        if (!repository.Mirror.Exists || !repository.Mirror.Has(candidate.Commit)) return;

        var (gold, gate) = await store.ReadAsync(reader => (reader.StateOf(candidate.Repository).Gold, repository.GateOf(reader, candidate.Commit)), stop);
        var git = GitQuestions.Ask(estate, repository, gate, candidate.Commit, gold);
        var brought = home.Read(repository.Name, repository.Mirror, candidate.Commit);
        // Gold has it already: nothing to decide any more.
        var passed = gold is { } at && repository.Mirror.Descends(at, candidate.Commit);

        var done = await store.WriteAsync(transaction => passed
            ? Close(transaction, candidate, gold)
            : Decide(transaction, repository, candidate, gate, git, brought), stop);
        if (done.Recorded is { } verdict)
        {
            Telemetry.Verdicts.Add(1, new("repository", candidate.Repository), new("verdict", verdict));
            LogVerdict(candidate.Repository, candidate.Commit, verdict, done.Reasons);
        }

        // What is not to be pushed any more is no trouble of the remote's.
        if (!done.Carried && !done.Stale) troubles.Taken(candidate.Repository, PushTroubles.GoldAt(candidate.Commit));
        if (done.Closed is { } why) LogClosed(candidate.Repository, candidate.Commit, why);
        if (done.Intended) LogIntended(candidate.Repository, candidate.Commit, gold);
        if (done.Stale) jobs.Enqueue(JobKind.Decide, id);
        if (done.Intended) jobs.Enqueue(JobKind.Promote, candidate.Repository);
        if (done.PolicyFirst) jobs.Enqueue(JobKind.Policy, "");
        if (repository.Entry.GitHub is null) return;

        jobs.Enqueue(JobKind.Tell, id);
        jobs.Enqueue(JobKind.Propose, candidate.Repository);
    }

    private static Done Close(Transaction transaction, CandidateId candidate, CommitSha? gold)
    {
        return new(null, "") { Closed = gold == candidate.Commit ? null : Close(transaction, candidate, "superseded") };
    }

    private Done Decide(Transaction transaction, WatchedRepository repository, CandidateId candidate, GateInForce gate, GitFacts git, BroughtPolicy? brought)
    {
        if (transaction.StateOf(candidate.Repository) is var state && state.Gold != git.Gold) return new(null, "") { Stale = true };
        // Closed, and seen again on a branch of another gate.
        if (repository.GateOf(transaction, candidate.Commit) != gate) return new(null, "") { Stale = true };
        if (Gathering.Gather(transaction, candidate, gate.Policy, git, transaction.Now) is not { } facts) return new(null, "");
        if (brought is not null)
        {
            home.Propose(transaction, candidate, brought);
            facts = facts with { NextPolicy = home.Standing(transaction, candidate, brought, transaction.Now) };
        }

        var verdict = Gate.Decide(facts);
        var recorded = Verdicts.Record(transaction, facts, verdict);
        var done = new Done(recorded ? Verdicts.NameOf(verdict) : null, string.Join(", ", verdict.Reasons.Select(reason => $"{reason.Code} {reason.Subject}")))
        {
            Carried = verdict is Verdict.Promote,
            Closed = git.OnSource ? null : Close(transaction, candidate, "left-source"),
        };
        // An open intent is an unanswered question to the remote: nothing else may be asked before it is answered.
        if (verdict is not Verdict.Promote || state.IntentSeq is not null) return done;

        if (PushBackoff.NotBefore(transaction, candidate) > transaction.Now) return done;

        // It waits for the last push of its home, and would wait for every further one.
        if (home.PolicyGoesFirst(transaction, candidate.Repository)) return done with { PolicyFirst = true };

        var lease = PromotionLease.Name(candidate.Repository);
        if (transaction.TakeLease(lease, instance.Id, PromotionLease.Length(estate.Configuration.Service.PushTimeout)) is not { } fence) return done;

        transaction.Append(new PromotionIntended
        {
            At = transaction.Now,
            Repository = candidate.Repository,
            Commit = candidate.Commit,
            From = git.Gold,
            Policy = gate.Policy.Digest,
            // The facts of this very moment: those of the recorded verdict may be older.
            FactsDigest = Verdicts.KeepFacts(transaction, facts),
            Cause = PromotionIntended.Promotion,
            Urgent = gate.Policy.Urgent ? true : null,
            Fence = fence,
        });
        return done with { Intended = true };
    }

    /// <returns>Why it is closed now; null: it was closed before.</returns>
    private static string? Close(Transaction transaction, CandidateId candidate, string why)
    {
        if (transaction.IsOpen(candidate.Repository, candidate.Commit) != true) return null;

        transaction.Append(new CandidateClosed { At = transaction.Now, Repository = candidate.Repository, Commit = candidate.Commit, Why = why });
        return why;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Verdict on {Repository} {Commit}: {Verdict} {Reasons}")]
    private partial void LogVerdict(string repository, CommitSha commit, string verdict, string reasons);

    [LoggerMessage(Level = LogLevel.Information, Message = "Candidate {Repository} {Commit} is closed: {Why}")]
    private partial void LogClosed(string repository, CommitSha commit, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Gold of {Repository} is to move to {Commit} from {From}")]
    private partial void LogIntended(string repository, CommitSha commit, CommitSha? from);

    /// <param name="Recorded">The verdict, where it says something new.</param>
    private sealed record Done(string? Recorded, string Reasons)
    {
        /// <summary>It may become gold as it stands.</summary>
        public bool Carried { get; init; }

        public bool Intended { get; init; }

        public string? Closed { get; init; }

        public bool Stale { get; init; }

        /// <summary>A policy is to be adopted before gold of its home moves.</summary>
        public bool PolicyFirst { get; init; }
    }
}
