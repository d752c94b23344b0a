namespace Custodian.Licences.Phrases;

/// <summary>One state of the automaton that <see cref="PhraseMatcher"/> makes: where a set of phrases has come to.</summary>
internal sealed class PhraseState
{
    private readonly int[] words;
    private readonly int[] from;
    private readonly int[] nexts;
    private readonly int[] any;
    private readonly PhraseState?[] targets;
    private readonly int[] met;
    private PhraseState? other;
    private int otherMet;

    /// <param name="closed">States of the graph that are reached together.</param>
    public PhraseState(PhraseGraph graph, int[] closed)
    {
        var steps = closed.SelectMany(graph.Steps).OrderBy(step => step.Word).ThenBy(step => step.Next).ToArray();
        any = [.. steps.TakeWhile(step => step.Word == PhraseGraph.AnyWord).Select(step => step.Next)];
        nexts = [.. steps[any.Length..].Select(step => step.Next)];
        words = [.. steps[any.Length..].Select(step => step.Word).Distinct()];
        from = new int[words.Length + 1];
        for (int at = 0, word = -1; at < nexts.Length; at++)
        {
            if (word < 0 || steps[any.Length + at].Word != words[word]) from[++word] = at;
        }

        from[^1] = nexts.Length;
        targets = new PhraseState?[words.Length];
        met = new int[words.Length];
        Accepts = closed.Select(graph.Accepted).Where(rule => rule >= 0).DefaultIfEmpty(-1).Min();
        Size = 8 + closed.Length + steps.Length;
    }

    /// <summary>The first rule whose phrase ends here; -1: none does.</summary>
    public int Accepts { get; }

    /// <summary>What it costs to make and to keep.</summary>
    public int Size { get; }

    /// <summary>The state that a word leads to.</summary>
    /// <param name="turn">Which turn it is.</param>
    /// <param name="make">Makes the state that the graph's states stand for.</param>
    /// <param name="first">True where nobody has come this way in this turn.</param>
    public PhraseState Next(int word, int turn, Func<IEnumerable<int>, PhraseState> make, out bool first)
    {
        var at = words.AsSpan().BinarySearch(word);
        if (at >= 0)
        {
            first = met[at] != turn;
            met[at] = turn;
            return targets[at] ??= make(nexts[from[at]..from[at + 1]].Concat(any));
        }

        // Whatever else stands there leads to one place.
        first = otherMet != turn;
        otherMet = turn;
        return other ??= make(any);
    }
}
