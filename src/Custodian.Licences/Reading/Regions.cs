namespace Custodian.Licences.Reading;

/// <summary>The stretches of a text that are read word by word: around its keywords, whole lines, as far as a licence could reach.</summary>
internal static class Regions
{
    // A licence says no more than twice this much without one of the keywords.
    private const int Reach = 1500;

    /// <summary>Adds the stretches, in order, none touching another.</summary>
    /// <returns>Where the first one ends if it is the file's leading comment and no more: the same bytes in another file say the same. Else 0.</returns>
    public static int Of(ReadOnlySpan<byte> text, List<(int From, int To)> hits, List<(int From, int To)> regions)
    {
        var head = Head(text, hits);
        if (head > 0) regions.Add((0, head));
        foreach (var (first, last) in hits)
        {
            if (last < head) continue;
            var from = LineStart(text, Math.Max(head, first - Reach), head);
            var to = LineEnd(text, Math.Min(text.Length, last + Reach));
            if (regions.Count > (head > 0 ? 1 : 0) && from <= regions[^1].To) regions[^1] = (regions[^1].From, Math.Max(to, regions[^1].To));
            else regions.Add((from, to));
        }

        return head;
    }

    // The leading comment stands for itself where no other keyword is so near that one licence could hold both.
    private static int Head(ReadOnlySpan<byte> text, List<(int From, int To)> hits)
    {
        if (hits[0].From >= Reach * 4) return 0;
        var end = LeadingComment.End(text);
        if (end <= hits[0].From) return 0;
        foreach (var (first, last) in hits)
        {
            // A run of keywords may begin within the comment and go on behind it.
            if (last >= end && first < end + (2 * Reach)) return 0;
        }

        return end;
    }

    // A line that has no end in sight is cut at a blank.
    private static int LineStart(ReadOnlySpan<byte> text, int at, int least)
    {
        least = Math.Max(least, at - Reach);
        var start = text[least..at].LastIndexOf((byte)'\n');
        if (start >= 0) return least + start + 1;
        if (least == 0) return 0;
        var blank = text[least..at].LastIndexOf((byte)' ');
        return blank >= 0 ? least + blank + 1 : at;
    }

    private static int LineEnd(ReadOnlySpan<byte> text, int at)
    {
        var most = Math.Min(text.Length, at + Reach);
        var end = text[at..most].IndexOf((byte)'\n');
        if (end >= 0) return at + end + 1;
        if (most == text.Length) return most;
        var blank = text[at..most].IndexOf((byte)' ');
        return blank >= 0 ? at + blank : most;
    }
}
