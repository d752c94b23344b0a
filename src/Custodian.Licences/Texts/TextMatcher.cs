using System.Runtime.CompilerServices;

namespace Custodian.Licences.Texts;

/// <summary>
/// Finds licences' texts that may differ in a few words: texts that share enough rare runs of four words with the file are chained
/// along those runs, and what lies between is compared word by word.
/// </summary>
internal sealed class TextMatcher(TextIndex index, DifferenceGuard guard)
{
    private const int MostCandidates = 40;
    private const int MostRepeats = 60;
    private const int ShortestRun = 3;

    private readonly int[] counts = new int[index.Texts.Count];
    private readonly List<int> touched = [];
    private readonly int[] seenIn = new int[index.Offsets[^1]];
    private readonly Dictionary<int, List<Block>> blocks = [];
    private readonly Aligner aligner = new();
    private int search;

    /// <summary>Adds every text found; of some of them others are parts, or variants.</summary>
    public void Find(ReadOnlySpan<int> words, List<TextMatch> found, Effort effort)
    {
        if (words.Length < TextIndex.Run) return;
        Count(words, effort);
        var candidates = Candidates(effort);
        if (candidates.Count == 0) return;

        Gather(words, candidates, effort);
        foreach (var text in candidates) Match(words, text, found, effort);
    }

    // Hot from the first file on: a command is over before the runtime has found that out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(ReadOnlySpan<int> words, Effort effort)
    {
        foreach (var text in touched) counts[text] = 0;
        touched.Clear();
        search++;
        for (var at = 0; at + TextIndex.Run <= words.Length; at++)
        {
            if (TextIndex.Key(words[at..]) is not (var key and not 0)) continue;
            var places = index.Places(key);
            effort.Spend(1 + (places.Length / 4));
            foreach (var (text, place) in places)
            {
                // A text that stands there twice is no better a candidate.
                ref var seen = ref seenIn[index.Offsets[text] + place];
                if (seen == search) continue;
                seen = search;
                if (counts[text]++ == 0) touched.Add(text);
            }
        }
    }

    private List<int> Candidates(Effort effort)
    {
        effort.Spend(4L * touched.Count);
        // What a match would be worth, were all that is in common in one place.
        var ranked = new List<(int Text, int Worth)>();
        foreach (var text in touched)
        {
            var (seen, all) = (counts[text], index.Rare[text]);
            if (seen * 3 >= all) ranked.Add((text, (2 * seen) - all + index.Texts[text].Usual));
        }

        return [.. ranked.OrderByDescending(one => one.Worth).ThenBy(one => one.Text).Take(MostCandidates).Select(one => one.Text).Order()];
    }

    // Every longest stretch of words that file and text have in common, at most once for each place.
    private void Gather(ReadOnlySpan<int> words, List<int> candidates, Effort effort)
    {
        blocks.Clear();
        foreach (var text in candidates) blocks.Add(text, []);
        var ends = new Dictionary<(int Text, int Diagonal), int>();
        for (var at = 0; at + TextIndex.Run <= words.Length; at++)
        {
            if (TextIndex.Key(words[at..]) is not (var key and not 0)) continue;
            var places = index.Places(key);
            effort.Spend(places.Length / 4);
            foreach (var (text, place) in places)
            {
                if (!blocks.TryGetValue(text, out var list)) continue;
                if (ends.TryGetValue((text, at - place), out var end) && end > at) continue;

                var its = index.Texts[text].Words;
                var back = 0;
                while (back < at && back < place && words[at - back - 1] == its[place - back - 1] && words[at - back - 1] != 0) back++;
                var length = 0;
                while (at + length < words.Length && place + length < its.Length && words[at + length] == its[place + length] && words[at + length] != 0) length++;
                effort.Spend(1 + ((back + length) / 8));
                ends[(text, at - place)] = at + length;
                list.Add(new Block(at - back, place - back, back + length));
            }
        }
    }

    private void Match(ReadOnlySpan<int> words, int text, List<TextMatch> found, Effort effort)
    {
        var rule = index.Texts[text];
        var left = blocks[text];
        for (var round = 0; round < MostRepeats && left.Count > 0; round++)
        {
            // The stretches are put in order each time.
            effort.Spend(4L * left.Count);
            var chain = Chainer.Longest(left, rule.Words.Length, effort);
            if (chain.Sum(block => block.Length) < Math.Max(ShortestRun, rule.Words.Length * 0.3)) return;

            var match = aligner.Align(words, rule, chain, effort);
            if (guard.Accepts(words, match)) found.Add(match);
            left = [.. left.Where(block => block.At + block.Length <= match.Start || block.At >= match.End)];
        }
    }
}
