using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>What else than a commit can be voted on, and how each is known by its digest.</summary>
internal static class Motions
{
    /// <summary>The adoption that a vote on this commit is about.</summary>
    /// <exception cref="RefusalException">The commit cannot be adopted.</exception>
    public static AdoptionMotion Adoption(WatchedRepository repository, CommitSha? commit, CommitSha? goldSeen)
    {
        if (commit is not { } proposed) throw new RefusalException(Refusal.StatementMalformed, "An adoption names the commit to adopt.");
        if (!repository.Mirror.Exists || !repository.Mirror.Has(proposed))
        {
            throw new RefusalException(Refusal.CommitUnknown,
                $"{proposed} is on no watched branch of {repository.Name} that the gate has fetched: push it, or ask the gate to look (POST /api/v1/repositories/{repository.Name}/watch).");
        }

        // Read once: a fetch may end between two questions.
        var tips = repository.Mirror.Read().Source.Values.ToHashSet();
        if (proposed != goldSeen && !tips.Contains(proposed))
        {
            // Anybody may ask, and reading a whole commit is work: only what stands on the remote now is worth it. What no
            // branch contains may be on its way in a fetch just now; what one contains, and is not its tip, will not become adoptable by waiting.
            var behind = tips.Any(tip => repository.Mirror.Descends(tip, proposed)) || (goldSeen is { } seen && repository.Mirror.Descends(seen, proposed));
            throw new RefusalException(behind ? Refusal.NotAdoptable : Refusal.CommitUnknown, $"{proposed.Abbreviated} is neither the tip of a watched branch of {repository.Name} nor its gold, as the gate saw them last: adopt one of those.");
        }

        if (goldSeen is { } gold && !repository.Mirror.Descends(proposed, gold))
        {
            throw new RefusalException(Refusal.NotAdoptable,
                $"{proposed.Abbreviated} does not descend from gold as it stands on the remote ({gold.Abbreviated}), and gold only ever moves forward: adopt that commit or a later one.");
        }

        try
        {
            return new(repository.Name, proposed, ContentOf(repository, proposed), goldSeen, repository.Entry.Gold.Ref);
        }
        catch (UnreadableContentException unreadable)
        {
            throw new RefusalException(Refusal.NotAdoptable, unreadable.Message);
        }
    }

    /// <summary>Appends the proposal with its first vote.</summary>
    /// <returns>What the voter should be told.</returns>
    /// <exception cref="RefusalException">The vote names another proposal, or adoption is not open.</exception>
    public static string? Propose(Transaction transaction, AdoptionMotion motion, Statement statement)
    {
        var digest = motion.Digest();
        if (statement.Subject.Digest != digest)
        {
            throw new RefusalException(Refusal.SubjectDiffers, $"This adoption has the digest {digest}; the statement names {statement.Subject.Digest}. Ask for a new statement.");
        }

        var state = transaction.StateOf(motion.Repository);
        if (state.Gold is { } gold && state.FrozenSeq is null)
        {
            throw new RefusalException(Refusal.NotAdoptable, $"{motion.Repository} has been adopted; its gold ({gold.Abbreviated}) moves by promotions only.");
        }

        // A proposal from before the freeze was about another state of things.
        if (transaction.About<AdoptionProposed>(motion.Repository, motion.Commit).Any(proposed => proposed.Body.Digest == digest && proposed.Seq > (state.FrozenSeq ?? -1)))
        {
            return state.IntentSeq is { } open && transaction.Find<PromotionIntended>(open)?.Body.FactsDigest == digest
                ? $"Too late to count, unless the remote does not take it: gold is being moved to {motion.Commit.Abbreviated} just now."
                : null;
        }

        if (statement.Decision != SignOffDecision.Approve)
        {
            throw new RefusalException(Refusal.NotProposed, $"Nobody has proposed to adopt {motion.Commit.Abbreviated} as gold of {motion.Repository}, so that there is nothing to vote against yet.");
        }

        transaction.KeepEvidence(motion.ToBytes());
        transaction.Append(new AdoptionProposed
        {
            At = transaction.Now,
            Repository = motion.Repository,
            Commit = motion.Commit,
            Digest = digest,
            Person = statement.Person,
        });
        return null;
    }

    /// <summary>Appends a release's proposal; its proposer's vote follows.</summary>
    /// <param name="content">SHA-256 id of the tagged commit's tree.</param>
    /// <exception cref="RefusalException">It is not a release of gold, or its version is taken.</exception>
    public static void ProposeRelease(Transaction transaction, WatchedRepository repository, Statement statement, CertifiedTag tag, string content, IReadOnlyList<string> labels)
    {
        if (statement is not { Role: Motion.Role, Decision: SignOffDecision.Approve }) throw new RefusalException(Refusal.RoleNotAsked, "A release is proposed by a director who approves it.");
        if (statement.Commit != tag.Commit || !IsGold(transaction, repository.Name, tag.Commit)) throw NotGold(repository.Name, tag.Commit);

        var motion = new ReleaseMotion(repository.Name, tag.Version, tag.Commit, content, tag.Sha256());
        var open = ReleaseStanding.Of(transaction, repository.Name, tag.Version);
        var name = CertifiedTag.NameOf(tag.Version);
        if (open?.End is Released) throw new RefusalException(Refusal.VersionTaken, $"{name} is released, and a released tag is never moved: choose another version.");
        // The remote's other tag may have been removed since, by whoever put it there.
        if (open?.End is not null) open = null;
        var same = open?.Proposal.Body.Digest == motion.Digest();
        if (!same && open?.Intent is not null) throw new RefusalException(Refusal.VersionTaken, $"{name} is being published just now, as {open.Proposal.Body.Person} proposed it.");
        if (!same && open?.Proposal.Body.Commit == tag.Commit && open.Proposal.Body.Person != statement.Person)
        {
            throw new RefusalException(Refusal.VersionTaken, $"{open.Proposal.Body.Person} has proposed {name} of this commit already: sign that one.");
        }

        if (statement.Subject != new StatementSubject(SubjectKind.Release, motion.Digest()))
        {
            throw new RefusalException(Refusal.SubjectDiffers, $"This release has the digest {motion.Digest()}; the statement names {statement.Subject.Digest}.");
        }

        if (same) return;

        transaction.KeepEvidence(motion.ToBytes());
        transaction.KeepEvidence(tag.Bytes);
        transaction.Append(new ReleaseProposed
        {
            At = transaction.Now,
            Repository = repository.Name,
            Commit = tag.Commit,
            Version = tag.Version,
            Digest = motion.Digest(),
            Tag = tag.Sha256(),
            Person = statement.Person,
            Labels = labels.Count == 0 ? null : labels,
        });
    }

