namespace Custodian.Rules;

/// <summary>A stretch of whole days in UTC, both ends included.</summary>
internal static class Term
{
    public static bool Holds(DateOnly? from, DateOnly? until, DateTimeOffset instant)
    {
        var day = DateOnly.FromDateTime(instant.UtcDateTime);
        return (from is not { } first || first <= day) && (until is not { } last || day <= last);
    }
}
