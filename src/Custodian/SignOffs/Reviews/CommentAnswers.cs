using System.Text;
using Custodian.Forges;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs.Reviews;

/// <summary>Does what one comment asks for, and says what became of it.</summary>
internal sealed class CommentAnswers(Estate estate, FactStore store, IForge forge, ForgeDesk desk, JobQueue jobs)
{
    /// <returns>Markdown; null: it is not for this repository's gate.</returns>
    public async Task<string?> ToAsync(WatchedRepository repository, AskedComment asked, CancellationToken stop)
    {
        var (comment, command) = (asked.Comment, asked.Command);
        if (comment.UpdatedAt > comment.CreatedAt) return "A comment that was edited counts for nothing: write a new one.";
        if (command.Verb is not { } verb) return $"This is no command, and counts for nothing. There are: {CommentCommand.Grammar}.";

        var (commit, refused) = await CommitAsync(repository, asked, stop);
        if (commit is not { } about) return refused;

        return verb switch
        {
            CommentVerb.Why => await store.ReadAsync(reader => Why(reader, new(repository.Name, about)), stop),
            CommentVerb.Recheck => Recheck(new(repository.Name, about)),
            _ => await VoteAsync(repository, asked, verb, about, stop),
        };
    }

    // Without a commit the head is meant, as it was for whoever wrote the comment: what was pushed since is another one.
    private async Task<(CommitSha? Commit, string? Refused)> CommitAsync(WatchedRepository repository, AskedComment asked, CancellationToken stop)
    {
        var commit = asked.Command.Commit ?? (await forge.FindPullRequestAsync(asked.Repository, asked.PullRequest, stop))?.Head;
        if (commit is not { } named) return (null, null);

        var seen = await store.ReadAsync(reader => reader.About<CandidateSeen>(repository.Name, named), stop);
        // Another entry of the same repository may know it.
        if (seen.Count == 0 && await IsAnothersAsync(repository, named, stop)) return (null, null);
        if (seen.Count == 0) return (null, $"{named.Abbreviated} has not been seen at the tip of a watched branch of {repository.Name}, so nothing can be said of it here. Merge it, or push it there, first.");
        return asked.Command.Commit is null && seen[0].Body.At > asked.Comment.CreatedAt
            ? (null, $"Was {named.Abbreviated} the head already when this was written? Nobody can tell, so it counts for nothing: write it again, with the commit's full 40 digits behind it.")
            : (named, null);
    }

    private async Task<bool> IsAnothersAsync(WatchedRepository repository, CommitSha commit, CancellationToken stop)
    {
        var others = estate.Repositories.Where(other => other.Name != repository.Name && string.Equals(other.Entry.GitHub, repository.Entry.GitHub, StringComparison.OrdinalIgnoreCase)).Select(other => other.Name).ToList();
        return others.Count > 0 && await store.ReadAsync(reader => others.Any(other => reader.IsOpen(other, commit) is not null), stop);
    }

    private async Task<string> VoteAsync(WatchedRepository repository, AskedComment asked, CommentVerb verb, CommitSha commit, CancellationToken stop)
    {
        var account = asked.Comment.By!.Id;
        if (estate.Configuration.FindGitHubAccount(account) is not { } person)
            return $"This counts for nothing: the policy names nobody with this account (number {account}). A director of every custodian can sign a policy, or the operator can add the account to a person whom it names.";

        var decision = verb switch
        {
            CommentVerb.Approve => SignOffDecision.Approve,
            CommentVerb.Reject => SignOffDecision.Reject,
            _ => SignOffDecision.Withdraw,
        };
        var word = new ForgeWord($"{asked.Repository.Id}/{asked.PullRequest}/comment/{asked.Comment.Id}/{verb.ToString().ToLowerInvariant()}", person, commit, decision, asked.Comment.CreatedAt, asked.Command.Reason);
        var outcomes = await desk.TakeAsync(repository, word, stop);
        if (outcomes.Count == 0) return await store.ReadAsync(reader => Nothing(reader, repository.Name, word), stop);

        var said = new StringBuilder();
        foreach (var outcome in outcomes)
        {
            if (said.Length > 0) said.Append("\n\n");
            if (outcome.Seq is { } seq) said.Append($"Recorded as entry {seq} of the ledger: `{person.Id}`, {outcome.Role}, {verb.ToString().ToLowerInvariant()} {commit.Abbreviated}.{(outcome.Note is null ? "" : " " + outcome.Note)}");
            else said.Append($"Not recorded as {outcome.Role}: {Foreign.Code(outcome.Note!)}");
        }

        return said.ToString();
    }

    // It was recorded before a crash kept its answer back, or there is nothing that it could change.
    private static string Nothing(FactReader reader, string repository, ForgeWord word) =>
        reader.About<SignOffGiven>(repository, word.Commit).LastOrDefault(fact => fact.Body.ForgeId == word.Id) is { } before ? $"Recorded as entry {before.Seq} of the ledger."
        : reader.IsOpen(repository, word.Commit) != true ? $"This counts for nothing: {word.Commit.Abbreviated} cannot become gold any more. It is gold, behind it, or on no watched branch."
        : word.Decision == SignOffDecision.Withdraw ? $"`{word.Person.Id}` has nothing to withdraw on {word.Commit.Abbreviated}."
        : $"This counts for nothing: nobody asks `{word.Person.Id}` for a sign-off here.";

    private string Recheck(CandidateId candidate)
    {
        jobs.Enqueue(JobKind.Recheck, candidate.ToString());
        return $"What has not passed on {candidate.Commit.Abbreviated} is asked for again; its check runs show what becomes of it. {CheckLimits}";
    }

    private const string CheckLimits = "At most ten runs a day are taken for one commit.";

    private static string Why(FactReader reader, CandidateId candidate)
    {
        var short8 = candidate.Commit.Abbreviated;
        if (reader.GoldAmong(candidate.Repository, [candidate.Commit]).Count > 0) return $"{short8} is gold, or gold has passed it.";
        if (Verdicts.Latest(reader, candidate) is not { } latest || Verdicts.FactsOf(reader, latest.Facts) is not { } facts) return $"{short8} is not judged yet; the gate does that by itself.";

        return Rules.Gate.Decide(facts) switch
        {
            Verdict.Promote => $"Nothing is missing: gold moves to {short8} next.",
            Verdict.Hold hold => $"{short8} waits:\n\n{Reasons(hold.Reasons)}",
            Verdict.Reject reject => $"Something speaks against {short8}:\n\n{Reasons(reject.Reasons)}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string Reasons(IReadOnlyList<Reason> reasons) =>
        string.Join('\n', reasons.DistinctBy(reason => (reason.Code, reason.Text)).Select(reason => $"- {Foreign.Code(reason.Text)}\n  Who can act: {Foreign.Code(string.Join(", or ", reason.Who))}"));
}

/// <param name="PullRequest">Below which it stands.</param>
internal sealed record AskedComment(ForgeRepository Repository, long PullRequest, ForgeComment Comment, CommentCommand Command);
