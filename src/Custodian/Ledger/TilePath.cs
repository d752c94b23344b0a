using System.Globalization;
using System.Text;

namespace Custodian.Ledger;

/// <summary>
/// Names a tile, or a bundle of entries, as C2SP tlog-tiles does: <c>tile/0/x001/x234/067</c>, <c>tile/entries/000.p/5</c>.
/// </summary>
/// <param name="Level">0 to 63; <see cref="EntriesLevel"/> for a bundle of entries.</param>
/// <param name="Index">Place within the level, from 0.</param>
/// <param name="Width">Hashes or entries in it: 256, or fewer in a partial one.</param>
internal readonly record struct TilePath(int Level, long Index, int Width)
{
    public const int FullWidth = 256;

    public const int EntriesLevel = -1;

    public bool IsEntries => Level == EntriesLevel;

    public bool IsFull => Width == FullWidth;

    /// <summary>The full tile of the same place.</summary>
    public TilePath Full => this with { Width = FullWidth };

    /// <summary>How many hashes (or entries) a level has in a tree: the complete subtrees of its height.</summary>
    public static long CountAt(int level, long size) => level == EntriesLevel ? size : level >= 8 ? 0 : size >> (8 * level);

    /// <summary>The tile or bundle of this place in a tree; its width is 0 or less where it has none.</summary>
    public static TilePath In(int level, long index, long size) =>
        new(level, index, (int)Math.Min(FullWidth, Math.Max(0, CountAt(level, size) - index * FullWidth)));

    /// <summary>True when a tree of this size has this tile, or one that begins with it.</summary>
    public bool IsWithin(long size)
    {
        var count = CountAt(Level, size);
        return Index < count / FullWidth || (Index == count / FullWidth && Width <= count % FullWidth);
    }

    /// <summary>What a tree has that a smaller one did not: every tile and bundle to publish when it has grown since; 0 for all.</summary>
    public static IEnumerable<TilePath> Between(long since, long size)
    {
        for (var level = EntriesLevel; level < 8; level++)
        {
            var count = CountAt(level, size);
            var known = CountAt(level, since);
            if (count == known) continue;
            for (var index = known / FullWidth; index * FullWidth < count; index++) yield return In(level, index, size);
        }
    }

    /// <summary>Reads the one way to write a path; any other way is refused.</summary>
    public static bool TryParse(string text, out TilePath path)
    {
        path = default;
        var parts = text.Split('/');
        if (parts.Length < 3 || parts[0] != "tile") return false;

        var level = EntriesLevel;
        if (parts[1] != "entries" && (!IsNumber(parts[1], out level) || level > 63)) return false;

        var width = FullWidth;
        var last = parts.Length - 1;
        if (parts[last - 1].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!IsNumber(parts[last], out width) || width is 0 or >= FullWidth) return false;
            last--;
            parts[last] = parts[last][..^2];
        }

        var digits = string.Concat(parts[2..(last + 1)].Select(part => part.StartsWith('x') ? part[1..] : part));
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return false;

        var read = new TilePath(level, index, width);
        if (read.ToString() != text) return false;
        path = read;
        return true;
    }

    public override string ToString()
    {
        var path = new StringBuilder((Index % 1000).ToString("D3", CultureInfo.InvariantCulture));
        for (var rest = Index / 1000; rest > 0; rest /= 1000) path.Insert(0, $"x{rest % 1000:D3}/");
        path.Insert(0, IsEntries ? "tile/entries/" : $"tile/{Level}/");
        if (!IsFull) path.Append(CultureInfo.InvariantCulture, $".p/{Width}");
        return path.ToString();
    }

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
