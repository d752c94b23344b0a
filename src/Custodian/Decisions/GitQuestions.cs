using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Decisions;

/// <summary>Asks the mirror what a decision needs to know, before the transaction that decides.</summary>
internal static class GitQuestions
{
    public static GitFacts Ask(Estate estate, WatchedRepository repository, GateInForce gate, CommitSha commit, CommitSha? gold)
    {
        if (!repository.Mirror.Has(commit)) return GitFacts.Nothing(gold);

        // Without gold everyone who ever committed would be excluded; nothing can be promoted then anyway.
        var (authors, committers) = gold is null ? ([], []) : repository.Mirror.ContributorEmails(commit, gold);
        return new(
            gold,
            gold is { } at && repository.Mirror.Descends(commit, at),
            repository.Mirror.OnSource(commit),
            estate.People.Behind(authors),
            estate.People.Behind(committers))
        {
            Strangers = estate.People.Strangers(authors).Count,
            Changes = gold is { } before ? gate.Changes.Of(commit, before) : null,
        };
    }
}
