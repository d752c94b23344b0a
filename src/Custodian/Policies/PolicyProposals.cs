using System.Text.Json;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>The proposals that could be adopted next, and where each stands.</summary>
/// <param name="schemas">The check types that this version has.</param>
internal sealed class PolicyProposals(Configuration running, IReadOnlyList<ICheckSchema> schemas)
{
    private const int MostRemembered = 64;

    // Of the 65,535 bytes that a fact holds; the rest of it takes less than a thousand.
    private const int MostTold = 30_000;
    private const int LongestTold = 300;

    private readonly Remembered<string, Configuration> read = new(MostRemembered);

    /// <summary>The policy that the service runs with, under which votes are counted.</summary>
    public Configuration Running => running;

    /// <summary>The policy in force.</summary>
    public static StoredFact<PolicyAdopted> InForce(FactReader reader) => reader.Newest<PolicyAdopted>() ?? throw new InvalidOperationException("A service that has started has adopted a policy.");

    /// <summary>What the document of a policy says.</summary>
    /// <exception cref="ConfigurationException">It is none, or not one that could be adopted.</exception>
    public Configuration Read(byte[] document) =>
        read.Of(CanonicalJson.Digest(document), () => PolicyDocumentReader.Read(document, Path.GetDirectoryName(running.File)!, schemas));

    /// <summary>
    /// Proposals that follow the policy in force, oldest first; none unless the service runs with that one. What a candidate brought that cannot
    /// become gold any more is not among them.
    /// </summary>
    public IReadOnlyList<OpenPolicy> Open(FactReader reader, DateTimeOffset asOf) =>
        Open(reader, asOf, proposed => proposed.Commit is not { } commit || reader.IsOpen(proposed.Repository!, commit) == true);

    /// <param name="which">Asked first, since every other question reads the whole policy and every vote on it.</param>
    public IReadOnlyList<OpenPolicy> Open(FactReader reader, DateTimeOffset asOf, Func<PolicyProposed, bool> which)
    {
        var inForce = InForce(reader).Body;
        if (inForce.Digest != running.PolicyDigest) return [];

        return
        [
            .. from proposed in reader.Every<PolicyProposed>()
               where proposed.Body.Number == inForce.Number + 1 && proposed.Body.Previous == inForce.Digest && which(proposed.Body)
               let open = TryOpen(reader, proposed, asOf)
               where open is not null
               select open,
        ];
    }

    /// <summary>The proposal that is to be adopted next; null: none is carried.</summary>
    /// <remarks>What a candidate of the policy's home brings is none of them: it comes into force with its promotion, and not before.</remarks>
    public OpenPolicy? Carried(FactReader reader, DateTimeOffset asOf) =>
        Open(reader, asOf, proposed => proposed.Commit is null).FirstOrDefault(open => open.Standing.IsCarried);

    /// <summary>Records a proposal, with all that it takes to count the votes on it.</summary>
    /// <param name="document">Of the proposed policy.</param>
    /// <param name="person">Who proposes it; <see cref="PolicyHome.Proposer"/> for what a candidate brings.</param>
    /// <param name="candidate">That candidate; null: it is proposed by itself.</param>
    /// <param name="weakens">What of it opens the gate further, in words.</param>
    /// <param name="weaker">Whether its proposer declared that it weakens the gate.</param>
    public static void Propose(Transaction transaction, PolicyMotion motion, byte[] document, string person, CandidateId? candidate, IReadOnlyList<string> weakens, bool weaker)
    {
        transaction.KeepEvidence(document);
        transaction.KeepEvidence(motion.ToBytes());
        transaction.Append(new PolicyProposed
        {
            At = transaction.Now,
            Repository = candidate?.Repository,
            Commit = candidate?.Commit,
            Number = motion.Number,
            Digest = motion.Digest(),
            Policy = motion.Policy,
            Previous = motion.Previous,
            Person = person,
            Weaker = weaker,
            Weakens = Told(weakens),
        });
    }

    /// <summary>As many of very many words as a fact holds, the first of them always, and each as long as anybody reads.</summary>
    public static IReadOnlyList<string> Told(IReadOnlyList<string> weakens)
    {
        var left = MostTold;
        List<string> told = [.. weakens.Select(Cut).TakeWhile(text => (left -= BytesOf(text)) >= 0)];
        return told.Count == weakens.Count ? told : [.. told, $"and {weakens.Count - told.Count} more"];
    }

    /// <summary>The fact that a proposal is in force.</summary>
    /// <param name="without">Whom it passes over; null: nobody.</param>
    public static PolicyAdopted Adoption(Transaction transaction, OpenPolicy open, PolicyRoute? without) => new()
    {
        At = transaction.Now,
        Number = open.Proposed.Body.Number,
        Digest = open.Proposed.Body.Policy,
        // Nobody voted on names and addresses: they stay until the service starts with others.
        Contacts = InForce(transaction).Body.Contacts,
        Motion = open.Proposed.Body.Digest,
        Without = without?.Custodian,
        Because = without is null ? null : Words.Of(without.Kind),
    };

