using System.Text.RegularExpressions;

namespace Custodian.Licences.Packs;

/// <summary>
/// What stands between two lines <c>---</c> at the head of a <c>.LICENSE</c> or <c>.RULE</c> file, and the text below. Of YAML it knows what such files need, a
/// value or a list for each key; what nobody asks for is passed over unread, so that nothing in it can grow.
/// </summary>
internal sealed partial class FrontMatter
{
    private const string Fence = "---";

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Action<int, string> told;

    private FrontMatter(Action<int, string> told) => this.told = told;

    /// <summary>The text below, without the blank lines before it.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The line on which it begins; where there is none, the one that it should stand below.</summary>
    public int TextLine { get; private set; }

    /// <param name="file">The whole file.</param>
    /// <param name="told">Takes each mistake: its line, and what it is.</param>
    /// <returns>Null, and a mistake, where the file does not begin so.</returns>
    public static FrontMatter? Read(string file, Action<int, string> told)
    {
        var lines = file.ReplaceLineEndings("\n").Split('\n');
        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence);
        if (lines[0].TrimEnd() != Fence || end < 0)
        {
            told(1, "the file does not begin with keys and values between two lines '---': write them, license_expression or key among them.");
            return null;
        }

        var front = new FrontMatter(told);
        Entry? last = null;
        for (var at = 1; at < end; at++)
        {
            var line = lines[at];
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] is ' ' or '-' or '\t' && last is not null) last.More.Add(line);
            else if (KeyLine().Match(line) is not { Success: true } match) told(at + 1, "this is no line 'key: value': correct it.");
            else if (!front.entries.TryAdd(match.Groups[1].Value, last = new(at + 1, match.Groups[2].Value.Trim()))) told(at + 1, $"'{match.Groups[1].Value}' stands here twice: remove one.");
        }

        var text = end + 1;
        while (text < lines.Length && lines[text].Trim().Length == 0) text++;
        (front.Text, front.TextLine) = (string.Join('\n', lines[text..]), text < lines.Length ? text + 1 : end + 1);
        return front;
    }

    /// <summary>The line of a key; 1 where it is missing.</summary>
    public int LineOf(string key) => entries.TryGetValue(key, out var entry) ? entry.Line : 1;

    /// <summary>A plain text; null where the key is missing, or has no value.</summary>
    public string? Value(string key)
    {
        if (!entries.TryGetValue(key, out var entry)) return null;
        // A long value goes on in lines that are set in.
        var text = Comment().Replace(string.Join(' ', [entry.Value, .. entry.More.Select(line => line.Trim())]).Trim(), "");
        if (text.Length == 0) return null;
        if (text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0]) text = text[1..^1];
        if (text.Length == 0) return null;
        if ("&*!|>{[@`%\"'\\-".Contains(text[0]) || text.Contains('\\')) return Refuse(entry, $"'{key}' must be a plain text on this line: write it without quotes, brackets and references.");
        return text;
    }

    /// <summary>Yes or no; no where the key is missing.</summary>
    public bool Flag(string key)
    {
        switch (Value(key))
        {
            case null or "no" or "false": return false;
            case "yes" or "true": return true;
            default:
                told(LineOf(key), $"'{key}' is neither yes nor no: write one of them.");
                return false;
        }
    }

    /// <summary>A whole number from 0 to 100; null where the key is missing.</summary>
    public int? Percent(string key)
    {
        if (Value(key) is not { } text) return null;
        if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number <= 100) return number;

        told(LineOf(key), $"'{key}' is no whole number from 0 to 100: write one.");
        return null;
    }

    /// <summary>A list of plain texts, one a line behind a '-'.</summary>
    public IEnumerable<string> List(string key) =>
        entries.TryGetValue(key, out var entry) ? entry.More.Select(line => line.Trim()).Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim()) : [];

    private string? Refuse(Entry entry, string why)
    {
        told(entry.Line, why);
        return null;
    }

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_]*):(?:$|\s+(.*)$)", RegexOptions.CultureInvariant)]
    private static partial Regex KeyLine();

    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    private sealed record Entry(int Line, string Value)
    {
        public List<string> More { get; } = [];
    }
}
