namespace Custodian.Rules;

/// <summary>What a candidate changes against gold, as far as the rules ask.</summary>
public sealed record Changes
{
    /// <summary>Number of files added, changed or removed, generated ones included; a rename is both.</summary>
    public required int Files { get; init; }

    /// <summary>How many of them are generated.</summary>
    public required int GeneratedFiles { get; init; }

    /// <summary>Lines added and removed, generated ones included; null: not counted.</summary>
    public long? Lines { get; init; }

    /// <summary>How many of them are in generated files; null: not counted.</summary>
    public long? GeneratedLines { get; init; }

    /// <summary>For every glob that a rule names: what it matches. A glob that is missing here is not known.</summary>
    public required IReadOnlyList<PathMatch> Matches { get; init; }
}

/// <summary>What one glob matches.</summary>
/// <param name="Glob">As the rule has it.</param>
/// <param name="Files">Number of changed files that it matches, generated ones included.</param>
/// <param name="Generated">How many of them are generated.</param>
/// <param name="Example">The first path that it matches, generated ones last; null where none does.</param>
public sealed record PathMatch(string Glob, int Files, int Generated, string? Example);
