namespace Custodian.Store;

/// <summary>The lease under which gold of one repository is moved: taken with the intent, given back when it is settled.</summary>
internal static class PromotionLease
{
    public static string Name(string repository) => $"gold:{repository}";

    /// <summary>Longer than the push and the reading back, which is tried three times, can take together.</summary>
    public static TimeSpan Length(TimeSpan pushTimeout) => (pushTimeout * 4) + TimeSpan.FromMinutes(1);

    /// <summary>After this no push begins any more: it might still be under way when the lease ends.</summary>
    /// <param name="taken">When the lease was taken.</param>
    public static DateTimeOffset LastPush(DateTimeOffset taken, TimeSpan pushTimeout) => taken + Length(pushTimeout) - (pushTimeout * 2);
}
