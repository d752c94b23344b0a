namespace Custodian.Policies;

/// <summary>Which check is run after which, and where that goes round in a circle. Never recursive: a file may chain thousands.</summary>
internal sealed class CheckOrder
{
    private readonly Dictionary<string, IReadOnlyList<YamlText>> before = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    public void Add(string check, IReadOnlyList<YamlText> after)
    {
        if (before.TryAdd(check, after)) names.Add(check);
    }

    /// <summary>Tells each circle once.</summary>
    public void ReportCycles(ProblemList problems)
    {
        var followers = before.SelectMany(pair => pair.Value, (pair, first) => (First: first.Text, Next: pair.Key)).ToLookup(pair => pair.First, pair => pair.Next);
        var waiting = before.ToDictionary(pair => pair.Key, pair => pair.Value.Count(first => before.ContainsKey(first.Text)));
        Release(names.Where(name => waiting[name] == 0), waiting, followers);

        // What is left waits for itself, or for something that does.
        foreach (var name in names)
        {
            if (waiting.ContainsKey(name)) Release(Report(name, waiting, problems), waiting, followers);
        }
    }

    // Takes out what waits for nothing any more, as if it had been run.
    private static void Release(IEnumerable<string> ready, Dictionary<string, int> waiting, ILookup<string, string> followers)
    {
        var queue = new Queue<string>(ready.Where(waiting.Remove));
        while (queue.TryDequeue(out var done))
        {
            foreach (var next in followers[done].Where(waiting.ContainsKey))
            {
                if (--waiting[next] == 0 && waiting.Remove(next)) queue.Enqueue(next);
            }
        }
    }

    /// <returns>The checks of one circle.</returns>
    private List<string> Report(string start, Dictionary<string, int> waiting, ProblemList problems)
    {
        var (path, places) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var at = start; ;)
        {
            places.Add(at, path.Count);
            path.Add(at);
            var next = before[at].First(first => waiting.ContainsKey(first.Text));
            if (places.TryGetValue(next.Text, out var from))
            {
                var circle = path[from..];
                problems.Add(next.At, $"{string.Join(" after ", circle.Take(8).Append(next.Text).Select(Quote.Of))}: these checks wait for one another, and none would ever be run; remove one 'after'.");
                return circle;
            }

            at = next.Text;
        }
    }
}
