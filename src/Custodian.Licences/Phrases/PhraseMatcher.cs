using System.Runtime.CompilerServices;

namespace Custodian.Licences.Phrases;

/// <summary>
/// Runs all phrases at once over words: the graph, made deterministic bit by bit as texts ask for it. One for each thread.
/// </summary>
/// <remarks>
/// A step costs one look-up, whatever the phrases say. What can be catastrophic is to make states: of some phrases there are more than could ever be kept. So each
/// turn pays for every state that it comes to for the first time, made before or not, and one that asks for too many ends: always at the same word, whatever was
/// matched before. What is kept is thrown away between turns alone.
/// </remarks>
internal sealed class PhraseMatcher
{
    /// <summary>Most that one turn may make: the sum of its states' sizes.</summary>
    public const int MostMade = 4_000_000;

    private const int MostKept = 4_000_000;

    private static readonly PhraseState Dead = new(new PhraseGraph(), []);

    private readonly PhraseGraph graph;
    private readonly Dictionary<int, List<int>> begins = [];
    private readonly List<int> anyBegins = [];
    private readonly PhraseState?[] first;
    private readonly int[] met;
    private readonly Dictionary<Key, PhraseState> known = [];
    private readonly Func<IEnumerable<int>, PhraseState> make;
    private int turn;
    private long kept;

    public PhraseMatcher(PhraseGraph graph, int words)
    {
        this.graph = graph;
        first = new PhraseState?[words];
        met = new int[words];
        make = Make;
        foreach (var state in graph.Closure([0]))
        {
            foreach (var (word, next) in graph.Steps(state))
            {
                if (word == PhraseGraph.AnyWord) anyBegins.Add(next);
                else if (begins.TryGetValue(word, out var nexts)) nexts.Add(next);
                else begins.Add(word, [next]);
            }
        }

        Start();
    }

    /// <summary>What this turn has made so far, or would have, had nothing been made before.</summary>
    public long Made { get; private set; }

    /// <summary>A new turn: what follows pays for all that it comes to.</summary>
    public void Start()
    {
        Made = 0;
        turn++;
        if (kept <= MostKept) return;

        Array.Clear(first);
        known.Clear();
        kept = 0;
    }

    /// <summary>The longest phrase that begins with the first of these words.</summary>
    /// <param name="length">Its number of words; 0: none begins here.</param>
    /// <param name="looked">How many words were looked at: what it cost.</param>
    /// <returns>The rule; of several for the same words, the one written first.</returns>
    /// <exception cref="TooCostlyException">These phrases cannot be followed through such a text.</exception>
    // Hot from the first file on: a command is over before the runtime has found that out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Longest(ReadOnlySpan<int> words, out int length, out int looked)
    {
        var rule = -1;
        length = 0;
        looked = 1;
        var state = Begin(words[0]);
        while (state != Dead)
        {
            if (state.Accepts >= 0) (rule, length) = (state.Accepts, looked);
            if (looked == words.Length) break;
            state = state.Next(words[looked], turn, make, out var isNew);
            if (isNew) Pay(state);
            looked++;
        }

        return rule;
    }

    private PhraseState Begin(int word)
    {
        var state = first[word] ??= make(begins.TryGetValue(word, out var nexts) ? nexts.Concat(anyBegins) : anyBegins);
        if (state != Dead && met[word] != turn)
        {
            met[word] = turn;
            Pay(state);
        }

        return state;
    }

    private void Pay(PhraseState state)
    {
        if (state != Dead && (Made += state.Size) > MostMade) throw new TooCostlyException();
    }

    private PhraseState Make(IEnumerable<int> reached)
    {
        var closed = graph.Closure(reached);
        if (closed.Length == 0) return Dead;
        if (known.TryGetValue(new Key(closed), out var state)) return state;

        state = new PhraseState(graph, closed);
        known.Add(new Key(closed), state);
        kept += state.Size;
        return state;
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
