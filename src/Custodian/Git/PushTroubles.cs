using System.Collections.Concurrent;

namespace Custodian.Git;

/// <summary>What remotes said to pushes that they did not take the last time, so that people are told; kept in memory, since it is tried again.</summary>
internal sealed class PushTroubles
{
    private const string Gold = "gold at ";
    private const string Adopted = ", to be adopted";

    private readonly ConcurrentDictionary<(string Repository, string What), string> said = new();

    /// <summary>Gold, as something to push. A promotion and an adoption of one commit are tried for different reasons.</summary>
    public static string GoldAt(Rules.CommitSha commit, bool adoption = false) => $"{Gold}{commit.Abbreviated}{(adoption ? Adopted : "")}";

    /// <param name="what">What was pushed, for people: gold at a commit, the ledger, a tag.</param>
    public void Failed(string repository, string what, string why) => said[(repository, what)] = why;

    /// <summary>It was taken, or nobody tries it any more.</summary>
    public void Taken(string repository, string what) => said.TryRemove((repository, what), out _);

    /// <summary>Gold was taken: whatever else it was to be moved to is judged anew.</summary>
    public void GoldTaken(string repository) => Forget(repository, what => what.StartsWith(Gold, StringComparison.Ordinal));

    /// <summary>No adoption is carried any more.</summary>
    public void NothingAdopted(string repository) => Forget(repository, what => what.EndsWith(Adopted, StringComparison.Ordinal));

    /// <summary>One sentence for each; null where everything was taken.</summary>
    public string? Of(string repository)
    {
        var all = said.Where(one => one.Key.Repository == repository).OrderBy(one => one.Key.What, StringComparer.Ordinal).Select(one => $"The remote did not take {one.Key.What}: {one.Value}").ToList();
        return all.Count == 0 ? null : string.Join(' ', all);
    }

    private void Forget(string repository, Func<string, bool> isOne)
    {
        foreach (var one in said.Keys.Where(one => one.Repository == repository && isOne(one.What))) said.TryRemove(one, out _);
    }
}
