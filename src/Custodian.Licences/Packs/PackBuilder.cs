using Custodian.Licences.Phrases;
using Custodian.Licences.Reading;
using Custodian.Licences.Texts;
using Custodian.Licences.Words;

namespace Custodian.Licences.Packs;

/// <summary>Makes of rules what the engine matches: a graph of phrases, and texts.</summary>
/// <param name="table">The engine's words; grows by those of the packs.</param>
internal sealed class PackBuilder(WordTable table, PackMistakes mistakes)
{
    // A rule of fewer words is met word for word; so few leave nothing to differ in.
    private const int FewestTextWords = 20;
    private const int FewestHoledWords = 8;

    private const string Open = " xxopenxx ";
    private const string Close = " xxclosexx ";

    private readonly WordList words = new();
    private readonly Dictionary<(int State, int Word), int> steps = [];
    private int textWords;

    public PhraseGraph Graph { get; } = new();

    public List<PhraseRule> Rules { get; } = [];

    public List<TextRule> Texts { get; } = [];

    /// <summary>Characters of phrases that were read.</summary>
    public long Letters { get; set; }

    /// <summary>What there is no more room for; null: nothing.</summary>
    public string? Full =>
        Rules.Count + Texts.Count > PackLimits.Rules ? $"all packs together have more than {PackLimits.Rules:N0} rules"
        : Graph.States > PackLimits.States || Letters > PackLimits.Letters ? "the phrases of all packs together are too large with all their names and choices"
        : table.Count > PackLimits.Words ? $"all packs together have more than {PackLimits.Words:N0} different words"
        : textWords > PackLimits.TextWords ? $"the texts of all packs together have more than {PackLimits.TextWords:N0} words"
        : null;

    /// <summary>A phrase in the engine's own form.</summary>
    /// <exception cref="FormatException">It cannot be used; the message says why and what to mend.</exception>
    public void AddPhrase(PhraseRule rule, string phrase, IReadOnlyDictionary<string, string> named)
    {
        var alone = new PhraseGraph();
        var trial = new PhraseParser(alone, table, named);
        try
        {
            trial.Add(phrase, 0);
        }
        finally
        {
            Letters += trial.Read;
        }

        foreach (var state in alone.Closure([0]))
        {
            if (alone.Accepted(state) >= 0) throw new FormatException("the phrase has no words, or may be without any: write one that has to be there");
            foreach (var (word, _) in alone.Steps(state))
            {
                if (word == PhraseGraph.AnyWord) throw new FormatException("the phrase begins with a gap, and so anywhere: begin it with a word");
            }
        }

        for (var state = 0; state < alone.States; state++)
        {
            if (alone.Steps(state).Any(step => step.Word == 0)) throw new FormatException("the phrase has a word of more than 64 letters, which is never read: leave it out");
        }

        // A short name counts only beside a word of licensing, and what is ignored needs no finding.
        if (rule.Needs is PhraseNeeds.Nothing or PhraseNeeds.NoBetter && KeywordlessPath.In(alone, table, PackLimits.Ways) is { } said)
            throw new FormatException($"'{said.Trim()}' holds none of the words by which licences are found, such as 'license' or 'copyright', and would never be read: write the words around it, too");

        new PhraseParser(Graph, table, named).Add(phrase, Rules.Count);
        Rules.Add(rule);
    }

    /// <summary>A text of the engine's own form.</summary>
    /// <exception cref="FormatException">It cannot be used; the message says why and what to mend.</exception>
    public void AddText(PhraseRule rule, string text)
    {
        var numbers = TextWords.Of(text, table, words, out var holes);
        if (numbers.Length < TextIndex.Run || numbers.Length > ushort.MaxValue) throw new FormatException($"a text has {TextIndex.Run} to {ushort.MaxValue:N0} words, and this one has {numbers.Length:N0}");
        if (!Keywords.In(text)) throw new FormatException("the text holds none of the words by which licences are found, such as 'license' or 'copyright', and would never be read");
        Take(Text(rule, numbers, holes));
    }

    /// <summary>A rule of ScanCode's form. What cannot be found is left out, and counted.</summary>
    /// <exception cref="FormatException">It cannot be used; the message says why and what to mend.</exception>
    public void Add(PackRule rule)
    {
        var text = rule.Rule.Kind == FindingKind.FullText && TextWords.WithoutCopyright(rule.Text.Split('\n')) is var lines && string.Join('\n', lines) is { } body && body.Trim().Length > 0 ? body : rule.Text;
        if (!Keywords.In(text))
        {
            mistakes.LeaveOut("hold none of the words by which licences are found");
            return;
        }

        var marked = TextWords.Of(text.Replace("{{", Open, StringComparison.Ordinal).Replace("}}", Close, StringComparison.Ordinal), table, words, out var holes);
        var (places, parts) = Unmarked(marked);
        int[] numbers = [.. places.Select(at => marked[at])];
        var isPhrase = rule.IsExact ? numbers.Length <= PackLimits.PhraseWords : numbers.Length < FewestTextWords;
        if (parts is null) throw new FormatException("the text opens '{{' and '}}' otherwise than in pairs: correct them");
        if (numbers.Length > ushort.MaxValue) throw new FormatException($"the text has more than {ushort.MaxValue:N0} words: make several of it");
        if (numbers.Length == 0) mistakes.LeaveOut("have no words");
        else if (isPhrase && !numbers.Contains(0)) AddWords(rule.Rule, numbers);
        else if (rule.Rule.Needs.HasFlag(PhraseNeeds.Ignored) || numbers.Length < FewestHoledWords) mistakes.LeaveOut("have gaps, or words too long to be read, and must be met word for word");
        else Take(Text(rule.Rule, numbers, [.. places.Select(at => holes[at])]) with { LeastShare = rule.IsExact ? 1 : rule.LeastShare, Fixed = parts });
    }

    // What begins alike goes one way as long as it is alike.
    private void AddWords(PhraseRule rule, int[] numbers)
    {
        var state = 0;
        foreach (var word in numbers)
        {
            if (!steps.TryGetValue((state, word), out var next))
            {
                steps[(state, word)] = next = Graph.AddState();
                Graph.AddStep(state, word, next);
            }

            state = next;
        }

        if (Graph.Accepted(state) < 0) Graph.Accept(state, Rules.Count);
        Rules.Add(rule);
    }

    private static TextRule Text(PhraseRule rule, int[] numbers, bool[] holes) =>
        new(rule.Expression, rule.Kind, numbers, holes, [], Common: false, rule.Source) { Pack = rule.Pack };

    private void Take(TextRule text)
    {
        textWords += text.Words.Length;
        Texts.Add(text);
    }

    // Which words are no marks, and the stretches of them between marks; no stretches where the marks are no pairs.
    private (List<int> Places, List<(int From, int To)>? Parts) Unmarked(int[] numbers)
    {
        var (open, close) = (table.Find("xxopenxx"u8), table.Find("xxclosexx"u8));
        var plain = new List<int>(numbers.Length);
        var parts = new List<(int, int)>();
        var from = -1;
        for (var at = 0; at < numbers.Length; at++)
        {
            var number = numbers[at];
            if (number == 0 || (number != open && number != close)) plain.Add(at);
            else if (number == open != from < 0) return (plain, null);
            else if (number == open) from = plain.Count;
            else
            {
                if (plain.Count > from) parts.Add((from, plain.Count));
                from = -1;
            }
        }

        return (plain, from < 0 ? parts : null);
    }
}
