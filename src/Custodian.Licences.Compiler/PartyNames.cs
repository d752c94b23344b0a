using System.Text;
using System.Text.RegularExpressions;
using Custodian.Licences.Reading;
using Custodian.Licences.Words;

namespace Custodian.Licences.Compiler;

/// <summary>Which words of a licence's text name its parties: others stand in their place wherever somebody else uses it.</summary>
internal sealed partial class PartyNames
{
    // In a long text a party is defined once, and its name is part of the wording.
    private const int LongestText = 700;

    private readonly List<int[]> phrases = [];
    private readonly WordTable table;
    private readonly Dictionary<string, int> texts = [];

    /// <summary>Licences of which others are variants.</summary>
    public required IReadOnlyCollection<string> Common { get; init; }

    /// <summary>Names without which a text is not this licence, where its own name does not tell them.</summary>
    public required IReadOnlyDictionary<string, string[]> Needed { get; init; }

    /// <param name="names">Ways to speak of the parties, a line each.</param>
    /// <param name="corpus">Every text: a word that several of them know is no name.</param>
    public PartyNames(IEnumerable<string> names, IEnumerable<string> corpus, WordTable table)
    {
        this.table = table;
        foreach (var name in names)
        {
            var words = new WordList();
            new WordReader(table, adding: true).Read(Unseen.Without(Encoding.UTF8.GetBytes(" " + name)), words);
            phrases.Add(words.Numbers.ToArray());
        }

        foreach (var text in corpus)
        {
            foreach (var word in Word().Matches(text).Select(match => match.Value.ToLowerInvariant()).Distinct()) texts[word] = texts.GetValueOrDefault(word) + 1;
        }
    }

    /// <summary>For each word, whether it is part of a name.</summary>
    public bool[] In(int[] words, string text)
    {
        var soft = new bool[words.Length];
        if (words.Length > LongestText) return soft;
        for (var at = 0; at < words.Length; at++)
        {
            foreach (var phrase in phrases.Where(phrase => words.AsSpan(at).StartsWith(phrase))) soft.AsSpan(at, phrase.Length).Fill(true);
        }

        HashSet<int> proper = [.. Proper(text).Select(Number).Where(number => number != 0)];
        for (var at = 0; at < words.Length; at++) soft[at] |= proper.Contains(words[at]);
        return soft;
    }

    /// <summary>The names without which a text is not this licence: those that its own name speaks of.</summary>
    /// <param name="licence">Its id and name.</param>
    public int[] Required(string id, string licence, string text)
    {
        if (Common.Contains(id)) return [];
        var said = Needed.TryGetValue(id, out var words) ? words : Word().Matches(licence).Select(match => match.Value.ToLowerInvariant()).Intersect(Proper(text));
        return [.. said.Select(Number).Where(number => number != 0).Order()];
    }

    private int Number(string word) => table.Find(Encoding.UTF8.GetBytes(word));

    // A capital within a sentence, and hardly any other text knows the word.
    private IEnumerable<string> Proper(string text) =>
        Capital().Matches(text).Select(match => match.Groups[1].Value.ToLowerInvariant()).Distinct().Where(word => texts.GetValueOrDefault(word) <= 4);

    [GeneratedRegex(@"[A-Za-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"[a-z,""(] ""?([A-Z][A-Za-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Capital();
}
