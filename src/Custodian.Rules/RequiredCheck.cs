namespace Custodian.Rules;

/// <summary>A check that must have passed, in exactly this definition.</summary>
/// <param name="Name">The name in the policy: <c>tests</c>.</param>
/// <param name="Definition">SHA-256, in hex, of the check's definition; a result of another definition does not count.</param>
public sealed record RequiredCheck(string Name, string Definition);
