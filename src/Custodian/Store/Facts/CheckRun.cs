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

    /// <summary>What it ran in: <c>bubblewrap</c>, <c>none</c>; <c>not-needed</c> where nothing of the candidate was run.</summary>
    public required string Sandbox { get; init; }

    /// <summary>The gold that the candidate was compared with: where it is compared with another one, this run says nothing. Null: it was compared with nothing.</summary>
    public CommitSha? ComparedWith { get; init; }

    public int? Tests { get; init; }

    public int? Failed { get; init; }

    public int? Skipped { get; init; }

    /// <summary>Names of failing tests, as many as the report's limit keeps.</summary>
    public IReadOnlyList<string> FailingTests { get; init; } = [];

    /// <summary>SHA-256 of the evidence that says what it remarks on which lines (<see cref="CheckRemarks"/>); null: nothing.</summary>
    public string? Remarks { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Fingerprints of what it found, each of which may be waived by itself: <c>test:NAME</c>.</summary>
    /// <returns>Null where not every finding is known, so that none can be waived by itself.</returns>
    // A method: a property would be written into the fact.
    public IReadOnlyList<string>? Findings() =>
        Outcome == CheckOutcome.Failed && Failed is > 0 and var failed && FailingTests.Count == failed && !FailingTests.Any(IsCut) ? [.. FailingTests.Select(name => $"test:{name}").Distinct()] : null;

    // Two long names that were cut may be the same, and a waiver of one must not excuse the other.
    private static bool IsCut(string name) => name.EndsWith('…');
}
