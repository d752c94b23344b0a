namespace Custodian.Rules;

/// <summary>Where a proposed policy stands.</summary>
/// <param name="Old">Ids of custodians awaited under the policy in force; <c>another custodian</c> where fewer than two members would be left.</param>
/// <param name="New">Ids of custodians awaited under the policy that is proposed; <c>another custodian</c> where fewer than two members would be left.</param>
/// <param name="Rejected">Ids of directors in office who stand against it under either.</param>
public sealed record PolicyStanding(IReadOnlyList<string> Old, IReadOnlyList<string> New, IReadOnlyList<string> Rejected)
{
    /// <summary>How it could be adopted without one custodian; null: not at all.</summary>
    public WithoutOne? Without { get; init; }

    /// <summary>True when every custodian approved under both policies.</summary>
    public bool ByAll => Old.Count == 0 && New.Count == 0;

    /// <summary>True when it is to be adopted.</summary>
    public bool IsCarried => ByAll || Without is { IsCarried: true };
}

/// <summary>Where an adoption without one custodian stands.</summary>
/// <param name="Route">Whom it passes over, and why.</param>
/// <param name="Awaited">The other custodians that have not approved under both policies, and <c>chair</c> where the chair has not.</param>
/// <param name="StoppedBy">Ids of people of that custodian whose rejection stands.</param>
/// <param name="NotBefore">When its notice is over, UTC.</param>
/// <param name="IsCarried">True when nothing is awaited, nobody stops it and the notice is over.</param>
public sealed record WithoutOne(PolicyRoute Route, IReadOnlyList<string> Awaited, IReadOnlyList<string> StoppedBy, DateTimeOffset NotBefore, bool IsCarried);
