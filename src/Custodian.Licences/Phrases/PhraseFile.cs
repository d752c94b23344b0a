using System.Text.RegularExpressions;

namespace Custodian.Licences.Phrases;

/// <summary>
/// Reads files of phrases; <c>Data/README.md</c> tells how they are written. All names of all files are read before any phrase, so
/// that the order of files means nothing.
/// </summary>
internal sealed partial class PhraseFile
{
    private readonly List<(string Where, string Name, string Meaning)> names = [];
    private Section? last;

    /// <summary>Every phrase: its rule, and its words with the loop's values filled in.</summary>
    public List<(PhraseRule Rule, string Phrase)> Phrases { get; } = [];

    public Dictionary<string, string> Named() => names.ToDictionary(named => named.Name, named => named.Meaning);

    /// <summary>Every text of our own, its lines joined.</summary>
    public List<(PhraseRule Rule, string Text)> Texts { get; } = [];

    /// <summary>How a licence's text speaks of its parties, a line each.</summary>
    public List<string> Parties { get; } = [];

    /// <summary>Names of which one has to be there, for the licence that stands first in the line.</summary>
    public Dictionary<string, string[]> Needed { get; } = [];

    /// <summary>Licences that are met everywhere.</summary>
    public HashSet<string> Common { get; } = [];

    /// <param name="file">Its name, for people.</param>
    /// <param name="known">True for an expression whose ids are all on SPDX's list; a loop passes over the others.</param>
    /// <exception cref="FormatException">The message begins with file and line.</exception>
    public void Read(string file, string text, Func<string, bool> known)
    {
        Section? section = null;
        var number = 0;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            var where = $"{file}:{number}";
            if (line.Length == 0 || line[0] == '#') continue;
            if (NameLine().Match(line) is { Success: true } name) Name(where, name.Groups[1].Value, name.Groups[2].Value);
            else if (line.StartsWith("== ", StringComparison.Ordinal)) section = Section.Read(where, line[3..], known);
            else if (section is null) throw new FormatException($"{where}: a phrase stands below a line such as '== MIT : notice': write one first.");
            else if (section.IsParties) Parties.Add(line);
            else if (section.IsCommon) Common.UnionWith(line.Split(' '));
            else if (section.IsNeeds) Needed[line.Split(' ')[0]] = line.Split(' ')[1..];
            else if (section.IsText) Append(section, section.Rules(where, line).First());
            else Phrases.AddRange(section.Rules(where, line));
        }
    }

    // The lines below one heading are one text.
    private void Append(Section section, (PhraseRule Rule, string Line) next)
    {
        if (ReferenceEquals(section, last)) Texts[^1] = (Texts[^1].Rule, Texts[^1].Text + "\n" + next.Line);
        else Texts.Add(next);
        last = section;
    }

    private void Name(string where, string name, string meaning)
    {
        if (names.Any(named => named.Name == name)) throw new FormatException($"{where}: '@{name}' has a meaning already.");
        names.Add((where, name, meaning));
    }

    [GeneratedRegex(@"^@([A-Za-z0-9.-]+) = (.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameLine();

    /// <summary>A line such as <c>== {F}-{V}-only : notice : F in GPL LGPL : V in 2.0 3.0</c>, and what stands below it.</summary>
    private sealed class Section
    {
        private readonly List<(string Expression, Dictionary<string, string> Values)> rounds = [];
        private FindingKind kind;
        private PhraseNeeds needs;

        public bool IsText { get; private set; }

        public bool IsParties { get; private set; }

        public bool IsCommon { get; private set; }

        public bool IsNeeds { get; private set; }

        public static Section Read(string where, string line, Func<string, bool> known)
        {
            var parts = line.Split(" : ");
            var section = new Section();
            if (parts.Length < 2) throw new FormatException($"{where}: after the licence comes ' : ' and the kind: notice, name, url, unknown or ignore.");
            foreach (var word in parts[1].Split(' ')) section.Take(where, word);

            IEnumerable<Dictionary<string, string>> loops = [[]];
            foreach (var part in parts[2..])
            {
                var (variable, values) = part.Split(" in ") is [var left, var right] ? (left, right.Split(' ')) : throw new FormatException($"{where}: write a loop as 'V in 1.0 2.0'.");
                loops = [.. loops.SelectMany(loop => values.Select(value => new Dictionary<string, string>(loop) { [variable] = value }))];
            }

            var named = parts[0] == "-" ? "" : parts[0];
            foreach (var loop in loops)
            {
                var expression = Fill(named, loop);
                if (expression.Length == 0 || known(expression)) section.rounds.Add((expression, loop));
                else if (loop.Count == 0) throw new FormatException($"{where}: '{expression}' is not an expression of ids on SPDX's list.");
            }

            return section;
        }

        public IEnumerable<(PhraseRule Rule, string Phrase)> Rules(string where, string phrase) =>
            rounds.Select(round => (new PhraseRule(round.Expression, kind, needs, where), Fill(phrase, round.Values)));

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
                default: throw new FormatException($"{where}: '{word}' is no kind: use tag, notice, name, url, unknown or ignore, and 'short', 'field' or 'bare' after it.");
            }
        }

        private static string Fill(string text, Dictionary<string, string> values) =>
            values.Aggregate(text, (filled, value) => filled.Replace("{" + value.Key + "}", value.Value, StringComparison.Ordinal));
    }
}