    /// <summary>Whether anything waits to be counted.</summary>
    public static bool AreOpen(FactReader reader)
    {
        var inForce = InForce(reader).Body;
        return reader.Every<PolicyProposed>().Any(proposed => proposed.Body.Number == inForce.Number + 1 && proposed.Body.Previous == inForce.Digest);
    }

    /// <summary>The custodian for which a person's key speaks under a policy; null: for none.</summary>
    /// <param name="key">As facts name it: <c>SHA256:…</c>.</param>
    public static string? Speaks(Configuration policy, string person, string key, DateTimeOffset at) =>
        policy.FindPerson(person) is var (custodian, known) && Holds(known, key, at) ? custodian.Id : null;

    /// <summary>True when a key is the chair's.</summary>
    public static bool IsChair(Configuration policy, string person, string key, DateTimeOffset at) =>
        policy.Terms.Chair is { } chair && chair.Id == person && Holds(chair, key, at);

    // What an earlier version took and this one could not keep is not adopted by it: it can be proposed anew.
    private OpenPolicy? TryOpen(FactReader reader, StoredFact<PolicyProposed> proposed, DateTimeOffset asOf)
    {
        try
        {
            return Open(reader, proposed, asOf);
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }

    private OpenPolicy Open(FactReader reader, StoredFact<PolicyProposed> proposed, DateTimeOffset asOf)
    {
        var document = reader.Evidence(proposed.Body.Policy) ?? throw new StoreException($"The document of the proposed policy {proposed.Body.Policy} is not there.");
        var policy = Read(document);
        var votes = reader.OfNoRepository<SignOffGiven>().Where(vote =>
            vote.Seq > proposed.Seq && vote.Body.SubjectKind == SubjectKind.Policy && vote.Body.Subject == proposed.Body.Digest).Concat(OnCandidate(reader, proposed.Body));
        return new(proposed, policy, PolicyCount.Of(new()
        {
            Old = running.Custodians,
            New = policy.Custodians,
            Votes = [.. votes.Select(vote => Vote(vote.Seq, vote.Body, policy))],
            Route = PolicyRoutes.Between(running.PolicyDocument, document),
            HasChair = running.Terms.Chair is not null,
            LostKeyDelay = running.Terms.LostKeyDelay ?? PolicyCount.UsualLostKeyDelay,
            ProposedAt = proposed.Body.At,
            AsOf = asOf,
        }));
    }

    // Who signs off a commit signs the policy file in it, under the policy that was in force then.
    private static IEnumerable<StoredFact<SignOffGiven>> OnCandidate(FactReader reader, PolicyProposed proposed)
    {
        if (proposed is not { Repository: { } repository, Commit: { } commit } || reader.About<CandidateSeen>(repository, commit) is not [.., var seen]) return [];

        var since = InForce(reader).Seq;
        return reader.About<SignOffGiven>(repository, commit).Where(vote => vote.Seq > since && vote.Body.SubjectKind == SubjectKind.Commit && vote.Body.Subject == seen.Body.Subject);
    }

    // A hook speaks for its custodian's people under both policies, wherever they are its people.
    private PolicyVote Vote(long seq, SignOffGiven vote, Configuration policy) => new(seq, vote.Person, vote.Role, vote.Decision)
    {
        Old = vote.Key is { } key ? Speaks(running, vote.Person, key, vote.At) : ByHook(running, vote),
        New = vote.Key is { } same ? Speaks(policy, vote.Person, same, vote.At) : ByHook(policy, vote),
        ByChair = vote.Role == PolicyCount.Chair && vote.Key is { } chairs && IsChair(running, vote.Person, chairs, vote.At),
    };

    private static string Cut(string text)
    {
        if (text.Length <= LongestTold) return text;

        var end = LongestTold - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + '…';
    }

    // As a fact has it, where an emoji takes twelve bytes; with the comma after it.
    private static int BytesOf(string text) => JsonSerializer.SerializeToUtf8Bytes(text, FactJson.Options).Length + 1;

    private static string? ByHook(Configuration policy, SignOffGiven vote) =>
        policy.FindPerson(vote.Person) is var (custodian, _) && custodian.Id == vote.Custodian ? custodian.Id : null;

    private static bool Holds(Person person, string fingerprint, DateTimeOffset at) =>
        person.Keys.Any(key => KeyFingerprint.Of(key) == fingerprint && person.HoldsKey(key, at));
}

/// <summary>A proposal that could be adopted next.</summary>
/// <param name="Policy">What it says.</param>
internal sealed record OpenPolicy(StoredFact<PolicyProposed> Proposed, Configuration Policy, PolicyStanding Standing);
