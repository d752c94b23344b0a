namespace Custodian.Git;

/// <summary>Which of several things took too long the last time: they come last, so that the others do not wait for them. For one look at a time.</summary>
internal sealed class SlowNames
{
    // The one that failed longest ago first: one that is always slow keeps no other away for good.
    private readonly List<string> slow = [];

    public IEnumerable<string> Order(IEnumerable<string> names) => names.OrderBy(slow.IndexOf).ThenBy(name => name, StringComparer.Ordinal);

    public void TookTooLong(string name)
    {
        slow.Remove(name);
        slow.Add(name);
    }

    public void Done(string name) => slow.Remove(name);
}
