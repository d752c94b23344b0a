using Custodian.Rules;

namespace Custodian.Commands;

/// <summary>What <c>gate</c> was asked.</summary>
/// <param name="Path">The clone, or a folder in it.</param>
internal sealed record DryRunOrder(string Config, string Repository, string Path, CommitSha Commit)
{
    /// <summary>How gold is called in the clone; null: as the policy names it, on a remote of the clone.</summary>
    public string? Gold { get; init; }

    /// <summary>True: it is to be pushed to a branch for patient safety, and judged by the urgent gate.</summary>
    public bool Urgent { get; init; }

    /// <summary>The service whose waivers and deviations count; null: none are known.</summary>
    public string? Server { get; init; }

    public bool RunChecks { get; init; } = true;

    public bool Json { get; init; }
}
