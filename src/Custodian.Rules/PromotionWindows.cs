namespace Custodian.Rules;

/// <summary>When gold may move at all, in one time zone.</summary>
public sealed record PromotionWindows
{
    /// <summary>IANA name: <c>Europe/London</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>At least one; gold moves in any of them.</summary>
    public required IReadOnlyList<PromotionWindow> Open { get; init; }

    /// <summary>Days on which gold does not move: bank holidays.</summary>
    public IReadOnlyList<DateOnly> Closed { get; init; } = [];

    /// <summary>True when gold may move.</summary>
    /// <param name="local">What the zone's clocks show.</param>
    public bool AreOpen(DateTime local) =>
        !Closed.Contains(DateOnly.FromDateTime(local))
        && Open.Any(window => window.Days.Contains(local.DayOfWeek) && window.From <= local.TimeOfDay && local.TimeOfDay < window.Until);

    /// <summary>For people: <c>Mon-Thu 09:00-16:00</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Open.Select(window => $"{string.Join(" ", window.Days.Select(day => day.ToString()[..3]))} {window.From:hh\\:mm}-{(window.Until == TimeSpan.FromDays(1) ? "24:00" : window.Until.ToString("hh\\:mm"))}"))
        + (Closed.Count > 0 ? ", and on no listed holiday" : "");
}

/// <summary>One stretch of time on some days of the week.</summary>
/// <param name="Days">At least one.</param>
/// <param name="From">Time of day from which it is open.</param>
/// <param name="Until">Time of day at which it closes, at most 24 hours; later than <paramref name="From"/>.</param>
public sealed record PromotionWindow(IReadOnlyList<DayOfWeek> Days, TimeSpan From, TimeSpan Until);
