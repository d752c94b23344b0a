namespace Custodian.Tests.Arrows;

/// <summary>A C# source taken apart: its code without comments and literals, and its literals. Line breaks stay where they were.</summary>
/// <param name="Code">Comments and literals are blank; what stands in an interpolation's braces is kept, for it is code.</param>
/// <param name="Literals">Each text, and the line on which it begins.</param>
internal sealed record SourceText(string Code, IReadOnlyList<(int Line, string Text)> Literals)
{
    public static SourceText Of(string text)
    {
        var reader = new Reader(text);
        reader.Code(until: '\0');
        return new(reader.Kept.ToString(), reader.Literals);
    }

    private sealed class Reader(string text)
    {
        private int at;

        public System.Text.StringBuilder Kept { get; } = new(text.Length);

        public List<(int Line, string Text)> Literals { get; } = [];

        // To the end, or to the brace that ends an interpolation.
        public void Code(char until)
        {
            var depth = 0;
            while (at < text.Length)
            {
                if (Starts("//")) Blank(ToLineEnd());
                else if (Starts("/*")) Blank(Through("*/", 2));
                else if (text[at] == '\'') Blank(Character());
                else if (StringStart() is { } dollars) Literal(dollars);
                else if (text[at] == until && depth == 0) return;
                else
                {
                    depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
                    Kept.Append(text[at++]);
                }
            }
        }

        private bool Starts(string with) => string.CompareOrdinal(text, at, with, 0, with.Length) == 0;

        // How many dollars stand before the quote that begins here; null: no string begins here.
        private int? StringStart()
        {
            var quote = at;
            while (quote < text.Length && text[quote] is '$' or '@') quote++;
            return quote < text.Length && text[quote] == '"' ? text[at..quote].Count(one => one == '$') : null;
        }

        private void Literal(int dollars)
        {
            var line = text.AsSpan(0, at).Count('\n') + 1;
            var verbatim = false;
            for (; text[at] != '"'; at++)
            {
                verbatim |= text[at] == '@';
                Kept.Append(' ');
            }

            var quotes = Run('"');
            var raw = quotes >= 3;
            if (quotes == 2) Blank(2);
            else Content(raw ? quotes : 1, dollars, verbatim, raw, line);
        }

        private void Content(int quotes, int dollars, bool verbatim, bool raw, int line)
        {
            var said = new System.Text.StringBuilder();
            Blank(quotes);
            while (at < text.Length)
            {
                if (!raw && !verbatim && text[at] == '\\') Say(2);
                else if (verbatim && !raw && Starts("\"\"")) Say(2);
                else if (Run('"') >= quotes) break;
                else if (dollars > 0 && (raw ? Run('{') >= dollars : Run('{') % 2 == 1)) Hole(Run('{'), raw ? dollars : 1);
                else if (dollars > 0 && !raw && text[at] == '{') Say(2);
                else Say(1);
            }

            Blank(Math.Min(quotes, text.Length - at));
            Literals.Add((line, said.ToString()));

            void Say(int length)
            {
                length = Math.Min(length, text.Length - at);
                said.Append(text, at, length);
                Blank(length);
            }

            void Hole(int opened, int closing)
            {
                said.Append('?');
                Blank(opened);
                Code(until: '}');
                Blank(Math.Min(closing, text.Length - at));
            }
        }

        private int Run(char of)
        {
            var end = at;
            while (end < text.Length && text[end] == of) end++;
            return end - at;
        }

        private int ToLineEnd() => text.IndexOf('\n', at) is >= 0 and var end ? end - at : text.Length - at;

        private int Through(string end, int from) =>
            text.IndexOf(end, Math.Min(at + from, text.Length), StringComparison.Ordinal) is >= 0 and var found
                ? found + end.Length - at
                : text.Length - at;

        private int Character()
        {
            var end = at + 1;
            while (end < text.Length && text[end] is not ('\'' or '\n')) end += text[end] == '\\' ? 2 : 1;
            return Math.Min(end + 1, text.Length) - at;
        }

        private void Blank(int length)
        {
            for (var end = at + length; at < end; at++) Kept.Append(text[at] == '\n' ? '\n' : ' ');
        }
    }
}
