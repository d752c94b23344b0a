namespace Custodian.Rules;

/// <summary>
/// A vote on anything but a candidate, named by its SHA-256: an adoption, a release, the lifting of a freeze. It is carried
/// when a director of every custodian has approved exactly that.
/// </summary>
public static class Motion
{
    /// <summary>The role that votes on motions.</summary>
    public const string Role = "director";

    /// <summary>Counts the votes.</summary>
    /// <param name="custodians">Everyone who has a voice.</param>
    /// <param name="votes">Votes on this motion, in any order; a person's latest counts.</param>
    /// <param name="asOf">When: who is out of office has no vote.</param>
    /// <returns>The custodians that have not approved yet; empty: carried. With fewer than two custodians nothing is ever carried.</returns>
    public static IReadOnlyList<string> AwaitedFrom(
        IReadOnlyList<CustodianOrganisation> custodians, IEnumerable<MotionVote> votes, DateTimeOffset asOf)
    {
        if (custodians.Count(custodian => custodian.IsMember(asOf)) < 2) return ["another custodian"];

        return [.. Awaited(custodians, votes, asOf).Select(custodian => custodian.Id)];
    }

    /// <summary>Who acts next on a motion: the directors awaited, the gate once there are none, and where too few custodians are left to carry anything whoever runs the service.</summary>
    public static IReadOnlyList<Actor> WhoActs(IReadOnlyList<CustodianOrganisation> custodians, IEnumerable<MotionVote> votes, DateTimeOffset asOf) =>
        custodians.Count(custodian => custodian.IsMember(asOf)) < 2 ? [Actor.Operator]
        // Whoever left meanwhile is not waited for: the gate counts that by itself.
        : Awaited(custodians, votes, asOf) is { Count: > 0 } awaited ? [.. awaited.Select(custodian => new Actor(custodian.Id, Role))]
        : [Actor.Gate];

    /// <summary>Members that have not approved yet.</summary>
    internal static IReadOnlyList<CustodianOrganisation> Awaited(IReadOnlyList<CustodianOrganisation> custodians, IEnumerable<MotionVote> votes, DateTimeOffset asOf)
    {
        var latest = Latest(votes);
        return [.. custodians.Where(custodian => custodian.IsMember(asOf) && !Approves(custodian, latest, asOf))];
    }

    /// <summary>Who stands against it: each keeps their custodian among the awaited until they withdraw that.</summary>
    /// <returns>Ids of directors in office whose latest vote is a rejection.</returns>
    public static IReadOnlyList<string> RejectedBy(IReadOnlyList<CustodianOrganisation> custodians, IEnumerable<MotionVote> votes, DateTimeOffset asOf) =>
    [
        .. from vote in Latest(votes)
           where vote.Decision == SignOffDecision.Reject && custodians.Any(custodian => Counted(custodian, vote, asOf))
           select vote.Person,
    ];

    /// <summary>Ids of who may vote for a custodian, in the order of the policy.</summary>
    internal static IReadOnlyList<string> Directors(CustodianOrganisation custodian, DateTimeOffset asOf) =>
        [.. custodian.People.Where(person => person.Roles.Contains(Role) && person.InOffice(asOf)).Select(person => person.Id)];

    // One director's rejection is the custodian's: its directors have to agree among themselves.
    private static bool Approves(CustodianOrganisation custodian, List<MotionVote> latest, DateTimeOffset asOf)
    {
        var said = latest.Where(vote => Counted(custodian, vote, asOf) && (vote.Decision != SignOffDecision.Approve || OwnsKey(custodian, vote))).Select(vote => vote.Decision).ToList();
        return said.Contains(SignOffDecision.Approve) && !said.Contains(SignOffDecision.Reject);
    }

    private static bool OwnsKey(CustodianOrganisation custodian, MotionVote vote) => custodian.People.Any(person => person.Id == vote.Person && person.OwnsKey(vote.Key));

    private static List<MotionVote> Latest(IEnumerable<MotionVote> votes) => [.. votes.GroupBy(vote => vote.Person).Select(of => of.MaxBy(vote => vote.Seq)!)];

    // A vote does not move with its person to another custodian.
    private static bool Counted(CustodianOrganisation custodian, MotionVote vote, DateTimeOffset asOf) =>
        vote.Custodian == custodian.Id && custodian.IsMember(asOf) && custodian.People.Any(person => person.Id == vote.Person && person.Roles.Contains(Role) && person.InOffice(asOf));
}

/// <summary>One vote on a motion.</summary>
/// <param name="Seq">Position in the ledger: what came later counts.</param>
/// <param name="Person">Who voted.</param>
/// <param name="Custodian">For whom.</param>
/// <param name="Decision">How.</param>
/// <param name="Key">The key that signed it, as <see cref="KeyFingerprint"/> names it; null: none did.</param>
public sealed record MotionVote(long Seq, string Person, string Custodian, SignOffDecision Decision, string? Key = null);
