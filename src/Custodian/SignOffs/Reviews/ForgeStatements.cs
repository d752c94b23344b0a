using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs.Reviews;

/// <summary>From what somebody says on a forge to the statements that it makes: the same as its person would sign.</summary>
internal static class ForgeStatements
{
    /// <returns>One for each role that is not recorded yet. None of a commit that is no candidate: whoever speaks of what nobody has pushed to a watched branch is heard when somebody has.</returns>
    public static IReadOnlyList<Statement> Of(FactReader reader, WatchedRepository repository, ForgeWord spoken, DateTimeOffset now)
    {
        if (reader.About<CandidateSeen>(repository.Name, spoken.Commit) is not [.., var seen] || reader.IsOpen(repository.Name, spoken.Commit) != true) return [];

        var policy = Motions.RulesFor(reader, repository, SubjectKind.Commit, spoken.Commit, null, now);
        var said = reader.About<SignOffGiven>(repository.Name, spoken.Commit).Select(fact => fact.Body)
            .Where(vote => vote.Person == spoken.Person.Id && vote.SubjectKind == SubjectKind.Commit).ToList();
        var roles = spoken.Decision switch
        {
            SignOffDecision.Approve => Approving(policy, spoken.Person, said),
            SignOffDecision.Reject => Rejecting(policy, spoken.Person),
            _ => Withdrawing(spoken, said),
        };
        var at = spoken.At is { } spokenAt && spokenAt < now ? spokenAt : now;
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
                   Decision = spoken.Decision,
                   Reason = Reason(spoken.Reason),
                   Rules = policy.Rules,
                   At = After(at, said.LastOrDefault(vote => vote.Role == role && vote.ForgeId is not null)),
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

    private static IEnumerable<string> Withdrawing(ForgeWord spoken, List<SignOffGiven> said) =>
        from vote in said
        group vote by vote.Role into own
        let last = own.Last()
        where spoken.Of is { } of ? last is { Decision: SignOffDecision.Approve, ForgeId: { } id } && id.StartsWith(of, StringComparison.Ordinal) : last.Decision != SignOffDecision.Withdraw
        select own.Key;

    // A forge's clock knows seconds. What is read later was said later.
    private static DateTimeOffset After(DateTimeOffset at, SignOffGiven? before) =>
        before is not null && before.StatedAt >= at && before.StatedAt < at.AddSeconds(1) ? before.StatedAt.AddMilliseconds(1) : at;

    /// <summary>Where gold stood when they said it.</summary>
    private static CommitSha? GoldAt(FactReader reader, string repository, DateTimeOffset at) =>
        reader.In(repository, typeof(Promoted), typeof(Adopted)).LastOrDefault(fact => fact.Body.At <= at)?.Body.Commit;

    private static string? Reason(string? body) =>
        string.IsNullOrWhiteSpace(body) ? null : body.Length <= Statement.LongestReason ? body : body[..(Statement.LongestReason - 1)] + "…";
}
