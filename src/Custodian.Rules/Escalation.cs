namespace Custodian.Rules;

/// <summary>Who is told of a reason that has stood too long. It tells; it never takes anybody's seat away.</summary>
/// <param name="After">Age of the reason.</param>
/// <param name="To">Ids of people.</param>
public sealed record Escalation(TimeSpan After, IReadOnlyList<string> To);
