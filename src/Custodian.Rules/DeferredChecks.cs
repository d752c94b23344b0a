namespace Custodian.Rules;

/// <summary>What a promotion does not wait for, and what has to pass afterwards.</summary>
public static class DeferredChecks
{
    /// <returns>
    /// Those of the policy's checks that these very facts put off, in the order of the policy; each is to pass within its <see cref="RequiredCheck.DeferFor"/>
    /// of the promotion. What has passed, is excused, or is known to have failed is put off by nothing.
    /// </returns>
    public static IReadOnlyList<RequiredCheck> Of(Facts facts) =>
    [
        .. from standing in CheckBench.Judge(facts, Plan.Of(facts.Policy))
           where standing is { Deferred: true, Check.Advisory: false }
           select standing.Check,
    ];
}
