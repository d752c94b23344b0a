namespace Custodian.Policies;

/// <summary>One watched line of code.</summary>
internal sealed record RepositoryEntry
{
    public required string Name { get; init; }

    public required RemoteUrl Url { get; init; }

    /// <summary>Name of the credential to fetch with; null: none.</summary>
    public string? Credentials { get; init; }

    /// <summary>Full branch names, at least one; each may have one <c>*</c>.</summary>
    public required IReadOnlyList<string> Source { get; init; }

    public required GoldPlace Gold { get; init; }

    /// <summary>Names of the checks that are run, at least one.</summary>
    public required IReadOnlyList<string> Checks { get; init; }

    public required string Gate { get; init; }

    /// <summary>The way for patient safety; null: there is none.</summary>
    public UrgentEntry? Urgent { get; init; }

    /// <summary>Where people talk about it on GitHub, as OWNER/NAME; null: nowhere.</summary>
    public string? GitHub { get; init; }

    /// <summary>Every branch name to watch, those of urgent candidates included.</summary>
    public IReadOnlyList<string> AllSources => [.. Source, .. Urgent?.Source ?? []];

    /// <summary>True of a branch that urgent candidates come from.</summary>
    public bool IsUrgent(string branch) => Urgent is { } urgent && urgent.Source.Any(pattern => RefName.Matches(pattern, branch));
}
