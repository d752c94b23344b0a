using System.Text;
using System.Text.RegularExpressions;

namespace Custodian.Licences.Phrases;

/// <summary>
/// Reads files of phrases; <c>Data/README.md</c> tells how they are written. All names of all files are read before any phrase, so
/// that the order of files means nothing.
/// </summary>
internal sealed partial class PhraseFile
{
    // Far beyond what anybody writes; loops within loops grow by powers.
    private const int LongestLine = 10_000;
    private const int MostRounds = 10_000;
    private const int MostAllRounds = 200_000;
    private const int MostMistakes = 100;
    private const int MostPhrases = 50_000;
    private const int MostCharacters = 16 << 20;

    private const string Kinds = "notice, name, url, tag, text, unknown, no-grant or ignore";

    private readonly Dictionary<string, string> names = [];
    private readonly List<(PhraseRule Rule, StringBuilder Text)> texts = [];
    private int characters;
    private int rounds;
    private int choices;
    private bool isFull;
    private Section? last;

    /// <summary>Every phrase: its rule, and its words with the loop's values filled in.</summary>
    public List<(PhraseRule Rule, string Phrase)> Phrases { get; } = [];

    public IReadOnlyDictionary<string, string> Named => names;

    /// <summary>Every text of our own, its lines joined.</summary>
    public IEnumerable<(PhraseRule Rule, string Text)> Texts => texts.Select(text => (text.Rule, text.Text.ToString()));

    /// <summary>How a licence's text speaks of its parties, a line each.</summary>
    public List<string> Parties { get; } = [];

    /// <summary>Names of which one has to be there, for the licence that stands first in the line.</summary>
    public Dictionary<string, string[]> Needed { get; } = [];

    /// <summary>How many lines and headings are for the engine's own data: they say how its texts are compared, or join licences and name none.</summary>
    public int Tuned => Parties.Count + Needed.Count + Common.Count + choices;

    /// <summary>Licences that are met everywhere.</summary>
    public HashSet<string> Common { get; } = [];

