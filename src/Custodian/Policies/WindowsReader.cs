using System.Globalization;
using System.Text.RegularExpressions;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads a gate's <c>windows</c>.</summary>
internal static partial class WindowsReader
{
    private const string SurelyThere = "Europe/London";

    private static readonly TimeSpan Midnight = TimeSpan.FromDays(1);

    public static PromotionWindows? Read(YamlSection section, Places places)
    {
        var zone = Zone(section);
        var items = section.Items("open", "write when gold may move, such as { days: mon-thu, from: \"09:00\", until: \"16:00\" }.");
        var windows = items.Select(item => Window(item) is { } window ? places.Mark(window, item.At) : null).OfType<PromotionWindow>().ToList();
        var closed = section.Days("closed");
        section.Close();
        if (zone is null) return null;

        var read = places.Mark(new PromotionWindows { Zone = zone, Open = windows, Closed = closed }, section.At);
        places.MarkKey(read, "closed", section.PlaceOf("closed"));
        return read;
    }

    private static string? Zone(YamlSection section)
    {
        if (section.Text("zone", $"write the time zone that the hours are in, such as {SurelyThere}.") is not { } zone) return null;
        if (Name().IsMatch(zone.Text) && TimeZoneInfo.TryFindSystemTimeZoneById(zone.Text, out _)) return zone.Text;

        section.Problems.Add(zone.At, TimeZoneInfo.TryFindSystemTimeZoneById(SurelyThere, out _)
            ? $"there is no time zone {Quote.Of(zone.Text)}: "
                + (NearMiss.Find(zone.Text, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id)) is { } meant ? $"did you mean '{meant}'?" : $"write an IANA name such as {SurelyThere}.")
            : $"time zones are not known on this machine, so {Quote.Of(zone.Text)} cannot be looked up: install the system's time zone data (package tzdata).");
        return null;
    }

    private static PromotionWindow? Window(YamlSection section)
    {
        var days = Days(section);
        var (from, until) = (Time(section, "from"), Time(section, "until"));
        if (from >= until) section.Report("until", $"'until' ({Words.Of(until.Value)}) is not after 'from' ({Words.Of(from.Value)}): correct one of them; a window over midnight is two windows.");
        section.Close();
        return days.Count > 0 && from is { } opens && until is { } closes ? new(days, opens, closes) : null;
    }

    // In the order of the week, so that 'mon-wed' is the same policy as [wed, tue, mon].
    private static List<DayOfWeek> Days(YamlSection section)
    {
        var found = new HashSet<DayOfWeek>();
        foreach (var text in section.Texts("days", "write days such as [mon, tue] or mon-thu."))
        {
            var ends = text.Text.Split('-').Select(word => Words.Days.ToList().FindIndex(day => day.Word == word)).ToArray();
            if (ends.Length > 2 || ends.Contains(-1)) section.Problems.Add(text.At, $"{Quote.Of(text.Text)} is no day: write mon, tue, wed, thu, fri, sat or sun, or two of them as in mon-thu.");
            else if (ends[0] > ends[^1]) section.Problems.Add(text.At, $"{Quote.Of(text.Text)} ends before it begins, for weeks begin on Monday here: name the days one by one.");
            else found.UnionWith(Words.Days.Take(ends[0]..(ends[^1] + 1)).Select(day => day.Day));
        }

        return [.. Words.Days.Select(day => day.Day).Where(found.Contains)];
    }

    private static TimeSpan? Time(YamlSection section, string key)
    {
        if (section.Text(key, "write a time of day, such as \"09:00\".") is not { } text) return null;
        if (text.Text == "24:00") return Midnight;
        if (TimeSpan.TryParseExact(text.Text, @"hh\:mm", CultureInfo.InvariantCulture, out var time) && time < Midnight) return time;

        section.Problems.Add(text.At, $"'{key}' is {Quote.Of(text.Text)}, which is no time of day: write hours and minutes, such as \"09:00\"; the last is \"24:00\".");
        return null;
    }

    // What a zone is looked up by becomes part of a file's path.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
