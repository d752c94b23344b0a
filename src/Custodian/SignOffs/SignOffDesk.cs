using System.Security.Cryptography;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>Takes statements whose proof has been checked. What is returned is durable; what is refused has left nothing.</summary>
internal sealed partial class SignOffDesk(Estate estate, FactStore store, JobQueue jobs, PolicyDesk policies, TimeProvider clock, ILogger<SignOffDesk> logger)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Behind = TimeSpan.FromHours(24);

    /// <param name="statement">What <paramref name="bytes"/> say.</param>
    /// <exception cref="RefusalException">It cannot be taken.</exception>
    /// <exception cref="StoreException">It could not be made durable.</exception>
    public async Task<Receipt> TakeAsync(Statement statement, byte[] bytes, Proof proof, CancellationToken stop, Action<Transaction>? first = null)
    {
        if (statement.Subject.Kind == SubjectKind.Policy) return await policies.TakeAsync(statement, bytes, proof, stop);

        var repository = estate.Find(statement.Repository)
            ?? throw new RefusalException(Refusal.RepositoryUnknown, $"No repository is called '{statement.Repository}'.");
        var custodian = Speaker(statement, proof);
        if (proof is not Proof.Ssh && statement.Subject.Kind == SubjectKind.Release)
        {
            throw new RefusalException(Refusal.DoorTooWeak, "A certified release needs every director's own signature: use 'custodian release' with an SSH key.");
        }

        var adoption = statement.Subject.Kind == SubjectKind.Adoption ? Motions.Adoption(repository, statement.Commit, statement.Gold) : null;

        using var activity = statement.Commit is { } about ? Telemetry.Way($"sign-off {statement.Repository}@{about.Abbreviated}", about.ToString()) : null;
        var receipt = await store.WriteAsync(transaction =>
        {
            if (Before(transaction, statement, bytes, proof) is { } seq) return new Receipt(seq, Repeated: true, null);
            if (!transaction.IsAdopted(repository.Policy.Digest))
            {
                // People and keys that nobody adopted must not leave votes that count later.
                throw new RefusalException(Refusal.PolicyNotAdopted, "The service runs with a policy other than the one that the custodians adopted; its operator has to start it with that one.");
            }

            // A forge is read again and again, and each word there is taken once: it may be as old as it is.
            if (proof is not Proof.Forge) RefuseOutsideTime(statement, clock.GetUtcNow());
            first?.Invoke(transaction);
            var note = CheckSubject(transaction, repository, statement, adoption, custodian == SignOffGiven.Associates);
            var recorded = Append(transaction, statement, bytes, proof, custodian);
            ExceptionDesk.End(transaction, statement);
            if (statement.Subject.Kind == SubjectKind.FreezeRequest) Freeze(transaction, statement, custodian);
            return new Receipt(recorded, Repeated: false, note);
        }, stop);
        if (receipt.Repeated) return receipt;

        Telemetry.SignOffs.Add(1, new("decision", statement.Decision.ToString()), new("door", proof.Door));
        LogTaken(statement.Repository, statement.Commit, statement.Person, statement.Decision, statement.Subject.Kind);
        Wake(statement);
        return receipt;
    }

    /// <returns>Whom they speak for.</returns>
    private string Speaker(Statement statement, Proof proof)
    {
        if (estate.Configuration.FindAssociate(statement.Person) is { } associate) return Advising(associate.Person, statement, proof);
        if (estate.Configuration.FindPerson(statement.Person) is not var (custodian, person))
        {
            throw new RefusalException(Refusal.PersonUnknown, $"The policy names nobody with the id '{statement.Person}'.");
        }

        if (proof is Proof.Hook hook && hook.Custodian != custodian.Id)
        {
            throw new RefusalException(Refusal.PersonOfAnother, $"{statement.Person} belongs to {custodian.Id}; {hook.Custodian}'s hook cannot speak for them.");
        }

        if (!custodian.IsMember(clock.GetUtcNow()))
        {
            throw new RefusalException(Refusal.OutOfOffice, $"{custodian.Id} is not a member today{(custodian.From is { } first ? $", from {first:yyyy-MM-dd}" : "")}{(custodian.Until is { } last ? $", until {last:yyyy-MM-dd}" : "")}.");
        }

        // Deputies sit where a rule lets them: only candidates are judged by rules.
        var deputises = statement.Subject.Kind == SubjectKind.Commit && person.Deputises.Contains(statement.Role);
        if (!person.Roles.Contains(statement.Role) && !deputises) throw NotHeld(person, statement.Role);
        return person.InOffice(clock.GetUtcNow()) ? custodian.Id : throw OutOfOffice(person);
    }

    private string Advising(Person associate, Statement statement, Proof proof)
    {
        if (proof is Proof.Hook hook) throw new RefusalException(Refusal.PersonOfAnother, $"{associate.Id} is an associate; {hook.Custodian}'s hook cannot speak for them.");
        if (statement.Subject.Kind != SubjectKind.Commit) throw new RefusalException(Refusal.RoleNotAsked, $"{associate.Id} advises, and that on commits only: on {statement.Subject.Kind} directors vote.");
        if (!associate.Roles.Contains(statement.Role)) throw NotHeld(associate, statement.Role);
        return associate.InOffice(clock.GetUtcNow()) ? SignOffGiven.Associates : throw OutOfOffice(associate);
    }

    private static RefusalException NotHeld(Person person, string role) => new(Refusal.RoleNotHeld,
        $"{person.Id} does not hold the role '{role}', but: {(person.Roles.Count == 0 ? "none" : string.Join(", ", person.Roles))}.");

    private static RefusalException OutOfOffice(Person person) => new(Refusal.OutOfOffice,
        $"{person.Id} is not in office today{(person.From is { } from ? $", from {from:yyyy-MM-dd}" : "")}{(person.Until is { } until ? $", until {until:yyyy-MM-dd}" : "")}.");

    /// <summary>Old statements would be valid for ever otherwise, in whatever order they are replayed.</summary>
    public static void RefuseOutsideTime(Statement statement, DateTimeOffset now)
    {
        if (statement.At > now + Ahead || statement.At < now - Behind)
        {
            throw new RefusalException(Refusal.TimestampOutside,
                $"The statement says it was made at {UtcTimeConverter.Write(statement.At)}; it is {UtcTimeConverter.Write(now)} here. Make it anew, and check the clock.");
        }
    }

    /// <summary>Where the same statement was recorded before; null: it was not.</summary>
    public static long? Before(Transaction transaction, Statement statement, byte[] bytes, Proof proof)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (proof is Proof.Hook hook && transaction.Received(HookId(hook)) is { } sameId && sameId.Digest != digest)
        {
            throw new RefusalException(Refusal.IdReused, $"webhook-id '{hook.Id}' has been used for another body: every message needs an id of its own.");
        }

        if (proof is Proof.Forge said && transaction.Received(Projections.ForgeId(said.Id, statement.Role)) is { } read) return read.Seq;
        if (transaction.Received($"statement:{digest}") is not { } before) return null;

        // This id, too, is used up from here on.
        if (proof is Proof.Hook again) transaction.Remember(HookId(again), bytes, before.Seq);
        return before.Seq;
    }

    private static string HookId(Proof.Hook hook) => Projections.HookId(hook.Custodian, hook.Id);

    /// <returns>What the person should be told.</returns>
    private static string? CheckSubject(Transaction transaction, WatchedRepository repository, Statement statement, AdoptionMotion? adoption, bool advises)
    {
        var policy = Motions.RulesFor(transaction, repository, statement.Subject.Kind, statement.Commit, statement.Check, transaction.Now);
        if (statement.Rules != policy.Rules)
        {
            throw new RefusalException(Refusal.RulesChanged, $"The rules in force for {About(repository, policy)} are {policy.Rules}; the statement names others. Ask for a new statement.");
        }

        Motions.RefuseRole(repository, statement.Subject.Kind, statement.Role);
        switch (statement.Subject.Kind)
        {
            case SubjectKind.Commit:
                return CheckCandidate(transaction, statement) ?? NotAsked(policy, repository.Name, statement, advises);
            case SubjectKind.Attestation:
                Attestor(policy, repository.Name, statement);
                var late = CheckCandidate(transaction, statement);
                // What an urgent promotion put off is attested afterwards.
                return Deferrals.Open(transaction, repository, transaction.Now).Any(one => one.Commit == statement.Commit && one.Check.Name == statement.Check) ? null : late;
            case SubjectKind.Waiver or SubjectKind.Deviation:
                return ExceptionDesk.Check(transaction, statement);
            case SubjectKind.FreezeRequest:
                FreezeMotion.Check(transaction.StateOf(statement.Repository), statement);
                return "Frozen from now on: nothing is promoted until a director of every custodian has lifted it.";
            case SubjectKind.Adoption:
                return Motions.Propose(transaction, adoption!, statement);
            case SubjectKind.Release:
                return Motions.CheckRelease(transaction, statement);
            default:
                Motions.RefuseUnknownFreeze(transaction, statement);
                return null;
        }
    }

    // A rejection binds in any role; an approval counts only where a rule asks for it.
    private static string? NotAsked(Policy policy, string repository, Statement statement, bool advises) =>
        advises ? "Recorded and shown as advice; associates are never counted."
        : statement.Decision != SignOffDecision.Approve || policy.RolesAsked().Contains(statement.Role)
            ? null
            : $"Recorded, but it counts for nothing: {repository} asks for no sign-off as {statement.Role}, but as {string.Join(", ", policy.RolesAsked())}.";

    private static string About(WatchedRepository repository, Policy policy) => policy.Urgent ? $"urgent candidates of {repository.Name}" : repository.Name;

    private static void Attestor(Policy policy, string repository, Statement statement)
    {
        var check = policy.Checks.FirstOrDefault(check => check.Name == statement.Check);
        if (check?.Attested is not { } attestor) throw new RefusalException(Refusal.NothingToAttest, $"{repository} has no attested check called '{statement.Check}'.");
        if (attestor.Role != statement.Role) throw new RefusalException(Refusal.RoleNotAsked, $"{statement.Check} is attested as {attestor.Role}; as {statement.Role} nobody is asked.");
    }

    private static string? CheckCandidate(Transaction transaction, Statement statement)
    {
        if (statement.Commit is not { } commit) throw new RefusalException(Refusal.StatementMalformed, "A vote on a commit names the commit.");
        if (transaction.About<CandidateSeen>(statement.Repository, commit) is not [.., var seen])
        {
            throw new RefusalException(Refusal.CommitUnknown,
                $"{commit} has not been seen at the tip of a watched branch of {statement.Repository} yet: push it, or ask the gate to look (POST /api/v1/repositories/{statement.Repository}/watch).");
        }

        if (seen.Body.Subject != statement.Subject.Digest)
        {
            throw new RefusalException(Refusal.SubjectDiffers, $"The contents of {commit.Abbreviated} have the digest {seen.Body.Subject}; the statement names {statement.Subject.Digest}.");
        }

        var state = transaction.StateOf(statement.Repository);
        var line = transaction.GoldAmong(statement.Repository, statement.Gold is { } seenGold ? [seenGold, commit] : [commit]);
        if (state.Gold is not null && (statement.Gold is not { } gold || !line.Contains(gold)))
        {
            throw new RefusalException(Refusal.GoldUnknown, $"Gold of {statement.Repository} stands at {state.Gold}; the statement names {(statement.Gold is null ? "none" : "a commit that never was gold")}. Ask for a new statement.");
        }

        if (line.Contains(commit)) return $"Too late to count: gold has moved to {commit.Abbreviated} already.";
        return state.IntentSeq is { } open && transaction.Find<PromotionIntended>(open)?.Body.Commit == commit
            ? $"Too late to count, unless the remote does not take it: gold is being moved to {commit.Abbreviated} just now."
            : null;
    }

    private static void Freeze(Transaction transaction, Statement statement, string custodian) => transaction.Append(
        Store.Facts.Freeze.Asked(statement.Repository, transaction.StateOf(statement.Repository).Gold!.Value, custodian, statement.Subject.Digest, transaction.Now));

    /// <param name="custodian">Whom the person speaks for.</param>
    public static long Append(Transaction transaction, Statement statement, byte[] bytes, Proof proof, string custodian)
    {
        var fact = new SignOffGiven
        {
            At = transaction.Now,
            Repository = statement.Repository,
            Commit = statement.Commit,
            SubjectKind = statement.Subject.Kind,
            Subject = statement.Subject.Digest,
            Gold = statement.Gold,
            Person = statement.Person,
            Custodian = custodian,
            Role = statement.Role,
            Decision = statement.Decision,
            Check = statement.Check,
            Report = statement.Report,
            Rules = statement.Rules,
            StatedAt = statement.At,
            Statement = transaction.KeepPersonal(bytes),
            Door = proof.Door,
            Key = (proof as Proof.Ssh)?.Fingerprint,
            Signature = proof is Proof.Ssh signed ? transaction.KeepPersonal(System.Text.Encoding.UTF8.GetBytes(signed.Signature)) : null,
            HookId = (proof as Proof.Hook)?.Id,
            ForgeId = (proof as Proof.Forge)?.Id,
        };
        // A captured older statement must not undo a newer one.
        if (transaction.HasLaterVote(fact))
        {
            throw new RefusalException(Refusal.StatementOlder,
                $"A later statement of {statement.Person} on this is recorded; this one says it was made at {UtcTimeConverter.Write(statement.At)}. Make it anew.");
        }

        var seq = transaction.Append(fact);
        foreach (var id in Projections.ReceivedIds(fact, bytes)) transaction.Remember(id, bytes, seq);
        return seq;
    }

    private void Wake(Statement statement)
    {
        switch (statement.Subject.Kind)
        {
            case SubjectKind.Commit or SubjectKind.Attestation:
                jobs.Enqueue(JobKind.Decide, new CandidateId(statement.Repository, statement.Commit!.Value).ToString());
                // A check may have waited for it.
                if (statement.Subject.Kind == SubjectKind.Attestation) jobs.Enqueue(JobKind.Reconcile, "");
                break;
            case SubjectKind.Release:
                jobs.Enqueue(JobKind.Release, statement.Repository);
                break;
            default:
                jobs.Enqueue(JobKind.Tally, statement.Repository);
                // What was excused may be so no more.
                if (statement.Subject.Kind is SubjectKind.Waiver or SubjectKind.Deviation) jobs.Enqueue(JobKind.Reconcile, "");
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Sign-off on {Repository} {Commit}: {Person} {Decision} ({Kind})")]
    private partial void LogTaken(string repository, CommitSha? commit, string person, SignOffDecision decision, string kind);
}
