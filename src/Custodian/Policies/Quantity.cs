using System.Globalization;

namespace Custodian.Policies;

/// <summary>Times and sizes as people write them: <c>30m</c>, <c>90d</c>, <c>4GiB</c>.</summary>
internal static class Quantity
{
    private static readonly (string Unit, long Factor)[] Times = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

    private static readonly (string Unit, long Factor)[] Sizes =
        [("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("", 1)];

    /// <summary>Whole seconds; null where <paramref name="text"/> is no time.</summary>
    public static long? Seconds(string text) => Parse(text, Times);

    /// <summary>Bytes; null where <paramref name="text"/> is no size.</summary>
    public static long? Bytes(string text) => Parse(text, Sizes);

    public static string Show(TimeSpan time) => Show((long)time.TotalSeconds, Times);

    public static string ShowBytes(long bytes) => Show(bytes, Sizes);

    private static long? Parse(string text, (string Unit, long Factor)[] units)
    {
        foreach (var (unit, factor) in units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            if (!long.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) continue;
            return count <= long.MaxValue / factor ? count * factor : long.MaxValue;
        }

        return null;
    }

    private static string Show(long amount, (string Unit, long Factor)[] units)
    {
        var (unit, factor) = amount == 0 ? units[^1] : units.First(unit => amount % unit.Factor == 0);
        return $"{amount / factor}{unit}";
    }
}
