using System.Globalization;
using System.Text;

namespace Custodian.Checks;

/// <summary>Makes text that a candidate wrote fit to be printed beside ours.</summary>
internal static class PlainText
{
    /// <summary>One line without control, format or half characters, of at most <paramref name="limit"/> characters.</summary>
    public static string Line(string text, int limit)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            // Invisible and direction-turning characters could make one name look like another.
            var kind = Rune.GetUnicodeCategory(rune);
            if (kind is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                line.Append(' ');
            else if (kind is not (UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
                line.Append(rune);

            if (line.Length > limit) return Cut(line, limit);
        }

        return line.ToString().Trim();
    }

    /// <summary>The last line of a log that says anything.</summary>
    public static string? LastLine(string log, int limit)
    {
        for (var end = log.Length; end > 0;)
        {
            var start = log.LastIndexOfAny(['\n', '\r'], end - 1) + 1;
            // A line can be the whole log: its beginning says most.
            var line = Line(log[start..Math.Min(end, start + (4 * limit))], limit);
            if (line.Length > 0) return line;
            end = start - 1;
        }

        return null;
    }

    /// <summary>A span of time as people say it: <c>30 min</c>.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalHours: >= 1, Minutes: 0, Seconds: 0 } => $"{time.TotalHours:0} h",
        { TotalMinutes: >= 1, Seconds: 0 } => $"{time.TotalMinutes:0} min",
        _ => $"{time.TotalSeconds:0.###} s",
    };

    /// <summary>An amount of bytes as people say it: <c>4 GiB</c>.</summary>
    public static string OfBytes(long bytes) => bytes switch
    {
        >= 1L << 30 => $"{bytes / (double)(1L << 30):0.##} GiB",
        >= 1L << 20 => $"{bytes / (double)(1L << 20):0.##} MiB",
        >= 1L << 10 => $"{bytes / (double)(1L << 10):0.##} KiB",
        _ => $"{bytes} bytes",
    };

    private static string Cut(StringBuilder line, int limit)
    {
        var at = limit - 1;
        if (char.IsHighSurrogate(line[at - 1])) at--;
        return line.ToString(0, at).TrimStart() + '…';
    }
}
