using System.Text;

namespace Custodian.Licences.Words;

/// <summary>Words that mean the same to a licence (SPDX's list of equivalent words), and words that mean nothing to it.</summary>
internal sealed class Spellings
{
    /// <summary>Written before a hyphen, they make one word with what follows.</summary>
    public static readonly byte[][] Prefixes = [.. new[] { "sub", "non", "copy", "re" }.Select(Encoding.ASCII.GetBytes)];

    private const string Equal = """
        licence license
        licences licenses
        licenced licensed
        licencing licensing
        licencee licensee
        licencees licensees
        licencor licensor
        licensers licensors
        licenser licensor
        sublicence sublicense
        sublicences sublicenses
        sublicenced sublicensed
        acknowledgment acknowledgement
        acknowledgments acknowledgements
        analogue analog
        analyse analyze
        artefact artifact
        authorisation authorization
        authorised authorized
        calibre caliber
        cancelled canceled
        capitalisations capitalizations
        catalogue catalog
        categorise categorize
        centre center
        emphasised emphasized
        favour favor
        favourite favorite
        fulfil fulfill
        fulfilment fulfillment
        https http
        initialise initialize
        judgment judgement
        labelling labeling
        labour labor
        merchantibility merchantability
        merchantable merchantability
        modelling modeling
        offence offense
        optimise optimize
        organisation organization
        organise organize
        practise practice
        programme program
        realise realize
        recognise recognize
        signalling signaling
        utilisation utilization
        whilst while
        wilful willful
        noncommercially noncommercial
        andor or
        """;

    private static readonly HashSet<string> MarkUps = [.. """
        a abbr acronym address article b big blockquote body br center cite code dd div dl dt em emphasis font footer h1 h2 h3 h4 h5 h6
        head header hr html i img ins kbd legalnotice li link literal main meta nav nobr ol p para pre s section simpara small span
        strike strong style sub sup table tbody td th thead title tr tt u ul ulink var
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> MarkUpLookup = MarkUps.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly byte[][] CommentMarks = [.. new[] { "dnl", "rem", "xcomm", "echo" }.Select(Encoding.ASCII.GetBytes)];

    private readonly Dictionary<int, (byte[] From, byte[] To)[]> pairs;

    public Spellings()
    {
        pairs = Equal.Split('\n').Select(line => line.Split(' '))
            .Select(pair => (From: Encoding.ASCII.GetBytes(pair[0]), To: Encoding.ASCII.GetBytes(pair[1])))
            .GroupBy(pair => Key(pair.From)).ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>The spelling that stands for all that mean the same.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> word)
    {
        if (word.Length < 5 || !pairs.TryGetValue(Key(word), out var same)) return word;
        foreach (var (from, to) in same)
        {
            if (Ascii.EqualsIgnoreCase(word, from)) return to;
        }

        return word;
    }

    public static bool IsCommentMark(ReadOnlySpan<byte> word)
    {
        foreach (var mark in CommentMarks)
        {
            if (Ascii.EqualsIgnoreCase(word, mark)) return true;
        }

        return false;
    }

    public static bool IsMarkUp(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > 12) return false;
        Span<char> lower = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++) lower[i] = (char)Letters.Lower(name[i]);
        return MarkUpLookup.Contains(lower);
    }

    private static int Key(ReadOnlySpan<byte> word) => (word.Length << 16) | (Letters.Lower(word[0]) << 8) | Letters.Lower(word[^1]);
}
