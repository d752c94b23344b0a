using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>What can be written in a file and could never be adopted, or not be kept: told before anybody signs it.</summary>
internal static class PolicyObstacles
{
    /// <param name="old">The policy in force.</param>
    /// <param name="now">The one that is to follow it.</param>
    /// <returns>Part of a sentence, in which <c>it</c> is the policy to come; null: there is no obstacle.</returns>
    public static string? Find(Configuration old, Configuration now, DateTimeOffset asOf)
    {
        if (PolicyCount.MembersLeft(old.Custodians, now.Custodians, asOf) < 2) return "it leaves fewer than two member custodians, and nobody promotes alone: name another one";

        var without = now.Custodians.FirstOrDefault(custodian => custodian.IsMember(asOf) && !custodian.People.Any(person => person.Roles.Contains(Motion.Role) && person.InOffice(asOf)));
        return without is not null ? $"{without.Id} has no {Motion.Role} in office under it, and could never vote on anything: name one"
            : Silent(old, now, asOf) is { } silent ? $"no {Motion.Role} of {silent} could vote on anything under it, for none has a key that is good today, and {silent} has no hook secret here: give one of them a key"
            : now.Details.Select(pair => Succession(old, pair.Key, pair.Value)).FirstOrDefault(obstacle => obstacle is not null);
    }

    /// <summary>Where the policy lives in a watched repository it is changed there; but for a custodian that cannot sign there any more, and for the place itself: a remote that is gone takes no commit.</summary>
    /// <returns>A sentence; null: it may be changed here.</returns>
    public static string? Elsewhere(Configuration old, Configuration now) =>
        old.Terms.Home is not { } home || now.Terms.Home != home || Moves(old, now, home.Repository) || PolicyRoutes.Between(old.PolicyDocument, now.PolicyDocument) is not null
            ? null
            : $"The policy lives in repository {home.Repository}, in {home.Path}: push the new file to one of its watched branches, and sign that commit.";

    private static bool Moves(Configuration old, Configuration now, string repository) =>
        old.FindRepository(repository) is { } before && now.FindRepository(repository) is { } after
        && (before.Url != after.Url || before.Gold.Url != after.Gold.Url || before.Gold.Ref != after.Gold.Ref);

    // A hook speaks through this service, which knows the secrets of those alone that are custodians already; a recorded policy knows none.
    private static string? Silent(Configuration old, Configuration now, DateTimeOffset asOf)
    {
        if (old.HookSecrets is not { } known) return null;

        var voices = new Voices([.. known.Keys, .. (now.HookSecrets?.Keys ?? []).Where(id => old.Custodians.Any(custodian => custodian.Id == id))], asOf);
        return now.Custodians.FirstOrDefault(custodian => custodian.IsMember(asOf) && !custodian.People.Any(person => person.Roles.Contains(Motion.Role) && person.InOffice(asOf) && voices.Reach(custodian, person) is not null))?.Id;
    }

    private static string? Succession(Configuration old, string custodian, CustodianDetails details)
    {
        var before = old.Details.TryGetValue(custodian, out var known) ? known.Succeeds : [];
        return details.Succeeds.Except(before).FirstOrDefault(ended => old.Custodians.All(one => one.Id != ended)) is { } unknown
            ? $"{custodian} is to succeed {unknown}, which is no custodian of the policy in force: correct 'succeeds'"
            : null;
    }
}
