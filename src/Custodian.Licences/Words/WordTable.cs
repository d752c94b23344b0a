using System.Text;

namespace Custodian.Licences.Words;

/// <summary>Every word that some licence's text or phrase knows, and its number. A word of a file that is not here has the number 0.</summary>
/// <remarks>An open-addressed table, because each word of each file is looked up once: a dictionary of strings would make a string of each.</remarks>
internal sealed class WordTable
{
    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;

    // Words may be chosen so that all have one place; any others lie within a few dozen of theirs.
    private const int Furthest = 300;

    private readonly List<byte[]> words = [[]];
    private int[] slots = new int[1 << 16];

    /// <summary>An empty one.</summary>
    public WordTable()
    {
    }

    /// <summary>One that knows another one's words by the same numbers, and may know more.</summary>
    public WordTable(WordTable other) => (words, slots) = ([.. other.words], [.. other.slots]);

    /// <summary>How many numbers are given out, with 0.</summary>
    public int Count => words.Count;

    /// <summary>The bytes of every word but 0, in the order of their numbers.</summary>
    public IEnumerable<byte[]> All => words.Skip(1);

    /// <summary>The word of a number, in lower case; a bullet for 0.</summary>
    public string Name(int word) => word == 0 ? "•" : Encoding.UTF8.GetString(words[word]);

    /// <summary>The number of a word, in any case; 0: unknown.</summary>
    public int Find(ReadOnlySpan<byte> word) => slots[Slot(word)];

    /// <summary>The numbers of those of these words that are known.</summary>
    public HashSet<int> FindAll(params ReadOnlySpan<string> words)
    {
        var numbers = new HashSet<int>();
        foreach (var word in words)
        {
            if (Find(Encoding.UTF8.GetBytes(word)) is var number and not 0) numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>The number of a word, given out now where it had none.</summary>
    /// <exception cref="FormatException">There is no room for it: too many words were made to have its place.</exception>
    public int Add(ReadOnlySpan<byte> word)
    {
        var slot = Home(word);
        for (var steps = 0; slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            if (Same(words[slots[slot]], word)) return slots[slot];
            if (++steps > Furthest) throw new FormatException("its words are such that no table can be made of them: leave it out");
        }

        var number = words.Count;
        var lower = word.ToArray();
        for (var i = 0; i < lower.Length; i++) lower[i] = Letters.Lower(lower[i]);
        words.Add(lower);
        slots[slot] = number;
        if (words.Count * 2 > slots.Length) Grow();
        return number;
    }

    private int Home(ReadOnlySpan<byte> word)
    {
        var hash = Basis;
        foreach (var letter in word) hash = (hash ^ Letters.Lower(letter)) * Prime;
        return (int)(hash ^ (hash >> 15)) & (slots.Length - 1);
    }

    private int Slot(ReadOnlySpan<byte> word)
    {
        var mask = slots.Length - 1;
        var slot = Home(word);
        while (slots[slot] != 0 && !Same(words[slots[slot]], word)) slot = (slot + 1) & mask;
        return slot;
    }

    private static bool Same(byte[] known, ReadOnlySpan<byte> word)
    {
        if (known.Length != word.Length) return false;
        for (var i = 0; i < known.Length; i++)
        {
            if (known[i] != Letters.Lower(word[i])) return false;
        }

        return true;
    }

    private void Grow()
    {
        slots = new int[slots.Length * 2];
        for (var number = 1; number < words.Count; number++) slots[Slot(words[number])] = number;
    }
}
