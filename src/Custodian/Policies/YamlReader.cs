using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Custodian.Policies;

/// <summary>
/// Reads the one document of a file. Aliases are refused (a few lines of them unfold into gigabytes, and a mistake in
/// what they repeat has no place of its own), and so are tags and deep nesting.
/// </summary>
internal sealed class YamlReader
{
    private const int DeepestNesting = 32;

    private readonly string text;
    private readonly ProblemList problems;
    private readonly Parser parser;
    private Position last = Position.Start;

    private YamlReader(string text, ProblemList problems)
    {
        this.text = text;
        this.problems = problems;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The document's top; null where there is none that could be used, which has then been reported.</summary>
    public static YamlValue.Map? Read(string text, ProblemList problems) => new YamlReader(text, problems).Document();

    private YamlValue.Map? Document()
    {
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Current is StreamEnd) return Nothing();

            parser.Consume<DocumentStart>();
            var top = Value(depth: 0);
            parser.Consume<DocumentEnd>();
            if (parser.Current is DocumentStart second)
            {
                problems.Add(At(second.Start), "a second document starts here: keep everything in one, without '---' between.");
            }

            switch (top)
            {
                case YamlValue.Map map: return map;
                case YamlValue.Scalar { Empty: true }: return Nothing();
                case YamlValue.Refused: return null;
                default:
                    problems.Add(top.At, "the file must be made of sections such as 'custodians:' and 'repositories:'.");
                    return null;
            }
        }
        catch (YamlException not)
        {
            ReportNotYaml(At(not.Start), not.Message.TrimEnd('.'));
            return null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or IOException)
        {
            // The parser's own slips over broken text, such as a bracket that is never closed.
            ReportNotYaml(last, "something that began here does not end");
            return null;
        }
    }

    private YamlValue.Map? Nothing()
    {
        problems.Add(Position.Start, "the file is empty: it needs custodians, repositories, checks and gates.");
        return null;
    }

    private YamlValue Value(int depth)
    {
        var at = last = At(parser.Current!.Start);
        if (depth > DeepestNesting)
        {
            throw new YamlException(parser.Current.Start, parser.Current.End, $"it is nested deeper than {DeepestNesting} levels, which nothing here needs");
        }

        if (parser.Current is NodeEvent { Tag.IsEmpty: false })
        {
            problems.Add(at, "tags ('!...') are not used here: write the plain value.");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            var empty = scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };
            return new YamlValue.Scalar(scalar.Value, at) { Empty = empty };
        }

        if (parser.TryConsume<SequenceStart>(out _)) return Sequence(at, depth);
        if (parser.TryConsume<MappingStart>(out _)) return Map(at, depth);

        parser.Consume<AnchorAlias>();
        problems.Add(at, "aliases ('*...') are not used here: write the value out again.");
        return new YamlValue.Refused(at);
    }

    private YamlValue.Sequence Sequence(Position at, int depth)
    {
        var items = new List<YamlValue>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Value(depth + 1));
        return new(items, at);
    }

    private YamlValue.Map Map(Position at, int depth)
    {
        var entries = new List<YamlValue.Entry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Value(depth + 1);
            var value = Value(depth + 1);
            if (key is not YamlValue.Scalar { Text: var name })
            {
                if (key is not YamlValue.Refused) problems.Add(key.At, "a key must be plain text.");
            }
            else if (lines.TryAdd(name, key.At.Line))
            {
                entries.Add(new(new(name, key.At), value));
            }
            else
            {
                problems.Add(key.At, $"{Quote.Of(name)} stands here twice, first in line {lines[name]}: keep one of them.");
            }
        }

        return new(entries, at);
    }

    private void ReportNotYaml(Position at, string why)
    {
        // A tab's own message is never about the tab, and seldom in its place.
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            var indent = lines[line].Length - lines[line].TrimStart(' ').Length;
            if (indent < lines[line].Length && lines[line][indent] == '\t')
            {
                problems.Add(new(line + 1, indent + 1), "a tab: indent with spaces only.");
                return;
            }
        }

        problems.Add(at, $"this cannot be read as YAML ({why}): look for a missing quote, bracket or colon, or a wrong indent, here or just above.");
    }

    private static Position At(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
