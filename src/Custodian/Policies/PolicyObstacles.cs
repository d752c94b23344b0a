using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.SignOffs;

/// <summary>What can be written in a file and could never be adopted, or not be kept: told before anybody signs it.</summary>
internal static class PolicyObstacles
{
    /// <exception cref="RefusalException">There is one.</exception>
    public static void Refuse(Configuration old, Configuration now, DateTimeOffset asOf)
    {
        if (PolicyCount.MembersLeft(old.Custodians, now.Custodians, asOf) < 2)
        {
            throw new RefusalException(Refusal.PolicyImpossible, "This policy leaves fewer than two member custodians, and nobody promotes alone: name another one.");
        }

        foreach (var custodian in now.Custodians.Where(custodian => custodian.IsMember(asOf)))
        {
            if (!custodian.People.Any(person => person.Roles.Contains(Motion.Role) && person.InOffice(asOf)))
            {
                throw new RefusalException(Refusal.PolicyImpossible, $"{custodian.Id} has no {Motion.Role} in office under this policy, so that it could never vote on anything: name one.");
            }
        }

        foreach (var (id, details) in now.Details) RefuseSuccession(old, id, details);
    }

    /// <summary>Where the policy lives in a watched repository it is changed there; but for a custodian that cannot sign there any more, and for the place itself.</summary>
    /// <exception cref="RefusalException">It is to be changed there.</exception>
    public static void RefuseElsewhere(Configuration old, Configuration now)
    {
        if (old.Terms.Home is not { } home || now.Terms.Home != home || PolicyRoutes.Between(old.PolicyDocument, now.PolicyDocument) is not null) return;

        throw new RefusalException(Refusal.PolicyElsewhere, $"The policy lives in repository {home.Repository}, in {home.Path}: push the new file to one of its watched branches, and sign that commit.");
    }

    private static void RefuseSuccession(Configuration old, string custodian, CustodianDetails details)
    {
        var before = old.Details.TryGetValue(custodian, out var known) ? known.Succeeds : [];
        foreach (var ended in details.Succeeds.Except(before))
        {
            if (old.Custodians.All(one => one.Id != ended))
            {
                throw new RefusalException(Refusal.PolicyImpossible, $"{custodian} is to succeed {ended}, which is no custodian of the policy in force: correct 'succeeds'.");
            }
        }
    }
}
