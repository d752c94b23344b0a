namespace Custodian.Licences.Texts;

/// <summary>Chooses, of the stretches that a file and a text have in common, those that go forward in both.</summary>
internal static class Chainer
{
    private const int MostBlocks = 400;
    private const int WidestGap = 160;

    /// <summary>The chain with the most words in common, less what its gaps cost.</summary>
    /// <param name="blocks">In any order.</param>
    /// <param name="words">The text's length: a chain does not stretch further over the file than half as much again.</param>
    public static IReadOnlyList<Block> Longest(List<Block> blocks, int words, Effort effort)
    {
        Block[] sorted = [.. blocks.OrderByDescending(block => block.Length).ThenBy(block => block.At).ThenBy(block => block.Place).Take(MostBlocks).OrderBy(block => block.At).ThenBy(block => block.Place)];
        var scores = new double[sorted.Length];
        var before = new int[sorted.Length];
        var first = new int[sorted.Length];
        var best = 0;
        effort.Spend((long)sorted.Length * sorted.Length / 16);
        for (var i = 0; i < sorted.Length; i++)
        {
            scores[i] = sorted[i].Length;
            before[i] = -1;
            first[i] = sorted[i].At;
            for (var j = 0; j < i; j++)
            {
                var gap = sorted[i].At - (sorted[j].At + sorted[j].Length);
                var skip = sorted[i].Place - (sorted[j].Place + sorted[j].Length);
                // Two stretches may share a few words at their border: the later one is cut.
                var cut = Math.Max(0, Math.Max(-gap, -skip));
                if (cut >= sorted[i].Length || sorted[i].At <= sorted[j].At || sorted[i].Place <= sorted[j].Place) continue;
                if (gap > WidestGap || sorted[i].At - first[j] > (words * 3 / 2) + WidestGap) continue;

                var score = scores[j] + sorted[i].Length - cut - (Math.Max(0, gap) * 0.25) - (Math.Max(0, skip) * 0.05);
                if (score > scores[i]) (scores[i], before[i], first[i]) = (score, j, first[j]);
            }

            if (scores[i] > scores[best]) best = i;
        }

        var chain = new List<Block>();
        for (var i = best; i >= 0; i = before[i]) chain.Add(sorted[i]);
        chain.Reverse();
        return Trimmed(chain);
    }

    private static List<Block> Trimmed(List<Block> chain)
    {
        for (var i = 1; i < chain.Count; i++)
        {
            var (last, next) = (chain[i - 1], chain[i]);
            var cut = Math.Max(0, Math.Max(last.At + last.Length - next.At, last.Place + last.Length - next.Place));
            chain[i] = new Block(next.At + cut, next.Place + cut, next.Length - cut);
        }

        return chain;
    }
}
