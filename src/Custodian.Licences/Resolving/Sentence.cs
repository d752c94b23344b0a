using System.Buffers;
using System.Text;
using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>Where the sentence ends in which licences are named, and what it says beside them.</summary>
internal static class Sentence
{
    // Further away than this, words of one sentence say little about each other.
    private const int Reach = 400;
    private const int Furthest = 20_000;

    // Comment marks at the beginning of a line are blanks.
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r*#/;%!-'\""u8);

    // Not a choice, or not of all of it.
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "not", "no", "neither", "nor", "none", "never", "both", "each", "respectively", "except", "unless", "must", "comply", "obey", "obeyed", "apply", "applies", "bind", "binds", "together", "combined",
        "simultaneously", "part", "parts", "portion", "portions", "some", "other", "others", "but", "while", "whereas", "client", "server", "includes", "contains", "including", "containing", "only", "formerly", "previously", "older", "was", "were", "non", "noncommercial", "commercial", "production",
        "depending", "depends", "according", "noted", "marked", "indicated", "stated", "told", "where", "when", "if", "per", "component", "edition", "directory", "jointly", "cumulatively", "cumulative", "union",
        "satisfy", "satisfied", "met", "shall", "once", "same", "breach", "stricter",
        "whether", "unclear", "unsure", "perhaps", "maybe", "probably", "todo", "fixme", "xxx", "find", "various", "variously", "individually",
    };

    // What the sentence before or behind can still say of the licences that this one names.
    private static readonly HashSet<string> Denials = new(StringComparer.Ordinal)
    {
        "both", "each", "must", "comply", "obey", "bind", "binds", "together", "simultaneously", "jointly", "cumulatively", "cumulative", "apply", "applies", "combined", "satisfy", "respectively",
        "headers", "mandatory", "precedence", "prevails", "prevail", "chose", "chosen", "unclear", "unsure",
    };

    // What asks for all of it, wherever it is said nearby.
    private static readonly HashSet<string> Demands = new(StringComparer.Ordinal) { "both", "jointly", "cumulatively", "cumulative", "simultaneously" };

    // What may stand behind the last of the licences and leaves the choice as it is.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "at", "your", "you", "option", "choice", "discretion", "prefer", "preference", "own", "as", "published", "by", "the", "free", "software", "foundation", "inc", "fsf", "a", "an", "of", "or", "and", "any", "later", "newer", "version", "versions", "v",
        "license", "licenses", "licence", "licences", "licensed", "terms", "conditions", "gnu", "general", "public", "lesser", "library", "gpl", "lgpl", "agpl", "mit", "bsd", "apache", "mpl", "mozilla", "artistic", "isc", "zlib", "epl", "eclipse", "style", "clause", "x11", "expat",
        "see", "file", "files", "for", "details", "detail", "more", "information", "full", "text", "texts", "complete", "copy", "copies", "copying", "found", "find", "in", "on", "to", "with", "from", "this", "that", "these", "those", "its", "it", "is", "are", "be", "can", "may", "which", "also",
        "http", "https", "www", "org", "com", "net", "io", "html", "htm", "txt", "md", "php", "en", "github", "gitlab", "opensource", "jquery", "root", "source", "tree", "project", "repository", "package", "distribution", "directory", "accompanying", "included", "available", "obtain", "obtained", "here", "above", "below", "following", "under",
        "copyright", "c", "n", "li", "p", "br", "div", "span", "a", "rights", "reserved", "all", "spdx", "identifier", "perl", "itself", "ruby",
    };

    /// <summary>Whether a sentence ends between two words: a full stop and a blank, or an empty line.</summary>
    /// <param name="from">The word behind the last of what comes before.</param>
    /// <param name="to">The first of what follows.</param>
    public static bool Ends(ReadOnlySpan<byte> text, WordList words, int from, int to)
    {
        if (from > to || to >= words.Count || from == 0) return false;

        return EndOf(text[words.Starts[from - 1]..words.Starts[to]]) >= 0;
    }

    /// <summary>Whether the sentences that hold the claims offer them without saying anything that could mean otherwise.</summary>
    /// <param name="plainly">Whether behind the last one nothing may stand, to the end of the sentence, but what says nothing.</param>
    public static bool SaysNothingElse(ReadOnlySpan<byte> text, WordList words, Claim first, Claim last, bool plainly = false)
    {
        var start = words.Starts[first.Start];
        var before = text[Back(text, start)..start];
        if (Says(before, Demands)) return false;
        var previous = ReadOnlySpan<byte>.Empty;
        for (int end; (end = EndOf(before)) >= 0; before = before[(end + 1)..])
        {
            if (!IsBlank(before[..end])) previous = before[..end];
        }

        var from = words.Starts[last.End - 1];
        var after = text[from..On(text, from)];
        if (Says(after, Demands)) return false;
        var next = ReadOnlySpan<byte>.Empty;
        if (EndOf(after) is >= 0 and var length)
        {
            next = after[(length + 1)..];
            after = after[..length];
        }

        for (int end; (end = EndOf(next)) >= 0;)
        {
            if (IsBlank(next[..end])) next = next[(end + 1)..];
            else next = next[..end];
        }

        return !Says(before, Others) && !Says(after, Others) && !Says(previous, Denials) && !Says(next, Denials) && !(plainly && SaysMore(after));
    }

    // Blanks and rows of marks are no distance, up to a bound.
    private static int Back(ReadOnlySpan<byte> text, int at)
    {
        var least = Math.Max(0, at - Furthest);
        for (var left = Reach; at > least && left > 0; at--)
        {
            if (Letters.IsWord(text[at - 1])) left--;
        }

        return at;
    }

    private static int On(ReadOnlySpan<byte> text, int at)
    {
        var most = Math.Min(text.Length, at + Furthest);
        for (var left = Reach; at < most && left > 0; at++)
        {
            if (Letters.IsWord(text[at])) left--;
        }

        return at;
    }

    // The first word is the licence's own last one.
    private static bool SaysMore(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && (Letters.IsWord(text[at]) || text[at] is (byte)'.' or (byte)'-' or (byte)'+')) at++;
        while (at < text.Length)
        {
            var end = at;
            while (end < text.Length && Letters.IsLetter(text[end])) end++;
            if (end > at && !Harmless.Contains(Encoding.ASCII.GetString(text[at..end]).ToLowerInvariant())) return true;
            at = end + 1;
        }

        return false;
    }

    private static bool Says(ReadOnlySpan<byte> text, HashSet<string> any)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && Letters.IsLetter(text[end])) end++;
            if (end > at && any.Contains(Encoding.ASCII.GetString(text[at..end]).ToLowerInvariant())) return true;
            at = end + 1;
        }

        return false;
    }

    private static int EndOf(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '.' && at + 1 < text.Length && text[at + 1] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' && IsAfterWord(text, at)) return at;
            if (text[at] == '\n' && IsEmptyLine(text[(at + 1)..]) && !IsOpen(text[..at])) return at;
        }

        return -1;
    }

    // "Version 2. " ends one; "v. 2" does not.
    private static bool IsAfterWord(ReadOnlySpan<byte> text, int at) => !(at >= 1 && (text[at - 1] | 0x20) == 'v' && (at == 1 || !Letters.IsLetter(text[at - 2])));

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        foreach (var one in text)
        {
            if (Letters.IsWord(one)) return false;
        }

        return true;
    }

    // "Licensed under either of", and a list below it.
    private static bool IsOpen(ReadOnlySpan<byte> text) => text.TrimEnd(" \t\r*"u8) is var line && (line.EndsWith(":"u8) || line.EndsWith(" of"u8));

    private static bool IsEmptyLine(ReadOnlySpan<byte> line)
    {
        var at = line.IndexOfAnyExcept(Blanks);
        return at >= 0 && line[at] == '\n';
    }
}
