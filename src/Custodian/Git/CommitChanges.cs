namespace Custodian.Git;

/// <summary>What <c>git diff-tree -r -z</c> prints: <c>:MODE MODE ID ID STATUS NUL PATH NUL</c>, put over the list of the commit that it starts from.</summary>
internal static class CommitChanges
{
    private const int ModeDigits = 6;
    private const int NewMode = 1 + ModeDigits + 1;
    private const int NewId = NewMode + ModeDigits + 1 + BlobId.Digits + 1;

    /// <summary>The other commit's entries.</summary>
    /// <param name="before">Strictly in the order of the bytes of their paths.</param>
    /// <param name="printed">In the same order.</param>
    /// <exception cref="GitException">It is no such print, or not about this list.</exception>
    public static IReadOnlyList<CommitEntry> Apply(IReadOnlyList<CommitEntry> before, ReadOnlyMemory<byte> printed)
    {
        var entries = new List<CommitEntry>(before.Count + 16);
        var at = 0;
        while (printed.Length > 0)
        {
            var head = Next(ref printed).Span;
            var path = Next(ref printed);
            if (head.Length < NewId + BlobId.Digits + 2 || head[0] != ':') throw NotUnderstood();

            while (at < before.Count && before[at].Path.Span.SequenceCompareTo(path.Span) < 0) entries.Add(before[at++]);
            var isKnown = at < before.Count && before[at].Path.Span.SequenceEqual(path.Span);
            var status = (char)head[NewId + BlobId.Digits + 1];
            if (isKnown != status is not 'A') throw NotUnderstood();

            if (isKnown) at++;
            if (status != 'D') entries.Add(new(path, TreeListing.KindOf(head.Slice(NewMode, ModeDigits)), BlobId.Parse(head.Slice(NewId, BlobId.Digits))));
        }

        for (; at < before.Count; at++) entries.Add(before[at]);
        return entries;
    }

    /// <summary>True where no path stands twice, and each behind all that are smaller: what git itself writes.</summary>
    public static bool AreInOrder(IReadOnlyList<CommitEntry> entries)
    {
        for (var at = 1; at < entries.Count; at++)
        {
            if (entries[at - 1].Path.Span.SequenceCompareTo(entries[at].Path.Span) >= 0) return false;
        }

        return true;
    }

    private static ReadOnlyMemory<byte> Next(ref ReadOnlyMemory<byte> printed)
    {
        var length = printed.Span.IndexOf((byte)0);
        if (length < 0) throw NotUnderstood();

        var next = printed[..length];
        printed = printed[(length + 1)..];
        return next;
    }

    private static GitException NotUnderstood() => new("git told the changes of a commit in a way that is not understood.");
}
