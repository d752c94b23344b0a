namespace Custodian.Rules;

/// <summary>Judges where gold was found on a remote: did the gate put it there, or somebody else?</summary>
public static class GoldSighting
{
    /// <summary>True when the ledger explains what was found.</summary>
    /// <param name="found">Where gold was found; null: there was none.</param>
    /// <param name="before">Where the ledger said gold stood when the look began; null: not adopted then.</param>
    /// <param name="line">Gold, oldest first, as the ledger tells it after the look.</param>
    /// <param name="intended">Where intents that were open before or after the look were moving it.</param>
    public static bool IsOurs(CommitSha? found, CommitSha? before, IReadOnlyList<CommitSha> line, IReadOnlyCollection<CommitSha> intended)
    {
        // A look takes time, and our own promotion may land in the midst of it: any place since its beginning is ours.
        if (found == before) return true;
        if (found is not { } commit) return false;
        if (intended.Contains(commit)) return true;

        var since = before is { } old ? line.TakeWhile(place => place != old).Count() : 0;
        return line.Skip(since == line.Count ? 0 : since).Contains(commit);
    }
}
