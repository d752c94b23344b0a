using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>One check to run on one candidate.</summary>
internal sealed record CheckTask
{
    public required string Repository { get; init; }

    public required CommitSha Commit { get; init; }

    /// <summary>The check's name in the policy: <c>tests</c>.</summary>
    public required string Name { get; init; }

    public required CommandSettings Settings { get; init; }

    /// <summary>
    /// A folder with the exported sources, for this run alone: its owner may change, and what the command leaves in it is hostile.
    /// </summary>
    public required string Workspace { get; init; }

    /// <summary>Most bytes of the log that are kept: the first and the last half of it.</summary>
    public required int LogLimit { get; init; }
}
