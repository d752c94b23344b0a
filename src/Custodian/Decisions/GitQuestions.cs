using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Decisions;

/// <summary>Asks the mirror what a decision needs to know, before the transaction that decides.</summary>
internal static class GitQuestions
{
    public static GitFacts Ask(Estate estate, WatchedRepository repository, CommitSha commit, CommitSha? gold)
    {
        if (!repository.Mirror.Has(commit)) return new(gold, DescendsFromGold: false, OnSource: false, []);

        return new(
            gold,
            gold is { } at && repository.Mirror.Descends(commit, at),
            repository.Mirror.OnSource(commit),
            // Without gold everyone who ever committed would be excluded; nothing can be promoted then anyway.
            gold is null ? [] : estate.PeopleBehind(repository.Mirror.ContributorEmails(commit, gold)));
    }
}
