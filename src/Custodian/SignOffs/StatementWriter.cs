using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>Writes the exact bytes that a person is asked to sign.</summary>
internal sealed class StatementWriter(Estate estate, FactStore store, PolicyProposals policies, TimeProvider clock)
{
    /// <exception cref="RefusalException">There is nothing to sign under these arguments.</exception>
    public async Task<byte[]> WriteAsync(StatementRequest request, CancellationToken stop)
    {
        var (kind, digest) = Split(request.Subject ?? SubjectKind.Commit);
        if (kind == SubjectKind.Policy) return await WriteOnPolicyAsync(request, digest, stop);

        var named = request.Repository ?? throw new RefusalException(Refusal.Parameters, "The parameter 'repository' is missing.");
        var repository = estate.Find(named)
            ?? throw new RefusalException(Refusal.RepositoryUnknown, $"No repository is called '{named}'.");
        if (request.Reason is { Length: > Statement.LongestReason }) throw TooLong();

        if (kind == SubjectKind.Attestation && (string.IsNullOrEmpty(request.Check) || !Statement.IsSha256(request.Report)))
        {
            throw new RefusalException(Refusal.Parameters, "An attestation needs check=NAME and report=SHA256, the digest in 64 lower-case hexadecimal digits of what says what was done.");
        }

        Motions.RefuseRole(repository, kind, request.Role);
        var state = await store.ReadAsync(reader => reader.StateOf(repository.Name), stop);
        var gold = state.Gold;
        var commit = request.Commit;
        if (kind == SubjectKind.Adoption)
        {
            if (state.Gold is not null && state.FrozenSeq is null)
            {
                throw new RefusalException(Refusal.NotAdoptable, $"{repository.Name} has been adopted; its gold ({state.Gold?.Abbreviated}) moves by promotions only.");
            }

            // What is adopted follows the remote, not the ledger: there is no gold of ours yet, or it went astray.
            gold = repository.Mirror.Exists ? repository.Mirror.Read().Gold : null;
            digest ??= Motions.Adoption(repository, commit, gold).Digest();
        }
        else if (kind is SubjectKind.Commit or SubjectKind.Attestation)
        {
            // Asked for even where the digest is named: nobody should sign what would be refused.
            var content = await ContentAsync(repository.Name, commit, stop);
            digest ??= content;
        }
        else if (kind == SubjectKind.Freeze)
        {
            digest ??= await store.ReadAsync(reader => state.FrozenSeq is { } seq ? reader.Find<Frozen>(seq)?.Body.Digest : null, stop)
                ?? throw new RefusalException(Refusal.NotFound, $"{repository.Name} is not frozen.");
        }
        else if (kind == SubjectKind.FreezeRequest)
        {
            digest ??= state.Gold is { } stands ? new FreezeMotion(repository.Name, stands).Digest() : throw new RefusalException(Refusal.NotGold, $"{repository.Name} has no gold yet, so that nothing moves there.");
        }
        else if (kind is SubjectKind.Waiver or SubjectKind.Deviation)
        {
            // Its proposer signs before there is a proposal; nobody else has anything to sign then.
            var known = digest is null ? null : await store.ReadAsync(reader => ExceptionStanding.Of(reader, repository.Name, digest), stop);
            if (digest is not null && known is null && request.Decision != SignOffDecision.Approve) throw Motions.Unknown(kind, repository.Name, digest);
        }
        else if (digest is not null)
        {
            // Its proposer signs before there is a proposal; nobody else has anything to sign then.
            var release = await store.ReadAsync(reader => Motions.FindRelease(reader, repository.Name, commit, digest), stop);
            if (release is null && request.Decision != SignOffDecision.Approve) throw Motions.Unknown(kind, repository.Name, digest);
        }

        var rules = await store.ReadAsync(reader => Motions.RulesFor(reader, repository, kind, commit, request.Check, clock.GetUtcNow()).Rules, stop);
        return new Statement
        {
            Subject = new(kind, digest ?? throw new RefusalException(Refusal.Parameters, $"subject={kind} needs its digest: {kind}:DIGEST.")),
            Repository = repository.Name,
            Commit = commit,
            Gold = gold,
            Person = request.Person,
            Role = request.Role,
            Decision = request.Decision,
            Check = kind == SubjectKind.Attestation ? request.Check : null,
            Report = kind == SubjectKind.Attestation ? request.Report : null,
            Reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason,
            Rules = rules,
            At = clock.GetUtcNow(),
        }.ToBytes();
    }

