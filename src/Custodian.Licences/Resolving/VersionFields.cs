using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>Knows a package's field that names the package's own version: <c>"version": "1.0"</c>, <c>version = "1.0"</c>, <c>version: 1.0</c>.</summary>
internal sealed class VersionFields(WordTable table)
{
    private const int Length = 7;

    private readonly int version = table.Find("version"u8);

    /// <summary>The first such word at or behind a place; the end where there is none.</summary>
    public int Next(ReadOnlySpan<byte> text, WordList words, int from)
    {
        var numbers = words.Numbers;
        for (var at = from; at < numbers.Length; at++)
        {
            if (numbers[at] == version && IsField(text, words.Starts[at])) return at;
        }

        return numbers.Length;
    }

    private static bool IsField(ReadOnlySpan<byte> text, int start)
    {
        if (text[start] != 'v' || start + Length >= text.Length) return false;
        var behind = text[(start + Length)..];
        if (start > 0 && text[start - 1] is (byte)'"' or (byte)'\'') return behind[0] == text[start - 1] && behind[1..].TrimStart(" \t"u8) is [(byte)':' or (byte)'=', ..];

        var before = text[..start].TrimEnd(" \t"u8);
        return (before.IsEmpty || before[^1] is (byte)'\n' or (byte)'\r') && behind.TrimStart(" \t"u8) is [(byte)':' or (byte)'=', ..];
    }
}
