using System.Text.Json;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

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

    /// <summary>The first of them with what the reports say of where they failed, as far as they say it.</summary>
    public IReadOnlyList<FailedTest> FailedTests { get; init; } = [];

    /// <summary>What there is to say of lines of the commit.</summary>
    public CheckRemarks Remarks { get; init; } = CheckRemarks.None;

    /// <summary>Head and tail of what the command printed, its two streams as one. Written by the candidate: never trusted.</summary>
    public required string Log { get; init; }

    /// <summary>
    /// <c>bubblewrap</c>, or <c>none</c> where the policy lets the check run without; printed on every result. <see cref="NothingRun"/> of a check that
    /// only reads.
    /// </summary>
    public required string Sandbox { get; init; }

    /// <summary>The gold that the candidate was compared with; null: it was compared with nothing.</summary>
    public CommitSha? ComparedWith { get; init; }

    /// <summary>There is no sandbox because nothing of the candidate is run.</summary>
    public const string NothingRun = "not-needed";

    /// <summary>Nothing was learnt about the candidate: somebody has to mend the machine.</summary>
    public static CheckReport CouldNotRun(CheckDefinition definition, string why) => new()
    {
        Outcome = CheckOutcome.Errored,
        Summary = why,
        Log = "",
        Sandbox = (string?)definition.Settings["sandbox"] == "none" ? "none" : definition.Type == LicencesSchema.TypeName ? NothingRun : "bubblewrap",
    };

    /// <summary>The fact that such a run becomes.</summary>
    /// <param name="run">Its own id.</param>
    /// <param name="at">When it is recorded.</param>
    /// <param name="started">When it began.</param>
    public CheckRun Recorded(CandidateId candidate, RequiredCheck check, string run, DateTimeOffset at, DateTimeOffset started) => new()
    {
        At = at,
        Repository = candidate.Repository,
        Commit = candidate.Commit,
        Run = run,
        Check = check.Name,
        Definition = check.Definition,
        Outcome = Outcome,
        Summary = Summary,
        Sandbox = Sandbox,
        ComparedWith = ComparedWith,
        Tests = Tests,
        Failed = Failed,
        Skipped = Skipped,
        FailingTests = Fitting(FailingTests),
        StartedAt = started,
    };

    // A fact holds 65,535 bytes, and a name of emoji takes twelve for each as JSON.
    private static IReadOnlyList<string> Fitting(IReadOnlyList<string> names)
    {
        var left = 30_000;
        return [.. names.TakeWhile(name => (left -= JsonEncodedText.Encode(name).EncodedUtf8Bytes.Length) > 0)];
    }
}
