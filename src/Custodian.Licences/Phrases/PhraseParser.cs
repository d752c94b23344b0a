using System.Text;
using Custodian.Licences.Reading;
using Custodian.Licences.Words;

namespace Custodian.Licences.Phrases;

/// <summary>
/// Adds one phrase to the graph. <c>(a b|c)</c> is one of several, <c>[a]</c> may be missing, <c>..8</c> is up to eight words of any
/// kind, <c>@name</c> is a phrase that has a name; everything else is words.
/// </summary>
internal sealed class PhraseParser(PhraseGraph graph, WordTable table, IReadOnlyDictionary<string, string> named)
{
    private const int DeepestNesting = 24;
    private const int WidestGap = 60;

    // Far beyond what anybody writes: names that hold names grow by powers.
    private const int MostStates = 20_000;
    private const int MostLetters = 400_000;

    private readonly WordReader reader = new(table, adding: true);
    private readonly WordList words = new();
    private int began;
    private int letters;

    /// <summary>Characters read so far, those of names as often as they are used.</summary>
    public long Read { get; private set; }

    /// <exception cref="FormatException">The phrase cannot be read; the message says where and what to mend.</exception>
    public void Add(string phrase, int rule)
    {
        (began, letters) = (graph.States, 0);
        var begin = graph.AddState();
        graph.AddFree(0, begin);
        var end = Sequence(phrase, begin, 0);
        if (end == begin) throw new FormatException("the phrase has no words");
        graph.Accept(end, rule);
    }

    private int Sequence(string text, int state, int depth)
    {
        if (depth > DeepestNesting) throw new FormatException("brackets or names are nested too deep");
        Read += text.Length;
        if ((letters += text.Length) > MostLetters || graph.States - began > MostStates) throw new FormatException("the phrase is too large with all its names and choices: make several of it");
        for (var at = 0; at < text.Length;)
        {
            switch (text[at])
            {
                case '(' or '[':
                    var close = Closing(text, at);
                    state = Choice(text[(at + 1)..close], state, depth, optional: text[at] == '[');
                    at = close + 1;
                    break;
                case ')' or ']' or '|':
                    throw new FormatException($"'{text[at]}' at column {at + 1} closes or divides nothing");
                case '@':
                    var end = at + 1;
                    while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '.' && end + 1 < text.Length && char.IsAsciiLetterOrDigit(text[end + 1]))) end++;
                    var name = text[(at + 1)..end];
                    if (!named.TryGetValue(name, out var meaning)) throw new FormatException($"nothing is called '@{name}'");
                    state = Choice(meaning, state, depth, optional: false);
                    at = end;
                    break;
                case '.' when at + 2 < text.Length && text[at + 1] == '.' && char.IsAsciiDigit(text[at + 2]):
                    var digits = at + 2;
                    while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
                    state = Gap(digits - at > 6 ? int.MaxValue : int.Parse(text[(at + 2)..digits]), state);
                    at = digits;
                    break;
                default:
                    var stop = at;
                    while (stop < text.Length && !"()[]|@".Contains(text[stop]) && !text[stop..].StartsWith("..", StringComparison.Ordinal)) stop++;
                    // A full stop before a gap belongs to neither.
                    if (stop == at) stop++;
                    state = Words(text[at..stop], state);
                    at = stop;
                    break;
            }
        }

        return state;
    }

    private int Choice(string text, int state, int depth, bool optional)
    {
        var join = graph.AddState();
        foreach (var part in Parts(text))
        {
            var begin = graph.AddState();
            graph.AddFree(state, begin);
            graph.AddFree(Sequence(part, begin, depth + 1), join);
        }

        if (optional) graph.AddFree(state, join);
        return join;
    }

    private int Gap(int most, int state)
    {
        if (most is < 1 or > WidestGap) throw new FormatException($"a gap is of 1 to {WidestGap} words");
        var join = graph.AddState();
        graph.AddFree(state, join);
        for (var i = 0; i < most; i++)
        {
            var next = graph.AddState();
            graph.AddStep(state, PhraseGraph.AnyWord, next);
            graph.AddFree(next, join);
            state = next;
        }

        return join;
    }

    private int Words(string text, int state)
    {
        words.Clear();
        // Written alone it follows some word of another part.
        if (text.Trim() == "+") words.Add(table.Add("+"u8), 0, 1);
        // The space keeps a first word from being taken for a bullet.
        reader.Read(Unseen.Without(Encoding.UTF8.GetBytes(" " + text)), words);
        foreach (var word in words.Numbers)
        {
            var next = graph.AddState();
            graph.AddStep(state, word, next);
            state = next;
        }

        return state;
    }

    private static int Closing(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            if (text[at] is '(' or '[') depth++;
            else if (text[at] is ')' or ']' && --depth == 0) return at;
        }

        throw new FormatException($"the bracket at column {open + 1} is never closed");
    }

    private static IEnumerable<string> Parts(string text)
    {
        var depth = 0;
        var from = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '(' or '[') depth++;
            else if (text[at] is ')' or ']') depth--;
            else if (text[at] == '|' && depth == 0)
            {
                yield return text[from..at];
                from = at + 1;
            }
        }

        yield return text[from..];
    }
}
