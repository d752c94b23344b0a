namespace Custodian.Licences.Reading;

/// <summary>Puts keywords into few groups, so that a group's bytes, looked up by half bytes, let as little else through as can be.</summary>
internal static class KeywordGroups
{
    // How often letters are met, the most frequent first; near enough for code and prose.
    private const string Frequent = "etaoinsrlcdupmfghbyvwkxjzq";

    private static readonly double[] Chance = [.. Enumerable.Range(0, 256).Select(letter => letter switch
    {
        ' ' => 0.15,
        >= 'a' and <= 'z' => 0.09 / (1 + (Frequent.IndexOf((char)letter, StringComparison.Ordinal) * 0.5)),
        >= 'A' and <= 'Z' => 0.004,
        < 128 => 0.003,
        _ => 0.0001,
    })];

    /// <summary>The number of each word's group. Two groups at a time are made one, those that lose least by it.</summary>
    /// <param name="print">How many bytes of each word are looked up; a shorter word lets any byte follow.</param>
    public static int[] Of(byte[][] words, int groups, int print)
    {
        var sets = words.Select(word => Set(word, print)).ToList();
        var members = Enumerable.Range(0, words.Length).Select(word => new List<int> { word }).ToList();
        var costs = sets.Select(Cost).ToList();
        var losses = new double[words.Length, words.Length];
        for (var one = 0; one < sets.Count; one++)
        {
            for (var other = 0; other < one; other++) losses[one, other] = Cost(Both(sets[one], sets[other])) - costs[one] - costs[other];
        }

        for (var left = words.Length; left > groups; left--)
        {
            var (best, with) = (-1, -1);
            for (var one = 0; one < sets.Count; one++)
            {
                for (var other = 0; members[one].Count > 0 && other < one; other++)
                {
                    if (members[other].Count > 0 && (best < 0 || losses[one, other] < losses[best, with])) (best, with) = (one, other);
                }
            }

            members[with].AddRange(members[best]);
            members[best].Clear();
            sets[with] = Both(sets[with], sets[best]);
            costs[with] = Cost(sets[with]);
            for (var other = 0; other < sets.Count; other++)
            {
                if (other != with) losses[Math.Max(with, other), Math.Min(with, other)] = Cost(Both(sets[with], sets[other])) - costs[with] - costs[other];
            }
        }

        var of = new int[words.Length];
        var group = 0;
        foreach (var one in members.Where(one => one.Count > 0))
        {
            foreach (var word in one) of[word] = group;
            group++;
        }

        return of;
    }

    // For each byte of the print: which low halves, then which high ones. A letter stands for its capital, too.
    private static (int Low, int High)[] Set(byte[] word, int print) => [.. Enumerable.Range(0, print).Select(at =>
        at >= word.Length ? (0xFFFF, 0xFFFF)
        : (1 << (word[at] & 15), (1 << (word[at] >> 4)) | (word[at] is >= (byte)'a' and <= (byte)'z' ? 1 << ((word[at] >> 4) - 2) : 0)))];

    private static (int Low, int High)[] Both((int Low, int High)[] one, (int Low, int High)[] other) => [.. one.Zip(other, (a, b) => (a.Low | b.Low, a.High | b.High))];

    private static double Cost((int Low, int High)[] set)
    {
        var cost = 1.0;
        foreach (var (low, high) in set)
        {
            if ((low, high) is (0xFFFF, 0xFFFF)) continue;
            var sum = 0.0;
            for (var letter = 0; letter < 256; letter++)
            {
                if ((low >> (letter & 15) & 1) != 0 && (high >> (letter >> 4) & 1) != 0) sum += Chance[letter];
            }

            cost *= sum;
        }

        return cost;
    }
}
