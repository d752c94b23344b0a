namespace Custodian.Rules;

/// <summary>One seat of one rule: filled by one approval of one person.</summary>
/// <param name="Custodian">Whose seat it is; null: anybody's.</param>
/// <param name="Role">The role to sign in.</param>
/// <param name="Name">What people call it: the custodian's id, or the role.</param>
internal sealed record Seat(string? Custodian, string Role, string Name);
