namespace Custodian.Rules;

/// <summary>Who is told of a reason that has stood too long. It tells; it never takes anybody's seat away.</summary>
/// <param name="After">Age of the reason.</param>
/// <param name="To">Ids of people.</param>
public sealed record Escalation(TimeSpan After, IReadOnlyList<string> To)
{
    /// <summary>Ids of everybody who has to be told of a reason by now, each once.</summary>
    /// <param name="policy">The rules in force.</param>
    /// <param name="since">Since when the reason has stood.</param>
    /// <param name="asOf">Now.</param>
    public static IReadOnlyList<string> Due(Policy policy, DateTimeOffset since, DateTimeOffset asOf) =>
        [.. Steps(policy, since, asOf).SelectMany(step => step.To).Distinct()];

    /// <summary>The same in words: <c>to be told: ann and bob, since it has stood longer than 5 days</c>; null: nobody has to be.</summary>
    /// <inheritdoc cref="Due" path="/param"/>
    public static string? Told(Policy policy, DateTimeOffset since, DateTimeOffset asOf) => Due(policy, since, asOf) is { Count: > 0 } people
        ? $"to be told: {Wording.And(people)}, since it has stood longer than {Wording.Length(Steps(policy, since, asOf).Max(step => step.After))}"
        : null;

    private static IEnumerable<Escalation> Steps(Policy policy, DateTimeOffset since, DateTimeOffset asOf) => policy.Escalate.Where(step => since + step.After <= asOf);
}
