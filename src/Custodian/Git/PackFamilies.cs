namespace Custodian.Git;

/// <summary>
/// The blobs of one pack by what they are stored as differences from, so that each is unpacked once, while the one that it differs
/// from is at hand.
/// </summary>
internal sealed class PackFamilies
{
    // git itself makes chains of 50; longer ones than this only when told to.
    private const int DeepestMember = 500;

    // Null: not to be unpacked here.
    private readonly Dictionary<long, PackMember?> known = [];
    private readonly List<PackMember> roots = [];
    private int taken;

    /// <param name="blobs">Blobs of this pack.</param>
    /// <param name="left">Is told of those that are not to be unpacked here.</param>
    public PackFamilies(PackStream pack, IReadOnlyList<StoredBlob> blobs, Action<StoredBlob> left)
    {
        known.EnsureCapacity(blobs.Count);
        var path = new List<(long At, PackEntry? Entry)>();
        foreach (var blob in blobs)
        {
            if (Find(pack, blob.Offset, path) is { } member) member.Blob = blob;
            else left(blob);
        }

        // The largest first, so that no worker is left with one of them at the end.
        roots.Sort((one, other) => other.Descendants.CompareTo(one.Descendants));
    }

    public int Count => roots.Count;

    /// <summary>The next family, by the one that is stored whole.</summary>
    /// <returns>Null where all have been taken.</returns>
    public PackMember? Take() => Interlocked.Increment(ref taken) is var next && next <= roots.Count ? roots[next - 1] : null;

    private PackMember? Find(PackStream pack, long at, List<(long At, PackEntry? Entry)> path)
    {
        path.Clear();
        PackMember? member;
        // A base lies before what differs from it: this ends.
        for (; !known.TryGetValue(at, out member) && at >= 0; at = path[^1].Entry?.Base ?? -1) path.Add((at, TryRead(pack, at)));

        var whole = at < 0;
        for (var next = path.Count - 1; next >= 0; next--, whole = false)
        {
            var (offset, entry) = path[next];
            member = entry is { } stored && (whole || member is { Depth: < DeepestMember }) ? Add(stored, member) : null;
            known[offset] = member;
        }

        return member;
    }

    private PackMember Add(PackEntry entry, PackMember? parent)
    {
        var member = new PackMember(entry, parent);
        if (parent is null)
        {
            roots.Add(member);
            return member;
        }

        parent.FirstChild = member;
        member.Root.Descendants++;
        return member;
    }

    private static PackEntry? TryRead(PackStream pack, long at)
    {
        try
        {
            return PackEntry.Read(pack, at);
        }
        catch (IOException)
        {
            // git is asked: it says so in its own words.
            return null;
        }
    }
}
