using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>What a few values are called in the file and in the documents that are voted on.</summary>
internal static class Words
{
    public static readonly IReadOnlyDictionary<string, Assurance> Assurances = new Dictionary<string, Assurance>
    {
        ["page"] = Assurance.Page,
        ["hook"] = Assurance.Hook,
        ["signed"] = Assurance.Signed,
    };

    public static readonly IReadOnlyDictionary<string, NotBy> NotBys = new Dictionary<string, NotBy>
    {
        ["author"] = NotBy.Author,
        ["committer"] = NotBy.Committer,
        ["pusher"] = NotBy.Pusher,
        ["another-seat"] = NotBy.AnotherSeat,
    };

    /// <summary>From Monday on, as people count.</summary>
    public static readonly IReadOnlyList<(string Word, DayOfWeek Day)> Days =
    [
        ("mon", DayOfWeek.Monday), ("tue", DayOfWeek.Tuesday), ("wed", DayOfWeek.Wednesday), ("thu", DayOfWeek.Thursday),
        ("fri", DayOfWeek.Friday), ("sat", DayOfWeek.Saturday), ("sun", DayOfWeek.Sunday),
    ];

    public static string Of(Assurance assurance) => Assurances.First(pair => pair.Value == assurance).Key;

    public static string Of(NotBy notBy) => NotBys.First(pair => pair.Value == notBy).Key;

    public static string Of(DayOfWeek day) => Days.First(pair => pair.Day == day).Word;

    public static string Of(PolicyRouteKind kind) => kind switch
    {
        PolicyRouteKind.LostKey => "lost-key",
        PolicyRouteKind.Vanished => "vanished",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd");

    /// <summary>A time of day; the last one is 24:00.</summary>
    public static string Of(TimeSpan time) => $"{(int)time.TotalHours:00}:{time.Minutes:00}";
}
