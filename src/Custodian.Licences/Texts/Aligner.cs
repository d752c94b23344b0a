namespace Custodian.Licences.Texts;

/// <summary>Compares what lies between the stretches of a chain, and before and after them, word by word.</summary>
internal sealed class Aligner
{
    // Beyond this a gap is taken as wholly different.
    private const int WidestGap = 96;

    // In the place of a name up to so many words may stand.
    private const int Filled = 12;

    private readonly short[] lengths = new short[(WidestGap + 1) * (WidestGap + 1)];

    public TextMatch Align(ReadOnlySpan<int> words, TextRule rule, IReadOnlyList<Block> chain, Effort effort)
    {
        var its = rule.Words;
        var pieces = new List<Block>();
        var (first, last) = (chain[0], chain[^1]);

        // The text's beginning, looked for in as many words before the chain and a few more.
        var lead = Math.Min(WidestGap, first.Place);
        var room = Math.Min(Math.Min(WidestGap, lead + (lead / 4) + 3), first.At);
        if (lead > 0) Between(words, first.At - room, first.At, its, first.Place - lead, first.Place, pieces, effort);
        for (var i = 0; i < chain.Count; i++)
        {
            if (i > 0)
            {
                var (gone, next) = (chain[i - 1], chain[i]);
                Between(words, gone.At + gone.Length, next.At, its, gone.Place + gone.Length, next.Place, pieces, effort);
            }

            if (chain[i].Length > 0) pieces.Add(chain[i]);
        }

        var (from, place) = (last.At + last.Length, last.Place + last.Length);
        var rest = Math.Min(WidestGap, its.Length - place);
        if (rest > 0) Between(words, from, Math.Min(words.Length, from + Math.Min(WidestGap, rest + (rest / 4) + 3)), its, place, place + rest, pieces, effort);
        return Summed(rule, pieces);
    }

    // Longest common subsequence; adds its stretches.
    private void Between(ReadOnlySpan<int> words, int start, int end, int[] its, int from, int to, List<Block> pieces, Effort effort)
    {
        var (rows, columns) = (end - start, to - from);
        if (rows <= 0 || columns <= 0 || rows > WidestGap || columns > WidestGap) return;

        effort.Spend(rows * columns / 16);
        var width = columns + 1;
        for (var column = 0; column <= columns; column++) lengths[(rows * width) + column] = 0;
        for (var row = rows - 1; row >= 0; row--)
        {
            lengths[(row * width) + columns] = 0;
            for (var column = columns - 1; column >= 0; column--)
            {
                lengths[(row * width) + column] = words[start + row] == its[from + column] && its[from + column] != 0
                    ? (short)(lengths[((row + 1) * width) + column + 1] + 1)
                    : Math.Max(lengths[((row + 1) * width) + column], lengths[(row * width) + column + 1]);
            }
        }

        for (int row = 0, column = 0; row < rows && column < columns;)
        {
            if (words[start + row] == its[from + column] && its[from + column] != 0)
            {
                pieces.Add(new Block(start + row, from + column, 1));
                row++;
                column++;
            }
            else if (lengths[((row + 1) * width) + column] >= lengths[(row * width) + column + 1])
            {
                row++;
            }
            else
            {
                column++;
            }
        }
    }

    private static TextMatch Summed(TextRule rule, List<Block> pieces)
    {
        var (matched, missing, added) = (0, 0, 0);
        var changes = new List<(int, int, int, int)>();
        var (at, place) = (pieces[0].At, 0);
        foreach (var piece in pieces)
        {
            if (piece.At > at || piece.Place > place) changes.Add((at, piece.At, place, piece.Place));
            var names = rule.Soft.AsSpan(place, piece.Place - place).Count(true);
            missing += piece.Place - place - names;
            added += Math.Max(0, piece.At - at - (names > 0 ? Filled : 0));
            matched += piece.Length;
            (at, place) = (piece.At + piece.Length, piece.Place + piece.Length);
        }

        missing += rule.Soft.AsSpan(place).Count(false);
        if (place < rule.Words.Length) changes.Add((at, at, place, rule.Words.Length));
        return new TextMatch(rule, pieces[0].At, at, matched, missing, added, changes);
    }
}
