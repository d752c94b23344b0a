namespace Custodian.Licences.Phrases;

/// <summary>
/// Runs all phrases at once over words: the graph, made deterministic bit by bit as texts ask for it. One for each thread.
/// </summary>
/// <remarks>
/// A step costs one look-up, whatever the phrases say, so that none of them can be catastrophic. What was made is thrown away
/// when it has grown large; that changes the time and nothing else.
/// </remarks>
internal sealed class PhraseMatcher
{
    private const int MostStates = 60_000;
    private const int Dead = 0;

    private readonly PhraseGraph graph;
    private readonly Dictionary<int, List<int>> begins = [];
    private readonly List<int> anyBegins = [];
    private readonly int[] first;
    private readonly Dictionary<(int State, int Word), int> steps = [];
    private readonly Dictionary<Key, int> known = [];
    private readonly List<int[]> members = [];
    private readonly List<int> accepts = [];

    public PhraseMatcher(PhraseGraph graph, int words)
    {
        this.graph = graph;
        first = new int[words];
        foreach (var state in graph.Closure([0]))
        {
            foreach (var (word, next) in graph.Steps(state))
            {
                if (word == PhraseGraph.AnyWord) anyBegins.Add(next);
                else if (begins.TryGetValue(word, out var nexts)) nexts.Add(next);
                else begins.Add(word, [next]);
            }
        }

        Forget();
    }

    /// <summary>The longest phrase that begins with the first of these words.</summary>
    /// <param name="length">Its number of words; 0: none begins here.</param>
    /// <param name="looked">How many words were looked at: what it cost.</param>
    /// <returns>The rule; of several for the same words, the one written first.</returns>
    public int Longest(ReadOnlySpan<int> words, out int length, out int looked)
    {
        var rule = -1;
        length = 0;
        looked = 1;
        var state = Begin(words[0]);
        while (state != Dead)
        {
            if (accepts[state] >= 0) (rule, length) = (accepts[state], looked);
            if (looked == words.Length) break;
            state = Step(state, words[looked]);
            looked++;
        }

        return rule;
    }

    private int Begin(int word)
    {
        if (first[word] >= 0) return first[word];
        var next = begins.TryGetValue(word, out var nexts) ? nexts.Concat(anyBegins) : anyBegins;
        return first[word] = State(graph.Closure(next));
    }

    private int Step(int state, int word)
    {
        if (steps.TryGetValue((state, word), out var next)) return next;
        var reached = new List<int>();
        foreach (var member in members[state])
        {
            foreach (var (on, to) in graph.Steps(member))
            {
                if (on == word || on == PhraseGraph.AnyWord) reached.Add(to);
            }
        }

        var closed = graph.Closure(reached);
        if (members.Count > MostStates)
        {
            // The state that is stepped from is forgotten, too; the one that is stepped to is made anew.
            Forget();
            return State(closed);
        }

        return steps[(state, word)] = State(closed);
    }

    private int State(int[] closed)
    {
        if (closed.Length == 0) return Dead;
        if (known.TryGetValue(new Key(closed), out var state)) return state;

        state = members.Count;
        members.Add([.. closed.Where(member => graph.Steps(member).Count > 0)]);
        var rules = closed.Select(graph.Accepted).Where(rule => rule >= 0);
        accepts.Add(rules.DefaultIfEmpty(-1).Min());
        known.Add(new Key(closed), state);
        return state;
    }

    private void Forget()
    {
        Array.Fill(first, -1);
        steps.Clear();
        known.Clear();
        members.Clear();
        accepts.Clear();
        members.Add([]);
        accepts.Add(-1);
    }

    private readonly struct Key(int[] states) : IEquatable<Key>
    {
        private readonly int[] states = states;

        public bool Equals(Key other) => states.AsSpan().SequenceEqual(other.states);

        public override bool Equals(object? other) => other is Key key && Equals(key);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var state in states) hash.Add(state);
            return hash.ToHashCode();
        }
    }
}
