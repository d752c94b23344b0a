using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>Gathers, in one snapshot, everything that the decision about one candidate rests on.</summary>
internal static class Gathering
{
    /// <returns>Null where the commit has never been seen as a candidate.</returns>
    public static Rules.Facts? Gather(FactReader reader, Rules.CandidateId candidate, Rules.Policy policy, GitFacts git, DateTimeOffset asOf)
    {
        var (happened, signOffs) = Read(reader, candidate);
        if (happened.FirstOrDefault(fact => fact.Body is CandidateSeen) is not { Body: CandidateSeen seen }) return null;

        IReadOnlyList<Rules.CheckResult> checks = [.. Comparison.Standing(reader, candidate, happened.Where(fact => fact.Body is CheckRun), fact => (CheckRun)fact.Body).Select(fact => Result(fact.Seq, (CheckRun)fact.Body))];
        var exceptions = new Exceptions([.. happened, .. reader.AboutNone(candidate.Repository, typeof(ExceptionGranted), typeof(ExceptionEnded))], checks, asOf);

        var state = reader.StateOf(candidate.Repository);
        // Only the places that somebody names: the facts of a verdict must not grow with the repository's history.
        var line = state.Gold is { } gold ? GoldLine(reader, candidate.Repository, gold, signOffs) : [];
        var proposed = state.Gold is null && reader.In<AdoptionProposed>(candidate.Repository) is [.., var newest] ? newest : null;
        var frozen = state.FrozenSeq is { } seq ? reader.Find<Frozen>(seq) : null;
        return new()
        {
            Repository = candidate.Repository,
            Commit = candidate.Commit,
            Subject = seen.Subject,
            GoldLine = line,
            // Gold moved since git was asked: what git said is about another place.
            DescendsFromGold = git.DescendsFromGold && git.Gold == state.Gold,
            OnSource = git.OnSource,
            Frozen = state.FrozenSeq is null ? null : frozen?.Body.Why ?? "the reason is not known",
            // Only where they are told of: the directors' votes decide about the repository, and nothing about a candidate.
            LiftVotes = frozen is null ? null : Latest(Votes.On(reader, candidate.Repository, null, SubjectKind.Freeze, frozen.Body.Digest, frozen.Seq, policy.RulesOfVotes())),
            ProposedGold = proposed?.Body.Commit,
            AdoptionVotes = proposed is null ? null : Latest(Votes.On(reader, candidate.Repository, proposed.Body.Commit, SubjectKind.Adoption, proposed.Body.Digest, proposed.Seq, policy.RulesOfVotes())),
            Policy = policy,
            PolicyAdopted = reader.IsAdopted(policy.Digest),
            Checks = checks,
            SignOffs = signOffs,
            Contributors = [.. git.Authors.Union(git.Committers).Order(StringComparer.Ordinal)],
            Authors = git.Authors,
            Committers = git.Committers,
            // Gold moved since: what is changed against it is about another place.
            Changes = git.Gold == state.Gold ? git.Changes : null,
            // Asked only where it matters: nearly every candidate descends from gold.
            GoldIsUrgent = !git.DescendsFromGold && state.Gold is { } tip && IsUrgent(reader, candidate.Repository, tip),
            Waivers = exceptions.Waivers,
            Deviations = exceptions.Deviations,
            Attestations = [.. happened.Where(fact => fact.Body is SignOffGiven { SubjectKind: SubjectKind.Attestation } word && word.Subject == seen.Subject).Select(fact => Word(fact.Seq, (SignOffGiven)fact.Body))],
            Local = policy.Windows is { } windows ? LocalTime(windows.Zone, asOf) : null,
            FirstSeen = seen.At,
            AsOf = asOf,
        };
    }

    private static IReadOnlyList<Rules.MotionVote>? Latest(IReadOnlyList<Rules.MotionVote> votes) =>
        votes.Count == 0 ? null : [.. votes.GroupBy(vote => vote.Person).Select(of => of.MaxBy(vote => vote.Seq)!)];

    /// <summary>Names of a candidate's checks that those which come after them wait for no more.</summary>
    public static IReadOnlyList<string> Settled(FactReader reader, Rules.CandidateId candidate, Rules.Policy policy, DateTimeOffset asOf) =>
        policy.Checks.All(check => check.After.Count == 0) ? [] : Gather(reader, candidate, policy, GitFacts.Nothing(null), asOf) is { } facts ? Rules.SettledChecks.Of(facts) : [];

    // Nearly everybody signs with gold as it stands: then nothing has to be looked up.
    private static IReadOnlyList<Rules.CommitSha> GoldLine(FactReader reader, string repository, Rules.CommitSha gold, List<Rules.SignOff> signOffs)
    {
        var named = new HashSet<Rules.CommitSha> { gold };
        foreach (var signOff in signOffs)
        {
            if (signOff.Gold is { } seen && seen != gold) named.Add(seen);
        }

        return named.Count == 1 ? [gold] : reader.GoldAmong(repository, named);
    }

    /// <summary>True where gold came to stand at this commit through the urgent gate.</summary>
    public static bool IsUrgent(FactReader reader, string repository, Rules.CommitSha gold) =>
        reader.About(repository, gold, typeof(Promoted), typeof(Adopted)) is [.., { Body: Promoted { Urgent: true } }];

    /// <returns>Null where the system lacks the zone's data: then the gate stays closed, and says why.</returns>
    public static DateTime? LocalTime(string zone, DateTimeOffset instant) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(instant, found).DateTime : null;

    /// <summary>A run as the rules see it.</summary>
    public static Rules.CheckResult Result(long seq, CheckRun run) => new()
    {
        Seq = seq,
        Repository = run.Repository!,
        Commit = run.Commit!.Value,
        Check = run.Check,
        Definition = run.Definition,
        Outcome = run.Outcome,
        Summary = run.Summary,
        RecordedAt = run.At,
        Findings = run.Findings(),
    };

    private static Rules.Attestation Word(long seq, SignOffGiven word) => new()
    {
        Seq = seq,
        Repository = word.Repository!,
        Commit = word.Commit!.Value,
        Check = word.Check!,
        Report = word.Report!,
        Person = word.Person,
        Custodian = word.Custodian,
        Role = word.Role,
        Decision = word.Decision,
        Rules = word.Rules,
        Assurance = CommitVotes.AssuranceOf(word.Door),
        Key = word.Key,
        RecordedAt = word.At,
    };

    private static (List<StoredFact> Happened, List<Rules.SignOff> SignOffs) Read(FactReader reader, Rules.CandidateId candidate)
    {
        var (happened, signOffs, votes) = (new List<StoredFact>(), new List<Rules.SignOff>(), new CommitVotes(candidate.Commit));
        reader.Rows(candidate.Repository, candidate.Commit, (seq, body) =>
        {
            if (!CommitVotes.IsVote(body)) happened.Add(new(seq, FactJson.Read(body)));
            else if (votes.Read(seq, body) is { } signOff) signOffs.Add(signOff);
            else if (FactJson.Read(body) is SignOffGiven { SubjectKind: SubjectKind.Attestation } word) happened.Add(new(seq, word));
        });
        return (happened, signOffs);
    }
}
