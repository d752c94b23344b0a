using Custodian.Rules;

namespace Custodian.Forges;

/// <summary>What is shown at a commit under one name.</summary>
internal sealed record ForgeCheckRun
{
    public required string Name { get; init; }

    public required CommitSha Commit { get; init; }

    /// <summary>Ours, by which it is found again.</summary>
    public required string ExternalId { get; init; }

    public required ForgeCheckState State { get; init; }

    /// <summary>One line; cut where the forge takes no more.</summary>
    public required string Title { get; init; }

    /// <summary>Markdown; cut at 65,535 characters with a sentence that says so.</summary>
    public required string Summary { get; init; }

    /// <summary>Address of the page with all of it; null: there is none.</summary>
    public string? Details { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public IReadOnlyList<ForgeAnnotation> Annotations { get; init; } = [];
}