    private async Task<byte[]> WriteOnPolicyAsync(StatementRequest request, string? digest, CancellationToken stop)
    {
        if (request.Repository is not null || request.Commit is not null) throw new RefusalException(Refusal.Parameters, "A vote on a policy is about no repository and no commit: leave them out.");
        if (request.Reason is { Length: > Statement.LongestReason }) throw TooLong();

        var open = await store.ReadAsync(reader => policies.Open(reader, clock.GetUtcNow()), stop);
        if (digest is null && open.Count == 0) throw new RefusalException(Refusal.NotProposed, "No policy is proposed, so that there is nothing to vote on: propose one (custodian policy propose).");
        if (digest is null && open.Count > 1) throw new RefusalException(Refusal.Parameters, $"{open.Count} policies are proposed: say which, as policy:DIGEST.");
        // Its proposer signs before there is a proposal; nobody else has anything to sign then.
        if (digest is not null && request.Decision != SignOffDecision.Approve && open.All(one => one.Proposed.Body.Digest != digest))
        {
            throw new RefusalException(Refusal.NotProposed, $"No open proposal of a policy has the digest {digest}: GET /api/v1/policy tells which there are.");
        }

        return new Statement
        {
            Subject = new(SubjectKind.Policy, digest ?? open[0].Proposed.Body.Digest),
            Person = request.Person,
            Role = request.Role,
            Decision = request.Decision,
            Reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason,
            Rules = policies.Running.PolicyDigest,
            At = clock.GetUtcNow(),
        }.ToBytes();
    }

    private static RefusalException TooLong() => new(Refusal.Parameters, $"A reason has at most {Statement.LongestReason} characters.");

    private async Task<string> ContentAsync(string repository, CommitSha? commit, CancellationToken stop)
    {
        if (commit is not { } named) throw new RefusalException(Refusal.Parameters, "commit is missing: the full 40 digits.");

        var seen = await store.ReadAsync(reader => reader.About<CandidateSeen>(repository, named), stop);
        return seen is [.., var last]
            ? last.Body.Subject
            : throw new RefusalException(Refusal.CommitUnknown,
                $"{named} has not been seen at the tip of a watched branch of {repository} yet: push it, or ask the gate to look (POST /api/v1/repositories/{repository}/watch).");
    }

    private static (string Kind, string? Digest) Split(string subject)
    {
        var parts = subject.Split(':', 2);
        return SubjectKind.All.Contains(parts[0]) && (parts.Length == 1 || Statement.IsSha256(parts[1]))
            ? (parts[0], parts.Length == 2 ? parts[1] : null)
            : throw new RefusalException(Refusal.Parameters, $"subject is one of {string.Join(", ", SubjectKind.All)}, with or without ':' and a SHA-256.");
    }
}

/// <summary>What somebody wants to sign.</summary>
/// <param name="Repository">Null: what is voted on is about none.</param>
/// <param name="Subject">A kind, or a kind and a digest; null: the commit itself.</param>
internal sealed record StatementRequest(
    string? Repository, CommitSha? Commit, string? Subject, string Person, string Role, SignOffDecision Decision, string? Reason)
{
    /// <summary>Of an attestation: the check that it is about.</summary>
    public string? Check { get; init; }

    /// <summary>Of an attestation: SHA-256 of the report.</summary>
    public string? Report { get; init; }
}
