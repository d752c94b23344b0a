namespace Custodian.Rules;

/// <summary>Counts the votes on a proposed policy: under the custodians of the policy in force, and under those of the proposed one.</summary>
public static class PolicyCount
{
    /// <summary>The role in which the chair votes, and the chair among those who are awaited.</summary>
    public const string Chair = "chair";

    /// <summary>How long a lost key is published where the policy says nothing else.</summary>
    public static readonly TimeSpan UsualLostKeyDelay = TimeSpan.FromDays(7);

    /// <summary>How long a custodian that does not answer has time to.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    /// <summary>Counts.</summary>
    public static PolicyStanding Of(PolicyProposal proposal)
    {
        var (old, now) = (Under(proposal, vote => vote.Old), Under(proposal, vote => vote.New));
        var few = MembersLeft(proposal.Old, proposal.New, proposal.AsOf) < 2;
        return new(
            few ? ["another custodian"] : Motion.AwaitedFrom(proposal.Old, old, proposal.AsOf),
            few ? ["another custodian"] : Motion.AwaitedFrom(proposal.New, now, proposal.AsOf),
            [.. Motion.RejectedBy(proposal.Old, old, proposal.AsOf).Union(Motion.RejectedBy(proposal.New, now, proposal.AsOf))])
        {
            Without = few || proposal.Route is not { } route ? null : Without(proposal, route, old, now),
        };
    }

    /// <summary>How many members a new policy has that it does not end: with fewer than two nobody could ever change anything again.</summary>
    public static int MembersLeft(IReadOnlyList<CustodianOrganisation> old, IReadOnlyList<CustodianOrganisation> now, DateTimeOffset asOf) =>
        now.Count(custodian => custodian.IsMember(asOf) && !Ends(old.FirstOrDefault(one => one.Id == custodian.Id), custodian));

    // A term that was agreed on before is no end that this policy brings.
    private static bool Ends(CustodianOrganisation? before, CustodianOrganisation after) =>
        before is not null && (after.Until ?? DateOnly.MaxValue) < (before.Until ?? DateOnly.MaxValue);

    private static WithoutOne Without(PolicyProposal proposal, PolicyRoute route, IReadOnlyList<MotionVote> old, IReadOnlyList<MotionVote> now)
    {
        var vanished = route.Kind == PolicyRouteKind.Vanished;
        // Fewer than two others are never enough: nobody decides alone who another custodian is.
        var awaited = Motion.AwaitedFrom(Others(proposal.Old, route), old, proposal.AsOf).Union(Motion.AwaitedFrom(Others(proposal.New, route), now, proposal.AsOf)).ToList();
        if (vanished && !ChairApproves(proposal)) awaited.Add(Chair);
        var stoppedBy = RejectedIn(proposal, route.Custodian);
        var notBefore = proposal.ProposedAt + (vanished ? Notice : proposal.LostKeyDelay);
        return new(route, awaited, stoppedBy, notBefore, awaited.Count == 0 && stoppedBy.Count == 0 && proposal.AsOf >= notBefore);
    }

    private static List<CustodianOrganisation> Others(IReadOnlyList<CustodianOrganisation> custodians, PolicyRoute route) =>
        [.. custodians.Where(custodian => custodian.Id != route.Custodian)];

    private static bool ChairApproves(PolicyProposal proposal) =>
        proposal.HasChair && proposal.Votes.Where(vote => vote.ByChair).MaxBy(vote => vote.Seq) is { Decision: SignOffDecision.Approve };

    // Whoever of them is there to say no is there: in any role.
    private static List<string> RejectedIn(PolicyProposal proposal, string custodian)
    {
        var people = proposal.Old.FirstOrDefault(one => one.Id == custodian)?.People ?? [];
        return
        [
            .. from vote in proposal.Votes
               where vote.Old == custodian && people.Any(person => person.Id == vote.Person && person.InOffice(proposal.AsOf))
               group vote by (vote.Person, vote.Role) into said
               where said.MaxBy(vote => vote.Seq)!.Decision == SignOffDecision.Reject
               select said.Key.Person into person
               group person by person into once
               select once.Key,
        ];
    }

    private static List<MotionVote> Under(PolicyProposal proposal, Func<PolicyVote, string?> custodian) =>
    [
        .. from vote in proposal.Votes
           where vote.Role == Motion.Role && custodian(vote) is not null
           select new MotionVote(vote.Seq, vote.Person, custodian(vote)!, vote.Decision),
    ];
}
