using Custodian.Rules;

namespace Custodian.Notices.Proposals;

/// <summary>What a pull request asks of an explanation.</summary>
internal static class ExplanationExtensions
{
    /// <summary>True while a check that the gate runs has no result. What people attest they can attest at any time.</summary>
    public static bool RunsChecks(this Explanation told) => told.Parts.Any(part => part is { Check: not null, State: RuleState.Awaited, StillCan.Count: 0 });

    /// <summary>Ids of those whose sign-off is awaited and would count.</summary>
    public static IReadOnlyList<string> Awaited(this Explanation told) => [.. told.Parts.SelectMany(StillCan).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // A choice that is made asks nobody, whatever its other parts lack; to attest a check is no review.
    private static IEnumerable<string> StillCan(RuleNode part) =>
        part.State != RuleState.Awaited || part.Check is not null ? [] : part.Parts.Count > 0 ? part.Parts.SelectMany(StillCan) : part.StillCan;
}
