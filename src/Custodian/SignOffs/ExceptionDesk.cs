using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>Takes proposals of waivers and deviations, and votes on them.</summary>
internal static class ExceptionDesk
{
    private const int MostLookedThrough = 200;

    /// <summary>Appends the proposal; its proposer's vote follows.</summary>
    /// <param name="bytes">What is voted on, exactly as it was sent.</param>
    /// <exception cref="RefusalException">There is nothing to except, or not for so long.</exception>
    public static void Propose(Transaction transaction, WatchedRepository repository, Statement statement, ExceptionMotion motion, byte[] bytes)
    {
        if (statement is not { Role: Motion.Role, Decision: SignOffDecision.Approve }) throw new RefusalException(Refusal.RoleNotAsked, $"A {motion.Kind} is proposed by a director who approves it.");
        if (motion.Repository != repository.Name || statement.Commit != motion.Commit)
        {
            throw new RefusalException(Refusal.SubjectDiffers, $"The proposal is about {motion.Repository}{Of(motion.Commit)}, the statement about {statement.Repository}{Of(statement.Commit)}: both name the same.");
        }

        var digest = ExceptionMotion.Digest(bytes);
        if (statement.Subject != new StatementSubject(motion.Kind, digest))
        {
            throw new RefusalException(Refusal.SubjectDiffers, $"This {motion.Kind} has the digest {digest}; the statement names {statement.Subject.Kind}:{statement.Subject.Digest}.");
        }

        if (ExceptionStanding.Of(transaction, repository.Name, digest) is not null) return;

        RefuseTerm(motion, transaction.Now);
        RefuseNothingToExcept(transaction, repository, motion);
        transaction.Append(new ExceptionProposed
        {
            At = transaction.Now,
            Repository = repository.Name,
            Commit = motion.Commit,
            What = motion.Kind,
            Check = motion.Check,
            Finding = motion.Finding,
            Until = motion.Until,
            Digest = digest,
            Proposal = transaction.KeepPersonal(bytes),
            Person = statement.Person,
        });
    }

    /// <returns>What the voter should be told.</returns>
    /// <exception cref="RefusalException">There is no such proposal, or it is settled.</exception>
    public static string? Check(Transaction transaction, Statement statement)
    {
        var (kind, digest) = (statement.Subject.Kind, statement.Subject.Digest);
        if (ExceptionStanding.Of(transaction, statement.Repository, digest) is not { } standing || standing.Proposal.Body.What != kind) throw Motions.Unknown(kind, statement.Repository, digest);

        var proposed = standing.Proposal.Body;
        if (proposed.Commit != statement.Commit) throw new RefusalException(Refusal.StatementMalformed, $"This {kind} is {(proposed.Commit is { } about ? $"about {about}: a vote on it names that commit" : "about no single commit: a vote on it names none")}.");
        if (standing.Ended is { } ended) throw new RefusalException(Refusal.Settled, $"{ended.Body.Person} took back their signature under this {kind}, which ended it: propose another.");
        if (transaction.Now >= proposed.Until) throw new RefusalException(Refusal.Settled, $"This {kind} ended at {UtcTimeConverter.Write(proposed.Until)}: propose another.");
        if (standing.Granted is null) return null;
        return statement.Decision == SignOffDecision.Approve
            ? $"Every custodian had signed this {kind} already; it is good until {UtcTimeConverter.Write(proposed.Until)}."
            : $"This {kind} was good until now; your word ends it. What was promoted under it stays where it is.";
    }

    /// <summary>
    /// Ends what was granted, where a director takes their signature back: in the transaction of that word, so that no decision comes between.
    /// Who leaves office takes nothing back by that.
    /// </summary>
    public static void End(Transaction transaction, Statement statement)
    {
        var (kind, digest) = (statement.Subject.Kind, statement.Subject.Digest);
        if (kind is not (SubjectKind.Waiver or SubjectKind.Deviation) || statement.Decision == SignOffDecision.Approve) return;
        if (ExceptionStanding.Of(transaction, statement.Repository, digest) is not { Granted: not null, Ended: null } standing) return;

        transaction.Append(new ExceptionEnded { At = transaction.Now, Repository = statement.Repository, Commit = standing.Proposal.Body.Commit, Digest = digest, Person = statement.Person });
    }

    private static void RefuseTerm(ExceptionMotion motion, DateTimeOffset now)
    {
        if (motion.Until <= now) throw new RefusalException(Refusal.NothingToExcept, $"A {motion.Kind} until {UtcTimeConverter.Write(motion.Until)} is over before it is signed: name a later time.");

        var latest = now.AddMonths(ExceptionMotion.MostMonths);
        if (motion.Until > latest) throw new RefusalException(Refusal.NothingToExcept, $"A {motion.Kind} is for at most {ExceptionMotion.MostMonths} months: until {UtcTimeConverter.Write(latest)}, not {UtcTimeConverter.Write(motion.Until)}.");
    }

    private static void RefuseNothingToExcept(Transaction transaction, WatchedRepository repository, ExceptionMotion motion)
    {
        var checks = repository.Policies.SelectMany(policy => policy.Checks).Where(check => check.Name == motion.Check).ToList();
        if (checks.Count == 0)
        {
            throw new RefusalException(Refusal.NothingToExcept, $"No gate of {repository.Name} asks for a check called '{motion.Check}', but for: {string.Join(", ", repository.Policies.SelectMany(policy => policy.Checks).Select(check => check.Name).Distinct())}.");
        }

        // Nobody signs in advance for what a check may find some day.
        if (motion.Commit is { } commit && !WentAgainst(transaction, repository, commit, checks))
        {
            throw new RefusalException(Refusal.NothingToExcept, $"{motion.Check} has not gone against {commit.Abbreviated} of {repository.Name}, as far as it was run: only a failure that is known is waived.");
        }

        if (motion.Finding is { } finding && !transaction.OpenCandidates(repository.Name).TakeLast(MostLookedThrough).Any(open => Latest(transaction, repository, open, checks)?.Findings()?.Contains(finding) == true))
        {
            throw new RefusalException(Refusal.NothingToExcept, $"No open candidate of {repository.Name} has the finding '{finding}' in its last result of {motion.Check}: only a finding that is known is waived. GET /api/v1/repositories/{repository.Name}/candidates/COMMIT names them.");
        }
    }

    private static bool WentAgainst(Transaction transaction, WatchedRepository repository, CommitSha commit, List<RequiredCheck> checks) =>
        checks.Any(check => check.Attested is not null)
            ? transaction.About<SignOffGiven>(repository.Name, commit).Any(word => word.Body is { SubjectKind: SubjectKind.Attestation, Decision: SignOffDecision.Reject } && word.Body.Check == checks[0].Name)
            : Latest(transaction, repository, commit, checks)?.Outcome is CheckOutcome.Failed or CheckOutcome.TimedOut or CheckOutcome.Killed or CheckOutcome.NoReport;

    private static CheckRun? Latest(Transaction transaction, WatchedRepository repository, CommitSha commit, List<RequiredCheck> checks) =>
        transaction.About<CheckRun>(repository.Name, commit).LastOrDefault(run => checks.Any(check => check.Name == run.Body.Check && check.Definition == run.Body.Definition))?.Body;

    private static string Of(CommitSha? commit) => commit is { } about ? $" {about.Abbreviated}" : " as a whole";
}
