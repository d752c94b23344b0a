using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Notices.Proposals;

/// <summary>From the facts about a repository to what its pull requests are to say: those that are asked for, and those that end.</summary>
internal sealed class ProposalReader(FactStore store, GoldDifferences differences)
{
    /// <param name="publicUrl">Where people reach the pages; null: nothing links there.</param>
    /// <returns>Ends first, so that nobody is asked for more than is left. Nothing where there is no gold.</returns>
    /// <exception cref="Git.GitException">The mirror cannot be read.</exception>
    public async Task<IReadOnlyList<Proposal>> ReadAsync(WatchedRepository repository, string? publicUrl, CancellationToken stop)
    {
        var (gold, open, shown) = await store.ReadAsync(
            reader => (reader.StateOf(repository.Name).Gold, Open(reader, repository.Name), Shown(reader, repository.Name)), stop);
        if (gold is not { } stands || !repository.Mirror.Exists) return [];

        var ways = ProposalChoice.GiveWay(open, repository.Mirror.Descends);
        var ends = await store.ReadAsync(
            reader => shown.Where(commit => !open.Any(one => one.Commit == commit) || ways.ContainsKey(commit)).Select(commit => End(reader, repository.Name, commit, ways)).ToList(), stop);
        return [.. ends.Select(WithPage), .. open.Where(one => !ways.ContainsKey(one.Commit)).OrderByDescending(one => one.SeenSeq).Select(Asked).OfType<Proposal>().Select(WithPage)];

        Proposal WithPage(Proposal proposal) => publicUrl is null ? proposal
            : proposal with { Page = $"{publicUrl}/repositories/{Uri.EscapeDataString(repository.Name)}/candidates/{proposal.Candidate.Commit}" };

        // Not fetched again yet (a new mirror): nothing is known, so nothing is said.
        Proposal? Asked(OpenCandidate one) => differences.Of(repository, repository.GateOf(one.Branch), one.Commit, stands) is not { } difference ? null
            : new()
            {
                Candidate = new(repository.Name, one.Commit),
                State = ProposalState.Open,
                Subject = Subject(repository.Mirror.MessageOf(one.Commit)),
                Told = one.Told,
                Difference = difference,
            };
    }

    private static IReadOnlyList<OpenCandidate> Open(FactReader reader, string repository) =>
    [
        .. from commit in reader.OpenCandidates(repository)
           let candidate = new CandidateId(repository, commit)
           let seen = reader.About<CandidateSeen>(repository, commit)[^1]
           select new OpenCandidate(
               commit, seen.Body.Ref, seen.Seq, Told(reader, candidate), IsApproved(reader, candidate), reader.Told.Besides(candidate).GetValueOrDefault(ProposalWriter.PullRequest)?.Digest == ProposalWriter.Ended),
    ];

    private static IReadOnlyList<CommitSha> Shown(FactReader reader, string repository) => reader.Told.OtherThan(repository, ProposalWriter.PullRequest, ProposalWriter.Ended);

    private static Proposal End(FactReader reader, string repository, CommitSha commit, IReadOnlyDictionary<CommitSha, CommitSha> ways)
    {
        var candidate = new CandidateId(repository, commit);
        var isGold = reader.GoldAmong(repository, [commit]).Count > 0;
        var gaveWay = ways.TryGetValue(commit, out var newer);
        return new()
        {
            Candidate = candidate,
            State = isGold ? ProposalState.Gold
                : gaveWay ? ProposalState.GaveWay
                : reader.About<CandidateClosed>(repository, commit) is [.., { Body.Why: "left-source" }] ? ProposalState.LeftSource : ProposalState.Passed,
            Subject = "",
            Told = Told(reader, candidate),
            Newer = gaveWay ? newer : null,
            PromotedAt = isGold ? reader.About(repository, commit, typeof(Promoted), typeof(Adopted))[^1].Body.At : null,
        };
    }

    private static Explanation? Told(FactReader reader, CandidateId candidate) =>
        Verdicts.Latest(reader, candidate) is { } latest && Verdicts.FactsOf(reader, latest.Facts) is { } facts ? Gate.Explain(facts) : null;

    private static bool IsApproved(FactReader reader, CandidateId candidate) =>
        reader.About<SignOffGiven>(candidate.Repository, candidate.Commit).Select(fact => fact.Body)
            .Where(vote => vote.SubjectKind == SubjectKind.Commit)
            .GroupBy(vote => (vote.Person, vote.Role))
            .Any(said => said.Last().Decision == SignOffDecision.Approve);

    private static string Subject(string message)
    {
        var line = message.AsSpan().Trim();
        return Git.CommitSummary.Shorten((line.IndexOf('\n') is >= 0 and var end ? line[..end] : line).ToString());
    }
}
