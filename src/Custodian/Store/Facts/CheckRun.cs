using Custodian.Rules;

namespace Custodian.Store.Facts;

/// <summary>A check was run on a candidate.</summary>
internal sealed record CheckRun : FactBody
{
    /// <summary>The run's own id, under which its log is kept.</summary>
    public required string Run { get; init; }

    public required string Check { get; init; }

    /// <summary>SHA-256 of the definition that was run.</summary>
    public required string Definition { get; init; }

    public required CheckOutcome Outcome { get; init; }

    public required string Summary { get; init; }

    /// <summary>What it ran in: <c>bubblewrap</c>, <c>none</c>.</summary>
    public required string Sandbox { get; init; }

    public int? Tests { get; init; }

    public int? Failed { get; init; }

    public int? Skipped { get; init; }

    /// <summary>Names of failing tests, as many as the report's limit keeps.</summary>
    public IReadOnlyList<string> FailingTests { get; init; } = [];

    public required DateTimeOffset StartedAt { get; init; }
}
