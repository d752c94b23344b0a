namespace Custodian.Licences.Reading;

/// <summary>The comments that a source file begins with: where its licence stands, and the same in thousands of files.</summary>
internal static class LeadingComment
{
    private const int Longest = 1 << 15;

    // What opens a block comment, and what closes it; declarations that stand before a file's first comment among them.
    private static readonly (byte[] Open, byte[] Close)[] Blocks =
    [
        ("/*"u8.ToArray(), "*/"u8.ToArray()),
        ("<!--"u8.ToArray(), "-->"u8.ToArray()),
        ("<%--"u8.ToArray(), "--%>"u8.ToArray()),
        ("<?xml"u8.ToArray(), "?>"u8.ToArray()),
        ("{-"u8.ToArray(), "-}"u8.ToArray()),
        ("(*"u8.ToArray(), "*)"u8.ToArray()),
        ("--[["u8.ToArray(), "]]"u8.ToArray()),
    ];

    // What makes the rest of a line a comment.
    private static readonly byte[][] Lines = ["//"u8.ToArray(), "#"u8.ToArray(), "--"u8.ToArray(), ";"u8.ToArray(), "%"u8.ToArray(), "'"u8.ToArray()];

    /// <summary>Where it ends: after the last comment's line end. 0: the text begins otherwise, or its first comment has no end in reach.</summary>
    public static int End(ReadOnlySpan<byte> text)
    {
        var head = text[..Math.Min(text.Length, Longest)];
        var end = 0;
        for (var at = Blank(head, 0); at < head.Length; at = Blank(head, end))
        {
            var next = Comment(head, at);
            if (next <= at) break;
            end = next;
        }

        return end == Longest ? 0 : end;
    }

    private static int Comment(ReadOnlySpan<byte> head, int at)
    {
        foreach (var (open, close) in Blocks)
        {
            if (!head[at..].StartsWith(open)) continue;
            var length = head[(at + open.Length)..].IndexOf(close);
            return length < 0 ? -1 : at + open.Length + length + close.Length;
        }

        foreach (var mark in Lines)
        {
            if (!head[at..].StartsWith(mark)) continue;
            var length = head[at..].IndexOf((byte)'\n');
            return length < 0 ? head.Length : at + length + 1;
        }

        return -1;
    }

    private static int Blank(ReadOnlySpan<byte> head, int at)
    {
        var next = head[at..].IndexOfAnyExcept(" \t\r\n\f"u8);
        return next < 0 ? head.Length : at + next;
    }
}