    /// <summary>True of what directors vote on; a commit is judged in every role, and attested in the role that its check names.</summary>
    public static bool AreDirectors(string kind) => kind is not (SubjectKind.Commit or SubjectKind.Attestation);

    /// <summary>The rules that a vote names: of a commit those of its own gate, of a check that only the main line still asks for after it was put off those of that, and of everything else the main line's.</summary>
    /// <param name="check">What is attested; null: nothing is.</param>
    public static Policy RulesFor(FactReader reader, WatchedRepository repository, string kind, CommitSha? commit, string? check, DateTimeOffset now) =>
        commit is not { } candidate || AreDirectors(kind) ? repository.Policy
        : kind == SubjectKind.Attestation && check is not null ? Deferrals.GateOf(reader, repository, candidate, check, now).Policy
        : repository.GateOf(reader, candidate).Policy;

    /// <exception cref="RefusalException">Nobody votes on such a thing in this role.</exception>
    public static void RefuseRole(WatchedRepository repository, string kind, string role)
    {
        if (!AreDirectors(kind) || role == Motion.Role || (kind == SubjectKind.Release && ReleaseGate.RolesAsked(repository.Policy).Contains(role))) return;

        throw new RefusalException(Refusal.RoleNotAsked, $"Votes on {kind} are given as {Motion.Role}; as {role} nobody is asked.");
    }

    /// <summary>True while a commit is gold, or was since the last adoption.</summary>
    public static bool IsGold(FactReader reader, string repository, CommitSha commit) => reader.GoldAmong(repository, [commit]).Count > 0;

    public static RefusalException NotGold(string repository, CommitSha commit) =>
        new(Refusal.NotGold, $"{commit} is not gold of {repository}, and was not since its last adoption: only gold is released.");

    /// <summary>SHA-256 id of a gold commit's tree.</summary>
    public static string ContentOf(FactReader reader, WatchedRepository repository, CommitSha gold) =>
        reader.About<CandidateSeen>(repository.Name, gold) is [.., var seen] ? seen.Body.Subject : ContentOf(repository, gold);

    private static string ContentOf(WatchedRepository repository, CommitSha commit) => repository.TryContentOf(commit)
        ?? throw new RefusalException(Refusal.Busy, $"The gate is reading every file of a commit of {repository.Name} just now; try again in a minute.");

    /// <exception cref="RefusalException">This freeze is not there, or lifted.</exception>
    public static void RefuseUnknownFreeze(Transaction transaction, Statement statement)
    {
        if (statement.Commit is not null) throw new RefusalException(Refusal.StatementMalformed, "A vote on a freeze names no commit.");
        if (transaction.StateOf(statement.Repository).FrozenSeq is not { } seq || transaction.Find<Frozen>(seq)?.Body.Digest != statement.Subject.Digest) throw Unknown(SubjectKind.Freeze, statement.Repository, statement.Subject.Digest);
    }

    /// <returns>What the voter should be told.</returns>
    /// <exception cref="RefusalException">There is no such release to vote on.</exception>
    public static string? CheckRelease(Transaction transaction, Statement statement)
    {
        var release = FindRelease(transaction, statement.Repository, statement.Commit, statement.Subject.Digest) ?? throw Unknown(SubjectKind.Release, statement.Repository, statement.Subject.Digest);
        var name = CertifiedTag.NameOf(release.Version);
        if (release.End is Released) throw new RefusalException(Refusal.Settled, $"{name} is released, and no vote changes that any more.");
        if (release.End is not null) throw new RefusalException(Refusal.Settled, $"The remote has another tag {name}, so that this proposal is settled: propose another version.");
        if (release.Intent is not null) return $"Too late to count, unless the remote does not take it: {name} is being published just now.";
        return IsGold(transaction, statement.Repository, statement.Commit!.Value) ? null : throw NotGold(statement.Repository, statement.Commit!.Value);
    }

    /// <summary>The proposal that a vote on a release is about; null: there is none.</summary>
    /// <exception cref="RefusalException">It is of another commit.</exception>
    public static ReleaseStanding? FindRelease(FactReader reader, string repository, CommitSha? commit, string digest)
    {
        var release = ReleaseStanding.In(reader, repository).FirstOrDefault(one => one.Proposal.Body.Digest == digest);
        return release is null || release.Proposal.Body.Commit == commit
            ? release
            : throw new RefusalException(Refusal.StatementMalformed, $"{CertifiedTag.NameOf(release.Version)} is proposed of {release.Proposal.Body.Commit}: a vote on it names that commit.");
    }

    public static RefusalException Unknown(string kind, string repository, string digest) => new(Refusal.SubjectDiffers,
        $"No open {kind} of {repository} has the digest {digest}: it is settled, or was proposed anew. Ask for a new statement.");
}
