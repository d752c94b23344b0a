namespace Custodian.Licences.Words;

/// <summary>The words of a stretch of text, in order; used again for the next one, so that a scan of many files makes no garbage.</summary>
internal sealed class WordList
{
    private int[] numbers = new int[4096];
    private int[] starts = new int[4096];
    private int[] lines = new int[4096];

    public int Count { get; private set; }

    /// <summary>Each word's number in the table; 0: unknown.</summary>
    public ReadOnlySpan<int> Numbers => numbers.AsSpan(0, Count);

    /// <summary>Where each word begins in its bytes.</summary>
    public ReadOnlySpan<int> Starts => starts.AsSpan(0, Count);

    /// <summary>Each word's line, from 1.</summary>
    public ReadOnlySpan<int> Lines => lines.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int number, int start, int line)
    {
        if (Count == numbers.Length)
        {
            Array.Resize(ref numbers, Count * 2);
            Array.Resize(ref starts, Count * 2);
            Array.Resize(ref lines, Count * 2);
        }

        (numbers[Count], starts[Count], lines[Count]) = (number, start, line);
        Count++;
    }

    /// <summary>The last word grows into another one: <c>sub</c> into <c>sublicense</c>.</summary>
    public void ReplaceLast(int number) => numbers[Count - 1] = number;

    /// <summary>Gives back what one huge file made it grow to.</summary>
    public void Trim()
    {
        if (numbers.Length <= 1 << 18) return;
        (numbers, starts, lines) = (new int[4096], new int[4096], new int[4096]);
        Count = 0;
    }
}
