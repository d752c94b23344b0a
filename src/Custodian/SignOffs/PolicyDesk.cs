using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>Takes proposals of policies and votes on them, whose proof has been checked. What is returned is durable; what is refused has left nothing.</summary>
internal sealed partial class PolicyDesk(PolicyProposals proposals, FactStore store, JobQueue jobs, TimeProvider clock, ILogger<PolicyDesk> logger)
{
    private Configuration Running => proposals.Running;

    /// <summary>The keys with which a person can sign a vote on a policy: those of the policy in force, and those of the proposed one.</summary>
    /// <param name="proposed">The motion's digest; null: only who is in the policy in force may sign.</param>
    /// <exception cref="RefusalException">Neither policy knows the person.</exception>
    public async Task<IReadOnlyList<string>> KeysOfAsync(string person, string? proposed, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var policy = proposed is null ? null : await store.ReadAsync(reader => proposals.Open(reader, now, one => one.Digest == proposed) is [var open, ..] ? open.Policy : null, stop);
        Person?[] known = [Running.FindPerson(person)?.Person, Running.Terms.Chair is { } chair && chair.Id == person ? chair : null, policy?.FindPerson(person)?.Person];
        return known.All(one => one is null)
            ? throw new RefusalException(Refusal.PersonUnknown, $"Neither the policy in force nor {(policy is null ? "a proposed one" : "the proposed one")} names anybody with the id '{person}'.")
            : [.. known.OfType<Person>().SelectMany(one => one.Keys.Where(key => one.HoldsKey(key, now))).Distinct()];
    }

    /// <summary>A proposal with its proposer's vote.</summary>
    /// <exception cref="RefusalException">It cannot be taken.</exception>
    public async Task<Receipt> ProposeAsync(SignedPolicy signed, Statement statement, Proof proof, CancellationToken stop)
    {
        if (statement.Subject.Kind != SubjectKind.Policy) throw new RefusalException(Refusal.StatementMalformed, "A policy is proposed by a vote on it: subject.kind is policy.");
        if (statement is not { Role: Motion.Role, Decision: SignOffDecision.Approve }) throw new RefusalException(Refusal.RoleNotAsked, "A policy is proposed by a director who approves it.");

        var policy = Read(signed.Document);
        var motion = new PolicyMotion(signed.Number, policy.PolicyDigest, signed.Previous);
        if (statement.Subject.Digest != motion.Digest())
        {
            throw new RefusalException(Refusal.SubjectDiffers, $"Policy {motion.Policy} as number {motion.Number} after {motion.Previous} has the digest {motion.Digest()}; the statement names {statement.Subject.Digest}.");
        }

        string[] weakens = [.. PolicyComparison.Find(Running, policy).Where(change => change.Weaker).Select(change => change.Text)];
        // Somebody proposes for everybody to read: who does it speaks under the policy in force.
        return await TakeAsync(statement, signed.Statement, proof, policy, transaction =>
        {
            RefuseNumber(transaction, motion);
            if (PolicyObstacles.Find(Running, policy, transaction.Now) is { } obstacle) throw new RefusalException(Refusal.PolicyImpossible, $"This policy could never be adopted: {obstacle}.");
            if (PolicyObstacles.Elsewhere(Running, policy) is { } elsewhere) throw new RefusalException(Refusal.PolicyElsewhere, elsewhere);
            if (weakens.Length > 0 && !signed.Weaker)
            {
                throw new RefusalException(Refusal.PolicyWeaker, $"This policy weakens the gate, and its proposer did not say so: {string.Join("; ", PolicyProposals.Told(weakens))}. Say it (--weaker), or correct the file.");
            }

            // A candidate of the policy's home may have brought the very same: what passes over a custodian is counted by itself.
            if (proposals.Open(transaction, transaction.Now, one => one.Commit is null && one.Digest == motion.Digest()).Count == 0) PolicyProposals.Propose(transaction, motion, policy.PolicyDocument, statement.Person, null, weakens, signed.Weaker);
        }, proposing: true, stop);
    }

    /// <summary>A vote on a proposal.</summary>
    /// <exception cref="RefusalException">It cannot be taken.</exception>
    public async Task<Receipt> TakeAsync(Statement statement, byte[] bytes, Proof proof, CancellationToken stop)
    {
        var policy = await store.ReadAsync(reader =>
        {
            RefuseOtherPolicy(reader);
            return Find(reader, statement.Subject.Digest)?.Policy ?? throw Unknown(reader, statement.Subject.Digest);
        }, stop);
        return await TakeAsync(statement, bytes, proof, policy, transaction =>
        {
            if (Find(transaction, statement.Subject.Digest) is null) throw Unknown(transaction, statement.Subject.Digest);
        }, proposing: false, stop);
    }

    private async Task<Receipt> TakeAsync(Statement statement, byte[] bytes, Proof proof, Configuration policy, Action<Transaction> check, bool proposing, CancellationToken stop)
    {
        if (statement.Repository is not null || statement.Commit is not null || statement.Gold is not null)
        {
            throw new RefusalException(Refusal.StatementMalformed, "A vote on a policy names no repository, no commit and no gold.");
        }

        var custodian = Speaker(statement, proof, proposing ? [Running] : [Running, policy]);
        var receipt = await store.WriteAsync(transaction =>
        {
            if (SignOffDesk.Before(transaction, statement, bytes, proof) is { } seq) return new Receipt(seq, Repeated: true, null);
            RefuseOtherPolicy(transaction);
            SignOffDesk.RefuseOutsideTime(statement, transaction.Now);
            if (statement.Rules != Running.PolicyDigest)
            {
                throw new RefusalException(Refusal.RulesChanged, $"The policy in force is {Running.PolicyDigest}; the statement names {statement.Rules}. Ask for a new statement.");
            }

            check(transaction);
            return new Receipt(SignOffDesk.Append(transaction, statement, bytes, proof, custodian), Repeated: false, null);
        }, stop);
        if (receipt.Repeated) return receipt;

        Telemetry.SignOffs.Add(1, new("decision", statement.Decision.ToString()), new("door", proof.Door));
        LogTaken(statement.Subject.Digest, statement.Person, statement.Decision);
        jobs.Enqueue(JobKind.Policy, "");
        return receipt;
    }