    /// <param name="file">Its name, for people.</param>
    /// <param name="known">True for an expression whose ids are all on SPDX's list; a loop passes over the others.</param>
    /// <param name="told">Takes each mistake, its place and what it is, and reading goes on; null: the first one is thrown.</param>
    /// <exception cref="FormatException">The message begins with file and line.</exception>
    public void Read(string file, string text, Func<string, bool> known, Action<int, string>? told = null)
    {
        Section? section = null;
        var isHeadless = false;
        var (number, mistakes) = (0, 0);
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (isFull || mistakes == MostMistakes) return;
            if (line.Length == 0 || line[0] == '#') continue;
            var isHeading = line.StartsWith("== ", StringComparison.Ordinal);
            // What stands below a heading that cannot be read is told with it.
            if (isHeadless && !isHeading && section is null && line[0] != '@') continue;
            try
            {
                section = Take($"{file}:{number}", line, section, known);
            }
            catch (FormatException mistake) when (told is not null)
            {
                told(number, mistake.Message);
                mistakes++;
                if (isHeading) (section, isHeadless) = (null, true);
            }
        }
    }

    private Section? Take(string where, string line, Section? section, Func<string, bool> known)
    {
        if (line.Length > LongestLine) throw new FormatException($"{where}: a line has at most {LongestLine:N0} characters: make several of it.");
        if (NameLine().Match(line) is { Success: true } name) Name(where, name.Groups[1].Value, name.Groups[2].Value);
        else if (line.StartsWith("== ", StringComparison.Ordinal)) return Heading(where, line[3..], known);
        else if (section is null) throw new FormatException($"{where}: a phrase stands below a line such as '== MIT : notice': write one first.");
        else if (section.IsParties) Parties.Add(line);
        else if (section.IsCommon) Common.UnionWith(line.Split(' '));
        else if (section.IsNeeds) Needed[line.Split(' ')[0]] = line.Split(' ')[1..];
        else if (section.IsText)
        {
            foreach (var first in section.Rules(where, line).Take(1)) Append(section, first);
        }
        else Add(section, where, line);
        return section;
    }

    private void Add(Section section, string where, string line)
    {
        foreach (var (rule, phrase) in section.Rules(where, line))
        {
            if (Phrases.Count == MostPhrases || (characters += phrase.Length) > MostCharacters) throw Full($"{where}: there is no room for more than {MostPhrases:N0} phrases, or {MostCharacters:N0} characters of them: take some away.");
            Phrases.Add((rule, phrase));
        }
    }

    private Section Heading(string where, string line, Func<string, bool> known)
    {
        var section = Section.Read(where, line, known);
        if ((rounds += section.Rounds) > MostAllRounds) throw Full($"{where}: the loops of all headings make more than {MostAllRounds:N0} rounds: take some away.");
        if (section.IsChoice) choices++;
        return section;
    }

    private FormatException Full(string mistake)
    {
        isFull = true;
        return new FormatException(mistake);
    }

    // The lines below one heading are one text.
    private void Append(Section section, (PhraseRule Rule, string Line) next)
    {
        if (ReferenceEquals(section, last)) texts[^1].Text.Append('\n').Append(next.Line);
        else texts.Add((next.Rule, new StringBuilder(next.Line)));
        last = section;
    }

    private void Name(string where, string name, string meaning)
    {
        if (!names.TryAdd(name, meaning)) throw new FormatException($"{where}: '@{name}' has a meaning already.");
    }

    [GeneratedRegex(@"^@([A-Za-z0-9.-]+) = (.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameLine();

    /// <summary>A line such as <c>== {F}-{V}-only : notice : F in GPL LGPL : V in 2.0 3.0</c>, and what stands below it.</summary>
    private sealed class Section
    {
        private readonly List<(string Expression, Dictionary<string, string> Values)> rounds = [];
        private FindingKind kind;
        private PhraseNeeds needs;

        /// <summary>How many rounds its loops make, those passed over among them.</summary>
        public int Rounds { get; private set; }

        public bool IsText { get; private set; }

        public bool IsParties { get; private set; }

        public bool IsCommon { get; private set; }

        public bool IsNeeds { get; private set; }

        public bool IsChoice => (needs & (PhraseNeeds.Choice | PhraseNeeds.Alternative)) != 0;

        public static Section Read(string where, string line, Func<string, bool> known)
        {
            var parts = line.Split(" : ");
            var section = new Section();
            if (parts.Length < 2) throw new FormatException($"{where}: after the licence comes ' : ' and the kind: {Kinds}.");
            foreach (var word in parts[1].Split(' ')) section.Take(where, word);

            IEnumerable<Dictionary<string, string>> loops = [[]];
            foreach (var part in parts[2..])
            {
                var (variable, values) = part.Split(" in ") is [var left, var right] ? (left, right.Split(' ')) : throw new FormatException($"{where}: write a loop as 'V in 1.0 2.0'.");
                if ((long)loops.Count() * values.Length > MostRounds) throw new FormatException($"{where}: these loops make more than {MostRounds:N0} rounds: make several headings of it.");
                loops = [.. loops.SelectMany(loop => values.Select(value => new Dictionary<string, string>(loop) { [variable] = value }))];
            }

            section.Rounds = loops.Count();
            var named = parts[0] == "-" ? "" : parts[0];
            foreach (var loop in loops)
            {
                var expression = Fill(where, named, loop);
                if (expression.Length == 0 || known(expression)) section.rounds.Add((expression, loop));
                else if (loop.Count == 0) throw new FormatException($"{where}: '{expression}' is not an expression of ids on SPDX's list: correct it.");
            }

            return section;
        }

        public IEnumerable<(PhraseRule Rule, string Phrase)> Rules(string where, string phrase) =>
            rounds.Select(round => (new PhraseRule(round.Expression, kind, needs, where), Fill(where, phrase, round.Values)));

        private void Take(string where, string word)
        {
            switch (word)
            {
                case "tag": kind = FindingKind.Tag; break;
                case "notice": kind = FindingKind.Notice; break;
                case "name": kind = FindingKind.NameReference; break;
                case "url": kind = FindingKind.UrlReference; break;
                case "common": IsCommon = true; break;
                case "requires": IsNeeds = true; break;
                case "parties": IsParties = true; break;
                case "text": (kind, IsText) = (FindingKind.FullText, true); break;
                case "no-grant": kind = FindingKind.NoGrant; break;
                case "unknown": kind = FindingKind.Unknown; break;
                case "ignore": needs |= PhraseNeeds.Ignored; break;
                case "short": needs |= PhraseNeeds.Context; break;
                case "field": needs |= PhraseNeeds.Field; break;
                case "choice": needs |= PhraseNeeds.Choice; break;
                case "alternative": needs |= PhraseNeeds.Alternative; break;
                case "bare": needs |= PhraseNeeds.NoBetter; break;
                case "mention": needs |= PhraseNeeds.NoBetter | PhraseNeeds.Mention; break;
                default: throw new FormatException($"{where}: '{word}' is no kind: use {Kinds}, and short, field or bare after it; in the engine's own data also parties, common, requires, choice or alternative.");
            }
        }

        // Values may hold other variables: what grows is looked at before it has grown.
        private static string Fill(string where, string text, Dictionary<string, string> values)
        {
            foreach (var (variable, value) in values)
            {
                var pieces = text.Split("{" + variable + "}");
                if (text.Length + ((long)(pieces.Length - 1) * value.Length) > LongestLine) throw new FormatException($"{where}: with its loops a phrase has at most {LongestLine:N0} characters: make several of it.");
                text = string.Join(value, pieces);
            }

            return text;
        }
    }
}
