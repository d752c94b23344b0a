namespace Custodian.Rules;

/// <summary>What other checks wait for no more.</summary>
public static class SettledChecks
{
    /// <returns>
    /// Names of the policy's checks that have passed, or that a waiver or a deviation excuses; and of advisory ones that came out in whatever way,
    /// since they stop nothing. What is only put off is not among them.
    /// </returns>
    public static IReadOnlyList<string> Of(Facts facts) =>
    [
        .. from standing in CheckBench.Judge(facts, Plan.Of(facts.Policy))
           where standing is { Reason: null, Deferred: false } or { Against: true, Check.Advisory: true }
           select standing.Check.Name,
    ];
}