    /// <returns>The custodian that the person speaks for; or <c>chair</c>.</returns>
    private string Speaker(Statement statement, Proof proof, Configuration[] policies)
    {
        var now = clock.GetUtcNow();
        if (statement.Role == PolicyCount.Chair) return Chair(statement, proof, now);
        // Whoever of a custodian is there may say no.
        if (statement is { Decision: SignOffDecision.Approve, Role: not Motion.Role })
        {
            throw new RefusalException(Refusal.RoleNotAsked, $"A policy is approved as {Motion.Role}, or as {PolicyCount.Chair} by the chair; as {statement.Role} nobody is asked.");
        }

        var known = policies.Select(policy => policy.FindPerson(statement.Person)).OfType<(CustodianOrganisation Custodian, Person Person)>().ToList();
        if (known.Count == 0) throw new RefusalException(Refusal.PersonUnknown, $"The policy names nobody with the id '{statement.Person}'.");
        if (proof is Proof.Hook hook && known.All(one => one.Custodian.Id != hook.Custodian))
        {
            throw new RefusalException(Refusal.PersonOfAnother, $"{statement.Person} belongs to {known[0].Custodian.Id}; {hook.Custodian}'s hook cannot speak for them.");
        }

        var holding = known.Where(one => one.Person.Roles.Contains(statement.Role) && (proof is not Proof.Hook by || by.Custodian == one.Custodian.Id)).ToList();
        if (holding.Count == 0) throw new RefusalException(Refusal.RoleNotHeld, $"{statement.Person} does not hold the role '{statement.Role}'.");
        return holding.Where(one => one.Custodian.IsMember(now) && one.Person.InOffice(now)).Select(one => one.Custodian.Id).FirstOrDefault()
            ?? throw new RefusalException(Refusal.OutOfOffice, $"{statement.Person} is not in office today, or {holding[0].Custodian.Id} is no member today.");
    }

    private string Chair(Statement statement, Proof proof, DateTimeOffset now)
    {
        if (proof is Proof.Ssh signed && PolicyProposals.IsChair(Running, statement.Person, signed.Fingerprint, now)) return PolicyCount.Chair;
        throw new RefusalException(Refusal.RoleNotHeld, Running.Terms.Chair is { } chair
            ? $"The chair is {chair.Id}, and votes with a key of their own."
            : "The policy in force names no chair.");
    }

    private Configuration Read(byte[] document)
    {
        try
        {
            return proposals.Read(document);
        }
        catch (ConfigurationException wrong)
        {
            throw new RefusalException(Refusal.PolicyMalformed, $"This is no policy that could be adopted: {string.Join(" ", wrong.Problems.Take(10).Select(problem => problem.Text))}");
        }
    }

    private void RefuseOtherPolicy(FactReader reader)
    {
        if (!reader.IsAdopted(Running.PolicyDigest))
        {
            throw new RefusalException(Refusal.PolicyNotAdopted, "The service runs with a policy other than the one that the custodians adopted; its operator has to start it with that one.");
        }
    }

    private static void RefuseNumber(FactReader reader, PolicyMotion motion)
    {
        var inForce = PolicyProposals.InForce(reader).Body;
        if (motion.Number < inForce.Number) throw new RefusalException(Refusal.PolicyOlder, $"Policy number {inForce.Number} is in force, and a policy is never followed by an older one: number {motion.Number} is past.");
        if (motion.Number == inForce.Number) throw new RefusalException(Refusal.PolicyNumberTaken, $"Number {motion.Number} is that of the policy in force, and no number is used twice: the next is {motion.Number + 1}.");
        if (motion.Number > inForce.Number + 1) throw new RefusalException(Refusal.PolicyNumberGap, $"Policy number {inForce.Number} is in force, and no number is left out: the next is {inForce.Number + 1}, not {motion.Number}.");
        if (motion.Previous != inForce.Digest) throw new RefusalException(Refusal.PolicyPreviousDiffers, $"The policy in force is {inForce.Digest}; this one was made to follow {motion.Previous}. Look at what has changed, and propose it anew.");
        if (motion.Policy == inForce.Digest) throw new RefusalException(Refusal.PolicyUnchanged, "This is the policy in force: there is nothing to adopt.");
    }

    private OpenPolicy? Find(FactReader reader, string digest) =>
        proposals.Open(reader, clock.GetUtcNow(), one => one.Digest == digest) is [var open, ..] ? open : null;

    private static RefusalException Unknown(FactReader reader, string digest) =>
        reader.Every<PolicyProposed>().LastOrDefault(proposed => proposed.Body.Digest == digest) is { } settled
            ? new(Refusal.Settled, $"Policy number {PolicyProposals.InForce(reader).Body.Number} is in force, so that this proposal of number {settled.Body.Number} is settled.")
            : new(Refusal.NotProposed, $"Nobody has proposed a policy with the digest {digest}: GET /api/v1/policy tells which are open.");

    [LoggerMessage(Level = LogLevel.Information, Message = "Vote on policy {Digest}: {Person} {Decision}")]
    private partial void LogTaken(string digest, string person, SignOffDecision decision);
}
