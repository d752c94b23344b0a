using System.Numerics;

namespace Custodian.Licences.Texts;

/// <summary>Where each run of four words occurs in the licences' texts.</summary>
internal sealed class TextIndex
{
    /// <summary>Words of a run.</summary>
    public const int Run = 4;

    // A run in more texts than this says little about which one it is; the diff finds it again.
    private const int MostPlaces = 1200;
    private const int TooMany = -1;

    // Runs may be chosen so that all have one place.
    private const int Furthest = 1000;

    private readonly ulong[] keys;
    private readonly int[] starts;
    private readonly int[] ends;
    private readonly (ushort Text, ushort At)[] places;

    /// <exception cref="FormatException">No table can be made of these texts.</exception>
    public TextIndex(IReadOnlyList<TextRule> texts)
    {
        Texts = texts;
        Rare = new int[texts.Count];
        Offsets = new int[texts.Count + 1];
        for (var text = 0; text < texts.Count; text++) Offsets[text + 1] = Offsets[text] + texts[text].Words.Length;

        // Every run is counted, then each is put behind those of its kind: a sort by counting, in the order of texts and words.
        keys = new ulong[BitOperations.RoundUpToPowerOf2(((uint)Offsets[^1] / 3 * 4) + 4)];
        ends = new int[keys.Length];
        Each((slot, _, _) => ends[slot]++);
        var total = 0;
        for (var slot = 0; slot < ends.Length; slot++)
        {
            var count = ends[slot];
            ends[slot] = count > MostPlaces ? TooMany : total;
            if (count <= MostPlaces) total += count;
        }

        starts = [.. ends];
        places = new (ushort, ushort)[total];
        Each((slot, text, at) =>
        {
            if (ends[slot] == TooMany) return;
            places[ends[slot]++] = ((ushort)text, (ushort)at);
            Rare[text]++;
        });
    }

    public IReadOnlyList<TextRule> Texts { get; }

    /// <summary>For each text, how many of its runs are rare enough to be looked up.</summary>
    public int[] Rare { get; }

    /// <summary>Where each text's words begin, were all texts one; and where the last one ends.</summary>
    public int[] Offsets { get; }

    /// <summary>The run that begins here; 0 where one of its words is unknown.</summary>
    public static ulong Key(ReadOnlySpan<int> words)
    {
        if (words[0] == 0 || words[1] == 0 || words[2] == 0 || words[3] == 0) return 0;
        // 16 bits a word: exact while fewer than 65,536 words are known, and else two runs may share a key, which the diff sees.
        return ((ulong)words[0] << 48) ^ ((ulong)words[1] << 32) ^ ((ulong)words[2] << 16) ^ (ulong)words[3];
    }

    /// <summary>Every place of a run; empty: in no text, or in too many.</summary>
    public ReadOnlySpan<(ushort Text, ushort At)> Places(ulong key)
    {
        var slot = Slot(key);
        if (keys[slot] == 0 || ends[slot] == TooMany) return [];
        return places.AsSpan(starts[slot], ends[slot] - starts[slot]);
    }

    private void Each(Action<int, int, int> take)
    {
        for (var text = 0; text < Texts.Count; text++)
        {
            var words = Texts[text].Words.AsSpan();
            for (var at = 0; at + Run <= words.Length; at++)
            {
                if (Key(words[at..]) is not (var key and not 0)) continue;
                var slot = Slot(key);
                keys[slot] = key;
                take(slot, text, at);
            }
        }
    }

    // Where the key is, or where it would be.
    private int Slot(ulong key)
    {
        var slot = (int)((key * 0x9E3779B97F4A7C15) >> 40) & (keys.Length - 1);
        for (var steps = 0; keys[slot] != 0 && keys[slot] != key; slot = (slot + 1) & (keys.Length - 1))
        {
            if (++steps > Furthest) throw new FormatException("the words of these texts are such that no table can be made of them");
        }

        return slot;
    }
}
