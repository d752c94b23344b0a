using Custodian.Forges;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs.Reviews;

/// <summary>From a review to the statements that it makes: the same as its person would sign.</summary>
internal static class ReviewStatements
{
    /// <returns>One for each role that is not recorded yet. None of a commit that is no candidate: whoever reviews what nobody has pushed to a watched branch speaks of it when somebody has.</returns>
    public static IReadOnlyList<Statement> Of(FactReader reader, WatchedRepository repository, SpokenReview spoken, DateTimeOffset now)
    {
        if (reader.About<CandidateSeen>(repository.Name, spoken.Commit) is not [.., var seen] || reader.IsOpen(repository.Name, spoken.Commit) != true) return [];

        var policy = Motions.RulesFor(reader, repository, SubjectKind.Commit, spoken.Commit, null, now);
        var said = reader.About<SignOffGiven>(repository.Name, spoken.Commit).Select(fact => fact.Body)
            .Where(vote => vote.Person == spoken.Person.Id && vote.SubjectKind == SubjectKind.Commit).ToList();
        var (decision, roles) = spoken.Review.State switch
        {
            ForgeReviewState.Approved => (SignOffDecision.Approve, Approving(policy, spoken.Person, said)),
            ForgeReviewState.ChangesRequested => (SignOffDecision.Reject, Rejecting(policy, spoken.Person)),
            _ => (SignOffDecision.Withdraw, Withdrawing(spoken, said)),
        };
        // Whoever else may dismiss a review says when, and nobody else: a withdrawal is as old as its reading.
        var at = decision != SignOffDecision.Withdraw && spoken.Review.At is { } spokenAt && spokenAt < now ? spokenAt : now;
        return
        [
            .. from role in roles
               where !said.Exists(vote => vote.Role == role && vote.ForgeId == spoken.Id)
               select new Statement
               {
                   Subject = new(SubjectKind.Commit, seen.Body.Subject),
                   Repository = repository.Name,
                   Commit = spoken.Commit,
                   Gold = GoldAt(reader, repository.Name, at),
                   Person = spoken.Person.Id,
                   Role = role,
                   Decision = decision,
                   Reason = Reason(spoken.Review.Body),
                   Rules = policy.Rules,
                   At = at,
               },
        ];
    }

    // In every role that is asked for and theirs: a reviewer has one button. As a deputy only where nothing else is theirs. What they said there before is said anew.
    private static IEnumerable<string> Approving(Policy policy, Person person, List<SignOffGiven> said)
    {
        var asked = policy.RolesAsked().ToList();
        var own = asked.Intersect(person.Roles).ToList();
        return (own.Count > 0 ? own : asked.Intersect(person.Deputises)).Union(said.Where(vote => vote.ForgeId is not null).Select(vote => vote.Role));
    }

    // A rejection binds in any role.
    private static IEnumerable<string> Rejecting(Policy policy, Person person) =>
        policy.RolesAsked().Intersect(person.Roles).Concat(person.Roles).Concat(policy.RolesAsked().Intersect(person.Deputises)).Take(1);

    // Others may dismiss a review, too: that takes an approval away, and lifts nobody's rejection.
    private static IEnumerable<string> Withdrawing(SpokenReview spoken, List<SignOffGiven> said) =>
        from vote in said
        group vote by vote.Role into own
        where own.Last() is { Decision: SignOffDecision.Approve, ForgeId: { } id } && id.StartsWith(spoken.IdOfAny, StringComparison.Ordinal)
        select own.Key;

    /// <summary>Where gold stood when they said it.</summary>
    private static CommitSha? GoldAt(FactReader reader, string repository, DateTimeOffset at) =>
        reader.In(repository, typeof(Promoted), typeof(Adopted)).LastOrDefault(fact => fact.Body.At <= at)?.Body.Commit;

    private static string? Reason(string body) =>
        string.IsNullOrWhiteSpace(body) ? null : body.Length <= Statement.LongestReason ? body : body[..(Statement.LongestReason - 1)] + "…";
}
