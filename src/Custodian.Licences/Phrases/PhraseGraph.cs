namespace Custodian.Licences.Phrases;

/// <summary>All phrases as one non-deterministic automaton over words. State 0 is where each of them begins.</summary>
internal sealed class PhraseGraph
{
    /// <summary>Stands for whatever word is there.</summary>
    public const int AnyWord = -1;

    // Most states have one step, and none that is free.
    private static readonly List<(int Word, int Next)> NoSteps = [];
    private static readonly List<int> NoneFree = [];

    private readonly List<List<(int Word, int Next)>> steps = [NoSteps];
    private readonly List<List<int>> free = [NoneFree];
    private readonly List<int> accepted = [-1];

    public int States => steps.Count;

    public int AddState()
    {
        steps.Add(NoSteps);
        free.Add(NoneFree);
        accepted.Add(-1);
        return steps.Count - 1;
    }

    public void AddStep(int from, int word, int to)
    {
        if (ReferenceEquals(steps[from], NoSteps)) steps[from] = new(1);
        steps[from].Add((word, to));
    }

    /// <summary>From one state to another without a word.</summary>
    public void AddFree(int from, int to)
    {
        if (ReferenceEquals(free[from], NoneFree)) free[from] = new(1);
        free[from].Add(to);
    }

    /// <summary>The rule whose phrase ends here.</summary>
    public void Accept(int state, int rule) => accepted[state] = rule;

    public IReadOnlyList<(int Word, int Next)> Steps(int state) => steps[state];

    public int Accepted(int state) => accepted[state];

    /// <summary>The states that can be reached from these without a word, in order, each once.</summary>
    public int[] Closure(IEnumerable<int> states)
    {
        var seen = new HashSet<int>();
        var left = new Stack<int>(states);
        while (left.TryPop(out var state))
        {
            if (!seen.Add(state)) continue;
            foreach (var next in free[state]) left.Push(next);
        }

        return [.. seen.Order()];
    }
}
