namespace Custodian.Policies;

/// <summary>Collects differences, each once.</summary>
internal sealed class PolicyChanges
{
    private readonly List<PolicyChange> found = [];

    public IReadOnlyList<PolicyChange> All => [.. found.Distinct().OrderByDescending(change => change.Weaker)];

    public int Count => found.Count;

    public void Add(bool weaker, string text) => found.Add(new(weaker, text));

    public void Weaker(string text) => Add(true, text);

    public void Other(string text) => Add(false, text);

    /// <summary>Tells what a set lost and gained.</summary>
    public static void Sets(IEnumerable<string> old, IEnumerable<string> now, Action<string> lost, Action<string> gained)
    {
        string[] before = [.. old];
        string[] after = [.. now];
        foreach (var one in before.Except(after)) lost(one);
        foreach (var one in after.Except(before)) gained(one);
    }
}
