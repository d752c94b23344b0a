using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>What one check run found.</summary>
internal sealed record CheckReport
{
    public required CheckOutcome Outcome { get; init; }

    /// <summary>One sentence for people: <c>2 of 41 tests failed: Dosage.rounds_up, Allergy.warns</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>Test cases in all reports; null where no report could be read.</summary>
    public int? Tests { get; init; }

    public int? Failed { get; init; }

    public int? Skipped { get; init; }

    /// <summary>At most 50 names of at most 300 characters, safe to print.</summary>
    public IReadOnlyList<string> FailingTests { get; init; } = [];

    /// <summary>Head and tail of what the command printed, its two streams as one. Written by the candidate: never trusted.</summary>
    public required string Log { get; init; }

    /// <summary><c>bubblewrap</c>, or <c>none</c> where the policy lets the check run without; printed on every result.</summary>
    public required string Sandbox { get; init; }

    /// <summary>Nothing was learnt about the candidate: somebody has to mend the machine.</summary>
    public static CheckReport CouldNotRun(CheckDefinition definition, string why) => new()
    {
        Outcome = CheckOutcome.Errored,
        Summary = why,
        Log = "",
        Sandbox = (string?)definition.Settings["sandbox"] == "none" ? "none" : "bubblewrap",
    };
}
