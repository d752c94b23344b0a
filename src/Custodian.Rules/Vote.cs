namespace Custodian.Rules;

/// <summary>What a person in office last said of the candidate in one role; withdrawals are left out.</summary>
internal sealed record Vote(CustodianOrganisation Custodian, Person Person, SignOff SignOff)
{
    /// <summary>Why this approval fills no seat; null: it may.</summary>
    public required string? Void { get; init; }
}
