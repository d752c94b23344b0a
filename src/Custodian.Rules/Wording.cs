namespace Custodian.Rules;

/// <summary>Words that several sentences share.</summary>
internal static class Wording
{
    public static string Proved(Assurance assurance) => assurance switch
    {
        Assurance.Page => "given on a page",
        Assurance.Hook => "sent by the custodian's own system, or signed",
        Assurance.Signed => "signed with a key",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary><c>a</c>, <c>a or b</c>, <c>a, b or c</c>.</summary>
    public static string Or(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} or {names[^1]}";

    /// <summary>Several names as one: <c>a, b and c</c>.</summary>
    public static string And(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";

    /// <summary>An instant for people, to the minute.</summary>
    public static string Time(DateTimeOffset instant) => $"{instant.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    /// <summary><c>30 min</c>, <c>24 h</c>, <c>90 days</c>.</summary>
    public static string Length(TimeSpan length) =>
        length.TotalHours < 1 ? $"{length.TotalMinutes:0.#} min" : length.TotalDays < 3 ? $"{length.TotalHours:0.#} h" : $"{length.TotalDays:0.#} days";
}
