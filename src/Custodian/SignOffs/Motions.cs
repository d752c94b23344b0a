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

        if (proposed != goldSeen && !repository.Mirror.Read().Source.Values.Contains(proposed))
        {
            // Anybody may ask, and reading a whole commit is work: only what stands on the remote now is worth it.
            throw new RefusalException(Refusal.CommitUnknown, $"{proposed.Abbreviated} is neither the tip of a watched branch of {repository.Name} nor its gold, as the gate saw them last: adopt one of those.");
        }

        if (goldSeen is { } gold && !repository.Mirror.Descends(proposed, gold))
        {
            throw new RefusalException(Refusal.NotAdoptable,
                $"{proposed.Abbreviated} does not descend from gold as it stands on the remote ({gold.Abbreviated}), and gold only ever moves forward: adopt that commit or a later one.");
        }

        try
        {
            return new(repository.Name, proposed, repository.ContentOf(proposed), goldSeen, repository.Entry.Gold.Ref);
        }
        catch (UnreadableContentException unreadable)
        {
            throw new RefusalException(Refusal.NotAdoptable, unreadable.Message);
        }
    }

    /// <summary>Appends the proposal with its first vote.</summary>
    /// <exception cref="RefusalException">The vote names another proposal, or adoption is not open.</exception>
    public static void Propose(Transaction transaction, AdoptionMotion motion, Statement statement)
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

        if (statement is not { Role: Motion.Role, Decision: SignOffDecision.Approve }) return;
        // A proposal from before the freeze was about another state of things.
        if (transaction.About<AdoptionProposed>(motion.Repository, motion.Commit).Any(proposed => proposed.Body.Digest == digest && proposed.Seq > (state.FrozenSeq ?? -1))) return;

        transaction.KeepEvidence(motion.ToBytes());
        transaction.Append(new AdoptionProposed
        {
            At = transaction.Now,
            Repository = motion.Repository,
            Commit = motion.Commit,
            Digest = digest,
            Person = statement.Person,
        });
    }

    /// <summary>Appends a release's proposal; its proposer's vote follows.</summary>
    /// <exception cref="RefusalException">It is not a release of gold, or its version is taken.</exception>
    public static void ProposeRelease(Transaction transaction, WatchedRepository repository, Statement statement, CertifiedTag tag)
    {
        if (statement is not { Role: Motion.Role, Decision: SignOffDecision.Approve }) throw new RefusalException(Refusal.RoleNotHeld, "A release is proposed by a director who approves it.");
        if (statement.Commit != tag.Commit || transaction.GoldAmong(repository.Name, [tag.Commit]).Count == 0)
        {
            throw new RefusalException(Refusal.NotGold, $"{tag.Commit} is not, and never was, gold of {repository.Name}: only gold is released.");
        }

        if (transaction.In<Released>(repository.Name).Any(released => released.Body.Version == tag.Version))
        {
            throw new RefusalException(Refusal.VersionTaken, $"{CertifiedTag.NameOf(tag.Version)} is released, and a released tag is never moved: choose another version.");
        }

        var open = transaction.In<ReleaseProposed>(repository.Name).LastOrDefault(proposed => proposed.Body.Version == tag.Version);
        if (open?.Body.Commit == tag.Commit && open.Body.Tag != tag.Sha256())
        {
            throw new RefusalException(Refusal.VersionTaken, $"{open.Body.Person} has proposed {CertifiedTag.NameOf(tag.Version)} of this commit already: sign that one.");
        }

        var motion = new ReleaseMotion(repository.Name, tag.Version, tag.Commit, ContentOf(transaction, repository, tag.Commit), tag.Sha256());
        if (statement.Subject != new StatementSubject(SubjectKind.Release, motion.Digest()))
        {
            throw new RefusalException(Refusal.SubjectDiffers, $"This release has the digest {motion.Digest()}; the statement names {statement.Subject.Digest}.");
        }

        if (open?.Body.Digest == motion.Digest()) return;

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
        });
    }

    /// <summary>SHA-256 id of a gold commit's tree.</summary>
    public static string ContentOf(FactReader reader, WatchedRepository repository, CommitSha gold) =>
        reader.About<CandidateSeen>(repository.Name, gold) is [.., var seen] ? seen.Body.Subject : repository.ContentOf(gold);

    /// <exception cref="RefusalException">There is no such freeze or release to vote on.</exception>
    public static void RefuseUnknown(Transaction transaction, Statement statement)
    {
        if (statement.Subject.Kind == SubjectKind.Freeze && statement.Commit is not null) throw new RefusalException(Refusal.StatementMalformed, "A vote on a freeze names no commit.");

        var known = statement.Subject.Kind switch
        {
            SubjectKind.Freeze => transaction.StateOf(statement.Repository).FrozenSeq is { } seq && transaction.Find<Frozen>(seq)?.Body.Digest == statement.Subject.Digest,
            SubjectKind.Release => transaction.In<ReleaseProposed>(statement.Repository)
                .Any(release => release.Body.Digest == statement.Subject.Digest && release.Body.Commit == statement.Commit),
            _ => false,
        };
        if (!known)
        {
            throw new RefusalException(Refusal.SubjectDiffers, $"No open {statement.Subject.Kind} of {statement.Repository} has the digest {statement.Subject.Digest}: it is settled, or was proposed anew. Ask for a new statement.");
        }
    }
}
