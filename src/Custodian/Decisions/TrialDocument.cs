namespace Custodian.Decisions;

/// <summary>What a proposed policy would have changed: every past promotion and every open candidate was judged by it.</summary>
/// <param name="Adopted">Digest of the policy in force.</param>
/// <param name="Number">Its number.</param>
/// <param name="Differences">How many promotions, candidates and repositories come out otherwise; 0: nothing differs.</param>
internal sealed record TrialDocument(string Adopted, int Number, string Proposed, DateTimeOffset AsOf, int Promotions, int Candidates, int Differences)
{
    /// <summary>How many came out how.</summary>
    public required IReadOnlyList<TrialCount> Counts { get; init; }

    /// <summary>Of the policy in force, and of the proposed one.</summary>
    public required IReadOnlyList<TrialRepository> Repositories { get; init; }

    /// <summary>What comes out otherwise, oldest first; what stays the same is only counted.</summary>
    public required IReadOnlyList<TrialCase> Cases { get; init; }

    /// <summary>What has to be known to read this rightly.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

internal sealed record TrialCount(string Kind, string Outcome, int Count);

/// <param name="State"><c>kept</c>, <c>gone</c> or <c>new</c>.</param>
/// <param name="RulesChange">True: sign-offs name other rules, and those on open candidates have to be given anew.</param>
/// <param name="ChangedChecks">Checks whose definition changes: no result of theirs counts any more.</param>
internal sealed record TrialRepository(string Name, string State, bool RulesChange, IReadOnlyList<string> NewChecks, IReadOnlyList<string> ChangedChecks, IReadOnlyList<string> GoneChecks);

/// <summary>One promotion or open candidate that comes out otherwise.</summary>
/// <param name="Kind"><c>promotion</c> or <c>candidate</c>.</param>
/// <param name="At">When it was promoted; of a candidate, when it was first seen.</param>
/// <param name="Was">The verdict under the policy in force then: <c>promote</c>, <c>hold</c>, <c>reject</c>; <c>unknown</c> where that cannot be told.</param>
/// <param name="Now">The verdict under the proposed one.</param>
/// <param name="Outcome"><see cref="TrialOutcome"/>.</param>
/// <param name="Reasons">Why, under the proposed one; of a candidate, only what is new.</param>
/// <param name="NoLonger">Of a candidate: what no longer keeps it.</param>
internal sealed record TrialCase(
    string Kind, string Repository, string Commit, DateTimeOffset At, string Was, string Now, string Outcome, IReadOnlyList<WhyReason> Reasons, IReadOnlyList<WhyReason> NoLonger);

/// <summary>How a case comes out.</summary>
internal static class TrialOutcome
{
    public const string Same = "same";

    /// <summary>It would have been, or would be, held.</summary>
    public const string Held = "held";

    /// <summary>It would have been, or would be, rejected.</summary>
    public const string Rejected = "rejected";

    /// <summary>What is held or rejected would be promoted.</summary>
    public const string Promoted = "promoted";

    /// <summary>The verdict is the same, for other reasons.</summary>
    public const string OtherReasons = "other-reasons";

    /// <summary>A check was never run in its proposed definition, or what was changed is not known: nobody can tell.</summary>
    public const string NotKnown = "not-known";

    /// <summary>The proposed policy has no such repository.</summary>
    public const string Gone = "repository-gone";
}
