namespace Custodian.Rules;

/// <summary>The policy that a candidate brings into force, where the policy lives in the candidate's own repository.</summary>
public sealed record NextPolicy
{
    /// <summary>The number that it is to have; 0: not known, as in a dry run.</summary>
    public required int Number { get; init; }

    /// <summary>Why it cannot be adopted as it is written; null: it can.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Ids of the custodians whose directors have not approved it, under the rules in force or under its own; <c>another custodian</c>
    /// where fewer than two members would be left.
    /// </summary>
    public IReadOnlyList<string> Awaited { get; init; } = [];

    /// <summary>What people call it.</summary>
    internal string Name() => Number > 0 ? $"policy number {Number}" : "another policy";
}
